import { describe, expect, it } from 'vitest';
import type { Delivery } from '../../contracts/canonical/delivery.ts';
import type { Exchange } from '../../contracts/canonical/exchange.ts';
import type { Network } from '../../contracts/canonical/network.ts';
import { System } from '../../contracts/canonical/network.ts';
import demoKeys from '../../contracts/catalogue/demo-keys.json' with { type: 'json' };
import { hourMs, minuteMs } from '../world/clock.ts';
import { type Receipt, refer, taken, toAsl } from '../world/people.ts';
import { createPullFront } from '../world/pull-front.ts';
import type { World } from '../world/start-world.ts';
import type { StartWorld } from './journey-suite.ts';

const correlation = '6f2b8a0e-3f5d-4c66-9b53-0d6a3b1f9c11';
const other = '6f2b8a0e-3f5d-4c66-9b53-0d6a3b1f9c12';
const cartella = 'https://comune-cartella.borgoverde.example';

/** Every system with `modi` has a key, also where nothing is signed with it. */
const keys = { SIGNING_KEY: JSON.stringify(demoKeys.private_keys['comune-sportello']) };

/** The health body's system answers later, by callback or when asked. */
const later =
  (pattern: 'push' | 'pull') =>
  (network: Network): Network => ({
    ...network,
    systems: network.systems.map((system) =>
      system.id === 'asl-fhir'
        ? System.parse({
            ...system,
            modi: { audience: 'asl', key: { secret: 'SIGNING_KEY', kid: 'k' }, signature: false, pattern },
          })
        : system,
    ),
  });

/** The Comune has a second system that hears of everything. */
const withSecondSystem = (network: Network): Network => ({
  ...network,
  systems: [
    ...network.systems,
    System.parse({ id: 'comune-archivio', organization: 'comune-borgoverde', adapter: 'mailbox' }),
  ],
});

const deliveriesOf = async (world: World, referral: string, system: string): Promise<readonly Delivery[]> => {
  const path = `/v1/deliveries?referral_id=${referral}&system=${system}`;
  return taken(await world.as('ats-amministratore').get<{ items: Delivery[] }>(path)).items.toReversed();
};
/** Days go by, and the gateway looks what is due every few hours. */
async function letGo(world: World, days: number): Promise<void> {
  for (let looks = 0; looks < days * 3; looks += 1) {
    world.clock.advance(8 * hourMs);
    await world.tick();
  }
}
const ledgerUnder = async (world: World, id: string): Promise<readonly Exchange[]> =>
  taken(
    await world.as('ats-amministratore').get<{ items: Exchange[] }>(`/v1/exchanges?correlation_id=${id}`),
  ).items.toReversed();

export function patternJourneys(start: StartWorld): void {
  describe('to a system that is asked for its answer (NONBLOCK_PULL_REST)', () => {
    const begun = async (location?: string) => {
      const world = await start(later('pull'), keys);
      const pull = createPullFront(location === undefined ? {} : { location });
      world.partners.putBefore('asl-fhir', pull.front);
      const { id } = await refer(world.as('comune-sportello'), toAsl());
      await world.tick();
      return { world, pull, id };
    };

    it('is sent once, asked for while the system works, and delivered with its result', async () => {
      const { world, pull, id } = await begun();
      expect(await deliveriesOf(world, id, 'asl-fhir')).toMatchObject([
        { state: 'queued', code: 'dispatch/awaiting-result' },
      ]);
      await world.pass(3 * hourMs);
      expect(world.partners.health.effects()).toBe(0);
      pull.finish();
      await world.pass(1 * hourMs);
      expect(await deliveriesOf(world, id, 'asl-fhir')).toMatchObject([{ state: 'delivered' }, { task: 'follow' }]);
      expect([pull.taken(), world.partners.health.effects()]).toEqual([1, 1]);
      expect(pull.polls.length).toBeGreaterThan(2);
      expect(pull.polls.length).toBeLessThan(30);
    });

    it('ends as unknown, in the list of the operator, when the system never finishes', async () => {
      const { world, pull, id } = await begun();
      await letGo(world, 8);
      expect(await deliveriesOf(world, id, 'asl-fhir')).toMatchObject([
        { state: 'unknown', code: 'dispatch/never-finished' },
      ]);
      const listed = await world.as('ats-amministratore').get<{ items: Delivery[] }>('/v1/deliveries?state=unknown');
      expect(taken(listed).items).toMatchObject([{ referral_id: id }]);
      expect(pull.taken()).toBe(1);
    });

    it('is not led to another address, and ends as unknown', async () => {
      const { world, pull, id } = await begun('https://cpi-sil.borgoverde.example/stati/1');
      // It knows repeats, so it is given a weekend to mend its ways.
      await letGo(world, 5);
      expect(await deliveriesOf(world, id, 'asl-fhir')).toMatchObject([
        { state: 'unknown', code: 'dispatch/answer-elsewhere' },
      ]);
      expect(pull.polls).toEqual([]);
      expect(world.partners.sent.map(({ system }) => system)).not.toContain('cpi-sil');
    });
  });

  describe('to a system that answers by callback (NONBLOCK_PUSH_REST)', () => {
    const begun = async () => {
      const world = await start(later('push'), keys);
      world.partners.putBefore('asl-fhir', async (request, behind) => {
        const reply = await behind(request);
        return request.method === 'GET' ? reply : new Response(null, { status: 202 });
      });
      const asked = await world
        .as('comune-sportello')
        .post<Receipt>('/v1/referrals', toAsl(), { headers: { 'x-correlation-id': correlation } });
      const { id } = taken(asked, 201);
      await world.tick();
      return { world, id };
    };

    it('says where the answer is to be brought, and 202 is enough', async () => {
      const { world, id } = await begun();
      expect(await deliveriesOf(world, id, 'asl-fhir')).toMatchObject([
        { state: 'delivered', code: 'dispatch/taken' },
        { task: 'follow' },
      ]);
      const { headers } = world.partners.sent[0] ?? { headers: '' };
      expect(headers).toContain('x-replyto: http://localhost:8080/v1/inbound/asl-fhir');
      expect(headers).toContain(`x-correlation-id: ${correlation}`);
    });

    it('takes the callback under the correlation of the request, and a second one without effect', async () => {
      const { world, id } = await begun();
      world.partners.callBackWith({ 'x-correlation-id': correlation.toUpperCase() });
      await world.partners.health.acceptReferral(id);
      const body = world.partners.pushed.at(-1) ?? '';
      const again = await world
        .as('asl-cup')
        .say('asl-fhir', body, 'application/fhir+json', { 'x-correlation-id': correlation });
      expect(again.status).toBe(200);
      const referral = taken(await world.as('comune-sportello').get<Receipt>(`/v1/referrals/${id}`));
      expect(referral).toMatchObject({ status: 'accepted', version: 2 });
      const ledger = await ledgerUnder(world, correlation);
      expect(ledger.map(({ operation, outcome }) => [operation, outcome])).toEqual([
        ['referral.submit', 'accepted'],
        ['referral.deliver', 'delivered'],
        ['referral.event', 'accepted'],
      ]);
    });

    it('takes it also when much else was asked under the same correlation since', async () => {
      const { world, id } = await begun();
      world.partners.callBackWith({ 'x-correlation-id': correlation });
      const headers = { 'x-correlation-id': correlation };
      for (let call = 0; call < 110; call += 1)
        await world.as('comune-sportello').get(`/v1/referrals/${id}`, { headers });
      const url = `/v1/exchanges?limit=100&correlation_id=${correlation}`;
      expect(taken(await world.as('ats-amministratore').get<{ items: Exchange[] }>(url)).items).toHaveLength(100);
      await world.partners.health.acceptReferral(id);
      const referral = taken(await world.as('comune-sportello').get<Receipt>(`/v1/referrals/${id}`));
      expect(referral).toMatchObject({ status: 'accepted', version: 2 });
    });

    it.each([other, 'not-a-correlation'])('does not take one under %s, and writes that down', async (unknown) => {
      const { world, id } = await begun();
      world.partners.callBackWith({ 'x-correlation-id': unknown });
      await expect(world.partners.health.acceptReferral(id)).rejects.toThrow('404');
      const reply = await world
        .as('asl-cup')
        .say('asl-fhir', world.partners.pushed.at(-1) ?? '', 'application/fhir+json', { 'x-correlation-id': unknown });
      expect(reply.status).toBe(404);
      expect(reply.text).toContain('modi/callback-unknown');
      expect(taken(await world.as('comune-sportello').get<Receipt>(`/v1/referrals/${id}`)).version).toBe(1);
      const { items } = taken(await world.as('ats-amministratore').get<{ items: Exchange[] }>('/v1/exchanges'));
      expect(items.filter(({ outcome }) => outcome === 'callback-unknown')).toHaveLength(2);
    });

    it('still hears what it says of its own accord', async () => {
      const { world, id } = await begun();
      await world.partners.health.acceptReferral(id);
      expect(taken(await world.as('comune-sportello').get<Receipt>(`/v1/referrals/${id}`)).status).toBe('accepted');
    });
  });

  describe('of a caller that wants its answer brought (NONBLOCK_PUSH_REST)', () => {
    const asked = (world: World, replyTo: string) =>
      world.as('comune-sportello').post<Receipt>('/v1/referrals', toAsl({ initiator_reference: 'SEG-9' }), {
        headers: { 'x-replyto': replyTo, 'x-correlation-id': correlation },
      });

    it.each([cartella, `${cartella}/segnalazioni/risposte`])('is answered 202, and then at %s', async (replyTo) => {
      const world = await start(withSecondSystem);
      const reply = await asked(world, replyTo);
      const { id } = taken(reply, 202);
      expect(reply.headers.get('x-correlation-id')).toBe(correlation);
      expect(reply.headers.get('location')).toBe(`/v1/referrals/${id}`);
      await world.tick();
      await world.partners.health.acceptReferral(id);
      await world.tick();
      expect(world.partners.caseSystem.stateOf('SEG-9')).toBe('PRESA_IN_CARICO');
      const callback = world.partners.sent.find(({ system }) => system === 'comune-cartella');
      expect(callback?.headers).toContain(`x-correlation-id: ${correlation}`);
      expect(await deliveriesOf(world, id, 'comune-cartella')).toMatchObject([
        { state: 'delivered', correlation_id: correlation },
      ]);
      expect(await deliveriesOf(world, id, 'comune-archivio')).toEqual([]);
      expect((await ledgerUnder(world, correlation)).map(({ operation, to }) => [operation, to])).toEqual([
        ['referral.submit', 'asl-borgoverde'],
        ['referral.deliver', 'asl-borgoverde'],
        ['referral.deliver', 'comune-borgoverde'],
      ]);
    });

    it('goes to every system of the caller without the header, as before', async () => {
      const world = await start(withSecondSystem);
      const { id } = await refer(world.as('comune-sportello'), toAsl());
      await world.tick();
      await world.partners.health.acceptReferral(id);
      await world.tick();
      expect(await deliveriesOf(world, id, 'comune-cartella')).toHaveLength(1);
      expect(await deliveriesOf(world, id, 'comune-archivio')).toHaveLength(1);
    });

    it.each([
      'https://elsewhere.example/risposte',
      'https://asl-fhir.borgoverde.example',
      'http://comune-cartella.borgoverde.example',
      'https://comune-cartella.borgoverde.example.evil.example',
      'https://a:b@comune-cartella.borgoverde.example',
      'https://comune-cartella.borgoverde.example/..%2fx',
      'http://169.254.169.254/latest/meta-data',
      'no address',
      '',
    ])('is refused where the address is not its own: %s', async (replyTo) => {
      const world = await start();
      expect(await asked(world, replyTo)).toMatchObject({ status: 400, body: { code: 'modi/reply-to-unknown' } });
      const { items } = taken(await world.as('comune-sportello').get<{ items: unknown[] }>('/v1/referrals'));
      expect(items).toEqual([]);
    });
  });

  describe('of a caller that prefers to ask (NONBLOCK_PULL_REST)', () => {
    it('is answered 202 with a place to ask at, then that it is being worked on, then where the answer is', async () => {
      const world = await start();
      const comune = world.as('comune-sportello');
      const reply = await comune.post<Receipt>('/v1/referrals', toAsl(), {
        headers: { prefer: 'wait=10, Respond-Async;x=1' },
      });
      const { id } = taken(reply, 202);
      const location = reply.headers.get('location') ?? '';
      expect(location).toBe(`/v1/referrals/${id}/outcome`);
      expect(reply.headers.get('preference-applied')).toBe('respond-async');
      await world.tick();
      const asked = await comune.get(location);
      expect([asked.status, asked.body, asked.headers.get('retry-after')]).toEqual([
        200,
        { status: 'processing' },
        '60',
      ]);
      expect((await world.as('casa-sportello').get(location)).body).toMatchObject({ code: 'referral/not-found' });

      await world.partners.health.acceptReferral(id);
      world.clock.advance(minuteMs);
      const found = await comune.get(location);
      expect([found.status, found.text, found.headers.get('location')]).toEqual([303, '', `/v1/referrals/${id}`]);
      expect(taken(await comune.get<Receipt>(found.headers.get('location') ?? '')).status).toBe('accepted');
      const { items } = taken(await comune.get<{ items: Exchange[] }>(`/v1/exchanges?referral_id=${id}`));
      expect(items.filter(({ operation }) => operation === 'referral.read')).toHaveLength(3);
    });

    it('repeats 202 under the same Idempotency-Key, and is 201 where it prefers nothing of the kind', async () => {
      const world = await start();
      const comune = world.as('comune-sportello');
      const ask = { headers: { prefer: 'respond-async' }, key: 'chiave-202' };
      const [first, second] = [
        await comune.post('/v1/referrals', toAsl(), ask),
        await comune.post('/v1/referrals', toAsl(), ask),
      ];
      expect([first.status, second.status, second.text]).toEqual([202, 202, first.text]);
      expect(second.headers.get('location')).toBe(first.headers.get('location'));
      const prefers = { headers: { prefer: 'return=minimal; x="respond-async"' } };
      expect((await comune.post('/v1/referrals', toAsl(), prefers)).status).toBe(201);
    });
  });
}
