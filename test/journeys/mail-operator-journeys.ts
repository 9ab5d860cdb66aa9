import { describe, expect, it } from 'vitest';
import type { Delivery } from '../../contracts/canonical/delivery.ts';
import type { Exchange } from '../../contracts/canonical/exchange.ts';
import type { Network } from '../../contracts/canonical/network.ts';
import type { ClientId } from '../world/clients.ts';
import { refer, taken, toSchool } from '../world/people.ts';
import type { World } from '../world/start-world.ts';
import { convocation } from '../world/team.ts';
import { bounceOf, latestTo } from './convocation-mails.ts';
import { at, convened, ledgerOf, linkOf, mailsTo, moved, withAnalysis } from './convocation-scene.ts';
import type { StartWorld } from './journey-suite.ts';

type Receipt = { readonly id: string };
type Page<T> = { readonly items: readonly T[] };

/** Operators of the body that convenes, of one that has a member, and of one that has none. */
const operators = new Set(['comune-sportello', 'cpi-sil', 'casa-sportello']);
const scopes = ['deliveries:operate', 'deliveries:read', 'exchanges:read'] as const;
const withOperators = (network: Network): Network => ({
  ...network,
  clients: network.clients.map((client) =>
    operators.has(client.id) ? { ...client, scopes: [...new Set([...client.scopes, ...scopes])] } : client,
  ),
});

const paolo = 'paolo.verdi@cpi.borgoverde.example';
const reason = 'Il gestore conferma che non è arrivato nulla';

/** A team is convened; what becomes of the mail to Paolo of the employment centre nobody knows. */
async function unknownMail(world: World): Promise<{ readonly convocation_id: string; readonly mail: Delivery }> {
  const { id } = taken(
    await world.as('comune-sportello').post<Receipt>('/v1/convocations', convocation(), { key: 'convoca-0001' }),
    201,
  );
  world.postbox.answerWith(({ mail }) =>
    mail.envelope.to === paolo
      ? { answered: false, at: 'after_dot', code: 'reset' }
      : { answered: true, reply: 250, at: 'after_dot' },
  );
  await world.tick();
  const query = `/v1/deliveries?convocation_id=${id}&state=unknown`;
  const [mail] = taken(await world.as('comune-sportello').get<Page<Delivery>>(query)).items;
  if (mail === undefined) throw new Error('the outcome of one mail is unknown');
  return { convocation_id: id, mail };
}

export function mailOperatorJourneys(start: StartWorld): void {
  describe('has mails under the hands of an operator', () => {
    it.each([
      ['comune-sportello', 202, undefined],
      ['ats-amministratore', 202, undefined],
      ['cpi-sil', 404, 'delivery/not-found'],
      ['casa-sportello', 404, 'delivery/not-found'],
    ] as const)('of which %s sends one again: %i', async (client, status, code) => {
      const world = await start(withOperators);
      const { mail } = await unknownMail(world);
      const before = (await world.postbox.to(paolo)).length;
      world.postbox.answerWith(() => ({ answered: true, reply: 250, at: 'after_dot' }));
      const reply = await world.as(client).post<{ code?: string }>(`/v1/deliveries/${mail.id}/rerun`, { reason });
      expect([reply.status, reply.body.code]).toEqual([status, code]);
      await world.tick();
      expect((await world.postbox.to(paolo)).length - before).toBe(status === 202 ? 1 : 0);
    });

    it('one of which arrived and is sent anew, with links of its own, as the meeting is now', async () => {
      const world = await start((network) => ({
        ...withOperators(network),
        convocations: { document_views_max: 1, document_days: 14 },
      }));
      const meeting = await withAnalysis(world);
      const comune = world.as('comune-sportello');
      const spent = await linkOf(world, at.anna, 'documents');
      await spent.open();
      expect(await spent.open()).toMatchObject({ status: 410, body: { code: 'convocation/link-spent' } });
      await meeting.say({ type: 'reschedule', meeting: moved, reason: 'other' });
      const { items } = taken(await comune.get<Page<Delivery>>(`/v1/deliveries?convocation_id=${meeting.id}`));
      const mail = items.find(({ member, event }) => member === 'assistente' && event === 'invitation');
      const path = `/v1/deliveries/${mail?.id}/rerun`;
      const refused = await world.as('cpi-sil').post<{ code: string }>(path, { reason });
      expect([refused.status, refused.body.code]).toEqual([404, 'delivery/not-found']);
      const anew = taken(await comune.post<Receipt & { state: string }>(path, { reason }), 202);
      expect(anew.state).toBe('queued');
      expect(anew.id).not.toBe(mail?.id);
      await world.tick();
      expect(await mailsTo(world, meeting.id, 'assistente')).toEqual([
        'invitation mail delivered',
        'update mail delivered',
        'invitation mail delivered',
      ]);
      expect((await latestTo(world, at.anna)).plain).toContain('11 dicembre 2026');
      expect((await (await linkOf(world, at.anna, 'documents')).open()).status).toBe(200);
      const decided = (await ledgerOf(world, meeting.id, 'delivery.rerun')).map(({ delivery_id, reason: why }) => [
        delivery_id,
        why,
      ]);
      expect(decided).toEqual([[mail?.id, reason]]);
    });

    it('of which none that tells the organizer something is sent anew', async () => {
      const world = await start(withOperators);
      const meeting = await convened(world);
      await bounceOf(world, at.paolo);
      const comune = world.as('comune-sportello');
      const { items } = taken(await comune.get<Page<Delivery>>(`/v1/deliveries?convocation_id=${meeting.id}`));
      const mail = items.find(({ member }) => member === '_organizer');
      expect(mail?.state).toBe('delivered');
      const reply = await comune.post<{ code: string }>(`/v1/deliveries/${mail?.id}/rerun`, { reason });
      expect([reply.status, reply.body.code]).toEqual([409, 'delivery/not-settled']);
    });

    it('one of which is settled, with the reason in the ledger, beside the convocation', async () => {
      const world = await start(withOperators);
      const { convocation_id, mail } = await unknownMail(world);
      const comune = world.as('comune-sportello');
      const settled = { as: 'delivered', reason: 'Paolo Verdi ha risposto per telefono' };
      expect((await world.as('cpi-sil').post(`/v1/deliveries/${mail.id}/resolution`, settled)).status).toBe(404);
      const why = { ...settled, reason: 'Confermato per telefono' };
      taken(await comune.post(`/v1/deliveries/${mail.id}/resolution`, why));
      const page = taken(await comune.get<Page<Exchange>>(`/v1/exchanges?convocation_id=${convocation_id}`));
      expect(page.items.find(({ operation }) => operation === 'delivery.resolve')).toMatchObject({
        convocation_id,
        delivery_id: mail.id,
        system: 'mail-relay',
        outcome: 'delivered',
        reason: 'Confermato per telefono',
      });
      expect(page.items.find(({ operation }) => operation === 'delivery.resolve')).not.toHaveProperty('referral_id');
    });

    it('which are listed for whom they concern, apart from what goes to systems', async () => {
      const world = await start(withOperators);
      const { convocation_id } = await unknownMail(world);
      const referral = await refer(world.as('comune-sportello'), toSchool());
      const seenBy = async (client: ClientId, query: string) =>
        taken(await world.as(client).get<Page<Delivery>>(`/v1/deliveries?${query}`)).items.map(
          ({ member, system }) => `${member} ${system}`,
        );
      const ofMeeting = `convocation_id=${convocation_id}`;
      const all = ['assistente', 'docente', 'operatore-cpi', 'psicologa'].map((member) => `${member} mail-relay`);
      all.push('psicologa pec-relay');
      expect((await seenBy('comune-sportello', ofMeeting)).toSorted()).toEqual(all.toSorted());
      expect((await seenBy('ats-amministratore', ofMeeting)).toSorted()).toEqual(all.toSorted());
      expect(await seenBy('cpi-sil', ofMeeting)).toEqual(['operatore-cpi mail-relay']);
      expect(await seenBy('casa-sportello', ofMeeting)).toEqual([]);
      expect(await seenBy('comune-sportello', `${ofMeeting}&system=pec-relay`)).toEqual(['psicologa pec-relay']);
      expect(await seenBy('comune-sportello', `${ofMeeting}&referral_id=${referral.id}`)).toEqual([]);
      expect(await seenBy('comune-sportello', `convocation_id=${referral.id}`)).toEqual([]);
    });

    it('and a ledger that is read by convocation', async () => {
      const world = await start(withOperators);
      const { convocation_id } = await unknownMail(world);
      await refer(world.as('comune-sportello'), toSchool());
      const seenBy = async (client: ClientId) =>
        taken(await world.as(client).get<Page<Exchange>>(`/v1/exchanges?convocation_id=${convocation_id}&limit=100`));
      const { items } = await seenBy('comune-sportello');
      expect(new Set(items.map(({ operation }) => operation))).toEqual(
        new Set(['convocation.convene', 'convocation.mail']),
      );
      expect(items.every((each) => each.convocation_id === convocation_id)).toBe(true);
      expect((await seenBy('casa-sportello')).items).toEqual([]);
    });

    it.each(['mail-relay', 'pec-relay'])('that wait while %s is stopped, which only the ATS may do', async (relay) => {
      const world = await start(withOperators);
      const path = `/v1/systems/${relay}/suspension`;
      for (const client of ['comune-sportello', 'cpi-sil'] as const) {
        const reply = await world.as(client).put<{ code: string }>(path, { reason: 'Prova' });
        expect([reply.status, reply.body.code]).toEqual([404, 'network/not-found']);
        expect((await world.as(client).delete(path)).status).toBe(404);
      }
      const ats = world.as('ats-amministratore');
      expect(taken(await ats.put(path, { reason: 'Reputazione del server' }))).toMatchObject({
        system: relay,
        suspended: true,
      });
      const [record] = taken(await ats.get<Page<Exchange>>('/v1/exchanges?limit=1')).items;
      expect(record).toMatchObject({ operation: 'system.suspend', system: relay, reason: 'Reputazione del server' });
      taken(await world.as('comune-sportello').post('/v1/convocations', convocation(), { key: 'convoca-0001' }), 201);
      await world.tick();
      const channels = () => new Set(world.postbox.posted.map(({ channel }) => `${channel}-relay`));
      expect(channels()).toEqual(new Set(relay === 'mail-relay' ? ['pec-relay'] : ['mail-relay']));
      expect((await ats.delete(path)).status).toBe(204);
      await world.tick();
      expect(channels()).toEqual(new Set(['mail-relay', 'pec-relay']));
    });
  });
}
