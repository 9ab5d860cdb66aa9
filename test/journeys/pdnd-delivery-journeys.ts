import { describe, expect, it } from 'vitest';
import type { Delivery } from '../../contracts/canonical/delivery.ts';
import type { Network } from '../../contracts/canonical/network.ts';
import { hourMs } from '../world/clock.ts';
import { createFront } from '../world/pdnd/front.ts';
import type { Misdeed } from '../world/pdnd/partner.ts';
import { pdndDefaults, pdndIds, pdndKid, pdndSecrets } from '../world/pdnd-network.ts';
import type { PdndWorld } from '../world/pdnd-world.ts';
import { elena, evidence, taken, toAsl, toCpi } from '../world/people.ts';
import type { StartPdndWorld } from './pdnd-suite.ts';

const refer = { body: toAsl() };

async function referred(on: PdndWorld): Promise<string> {
  const reply = await on.ask(refer);
  expect(reply.status, reply.text).toBe(201);
  return (reply.body as { id: string }).id;
}

const deliveriesTo = async ({ world }: PdndWorld, system: string) =>
  taken(await world.as('ats-amministratore').get<{ items: Delivery[] }>('/v1/deliveries')).items.filter(
    ({ system: to, task }) => to === system && task !== 'follow',
  );
const attemptsOf = async (on: PdndWorld) =>
  (await deliveriesTo(on, 'asl-fhir')).map(({ state, code, detail = '' }) => ({ state, code, detail }));

/** Why the answer is not believed. */
const misbehaviours: [Misdeed, string][] = [
  ['tamper', 'digest/value-wrong'],
  ['foreign-key', 'signature/seal-wrong'],
  ['wrong-request-digest', 'signature/request-digest-wrong'],
  ['no-request-digest', 'signature/request-digest-missing'],
  ['unsigned', 'signature/header-missing'],
];
/** Odd, and right all the same; in how many requests. */
const oddities: [Misdeed, number][] = [
  ['hex-digest', 1],
  ['pdnd-v3', 1],
  ['unauthorized', 2],
];

export function pdndDeliveryJourneys(start: StartPdndWorld): void {
  describe('a delivery to a partner behind GovWay', () => {
    it('satisfies every check of it, and its signed answer is believed', async () => {
      const on = await start();
      await referred(on);
      await on.world.tick();
      expect(on.partner.judged.map(({ check }) => check)).toEqual([null]);
      expect(on.pdnd.refused).toEqual([]);
      expect(await attemptsOf(on)).toMatchObject([{ state: 'delivered' }]);
    });

    it.each(oddities)('believes an answer that is %s', async (oddity, requests) => {
      const on = await start();
      await referred(on);
      on.partner.misbehave(oddity);
      await on.world.tick();
      expect(await attemptsOf(on)).toMatchObject([{ state: 'delivered' }]);
      expect(on.partner.judged).toHaveLength(requests);
    });

    // The partner took the request, and knows one that it has: it is sent again, as an answer that was lost would have it.
    it.each(misbehaviours)('does not believe an answer with %s (%s), and asks again', async (misdeed, why) => {
      const on = await start();
      await referred(on);
      on.partner.misbehave(misdeed);
      await on.world.tick();
      expect(await attemptsOf(on)).toMatchObject([
        { state: 'queued', code: 'dispatch/answer-unproven', detail: expect.stringContaining(`(${why}, status 200)`) },
      ]);
      await on.world.pass(hourMs);
      expect((await attemptsOf(on)).map(({ state }) => state)).toEqual(['delivered']);
      expect(on.world.partners.health.effects()).toBe(1);
      // The delivery says so until it is sent again, the ledger for good.
      const ledger = await on.world.store.listExchanges({}, null, 100);
      const tried =
        ledger === 'invalid_cursor' ? [] : ledger.items.filter(({ operation }) => operation === 'referral.deliver');
      expect(tried.map(({ outcome, reason }) => [outcome, reason])).toEqual([
        ['delivered', undefined],
        ['unknown', expect.stringContaining(why)],
      ]);
    });

    it('does not believe the answer to another request', async () => {
      const on = await start();
      await referred(on);
      await on.world.tick();
      await referred(on);
      on.partner.misbehave('replay');
      await on.world.tick();
      expect(await attemptsOf(on)).toContainEqual({
        state: 'queued',
        code: 'dispatch/answer-unproven',
        detail: expect.stringContaining('signature/request-digest-wrong'),
      });
    });
  });

  describe('a delivery to a partner that keeps no count of what it took', () => {
    async function toLabour() {
      const on = await start({ given: { system: { id: 'cpi-sil' } } });
      const { world, caller } = on;
      const purposeId = pdndIds.labourPurpose;
      const given = await world.fetch(
        await caller.request({ path: '/v1/consents', purposeId, body: evidence(elena.tax_code) }),
      );
      expect(given.status, await given.text()).toBe(201);
      expect((await on.ask({ purposeId, body: toCpi() })).status).toBe(201);
      const told = async () =>
        (await deliveriesTo(on, 'cpi-sil')).map(({ state, code, detail = '' }) => ({ state, code, detail }));
      const notices = () => world.partners.labour.received.filter(({ operation }) => operation === 'notificaSAP');
      return { ...on, told, notices };
    }

    it('is made once its question has a proven answer', async () => {
      const on = await toLabour();
      await on.world.tick();
      expect(on.partner.judged.map(({ check }) => check)).toEqual([null, null]);
      expect(await on.told()).toMatchObject([{ state: 'delivered' }]);
    });

    it('waits where the answer to its question is not proven: nothing was handed in', async () => {
      const on = await toLabour();
      on.partner.misbehave('tamper');
      await on.world.tick();
      expect(await on.told()).toMatchObject([{ state: 'queued', code: 'dispatch/answer-unproven' }]);
      expect(on.notices()).toHaveLength(0);
      await on.world.pass(hourMs);
      expect(await on.told()).toMatchObject([{ state: 'delivered' }]);
      expect(on.notices()).toHaveLength(1);
    });

    it.each(misbehaviours)(
      'is for a person to look at where the last answer came with %s (%s)',
      async (misdeed, why) => {
        const on = await toLabour();
        on.partner.misbehave('hex-digest', misdeed);
        await on.world.tick();
        await on.world.pass(hourMs);
        expect(await on.told()).toMatchObject([
          { state: 'unknown', code: 'dispatch/answer-unproven', detail: expect.stringContaining(why) },
        ]);
        expect(on.notices()).toHaveLength(1);
      },
    );
  });

  it('an authorization server that hangs holds up its own destination only', async () => {
    const slow = createFront();
    const { release } = slow.hold('/token.oauth2');
    let on: PdndWorld | undefined;
    const slowly = async (request: Request) => {
      if (on === undefined) throw new Error('nothing is sent before the world has started');
      const { pdnd } = on;
      return slow.pass(request, () => pdnd.fetch(new Request(pdnd.tokenUrl, request)));
    };
    on = await start({
      change: withSlow,
      elsewhere: (request) => (request.url.startsWith(slowAddress) ? slowly(request) : null),
    });
    const { world, partner } = on;
    const reached = Promise.withResolvers<void>();
    world.partners.putBefore('asl-fhir', async (request) => {
      const reply = await partner.fetch(request);
      reached.resolve();
      return reply;
    });
    const { caller } = on;
    const consent = await world.fetch(
      await caller.request({ path: '/v1/consents', purposeId: pdndIds.labourPurpose, body: evidence(elena.tax_code) }),
    );
    expect(consent.status, await consent.text()).toBe(201);
    const slowOne = await on.ask({ purposeId: pdndIds.labourPurpose, body: toCpi() });
    expect(slowOne.status, slowOne.text).toBe(201);
    await referred(on);
    const ticking = world.tick();
    await reached.promise;
    expect(slow.count('/token.oauth2')).toBe(1);
    expect(slow.received.map(({ status }) => status)).toEqual([0]);
    expect(world.partners.labour.received).toEqual([]);
    release();
    await ticking;
    expect((await deliveriesTo(on, 'asl-fhir')).map(({ state }) => state)).toEqual(['delivered']);
    expect(world.partners.labour.received.length).toBeGreaterThan(0);
  });
}

const slowAddress = 'https://lento.pdnd.example';
/** The employment office asks for vouchers too, of an authorization server of its own. */
const withSlow = (network: Network): Network => ({
  ...network,
  systems: network.systems.map((system) =>
    system.id === 'cpi-sil'
      ? {
          ...system,
          modi: {
            audience: pdndDefaults.partner_audience,
            key: { secret: pdndSecrets.partner, kid: pdndKid('raccordo-cpi') },
            voucher: {
              token_url: `${slowAddress}/token.oauth2`,
              assertion_audience: pdndDefaults.assertion_audience,
              client_id: pdndIds.partnerClient,
              purpose_id: pdndIds.partnerPurpose,
            },
          },
        }
      : system,
  ),
});
