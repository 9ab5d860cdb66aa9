import { describe, expect, it } from 'vitest';
import type { Delivery } from '../../contracts/canonical/delivery.ts';
import { dayMs } from '../world/clock.ts';
import { attest, elena, evidence, refer, taken, toAsl, toCpi } from '../world/people.ts';
import type { World } from '../world/start-world.ts';
import type { StartWorld } from './journey-suite.ts';

const number = 'SEG-2026-0400';
const numbered = toAsl({ initiator_reference: number });

/** The case system says in its own words that something happened to one of its referrals. */
const says = async (world: World, referral: string, event: string, more: object) =>
  world.partners.caseSystem.send({
    tipo_messaggio: 'EVENTO_SEGNALAZIONE',
    progressivo: 77,
    id_invio: referral,
    evento: event,
    ...more,
  });

export function stopJourneys(start: StartWorld): void {
  describe('that ends early', () => {
    it('is cancelled at once while nobody has taken it on, and the ASL is told', async () => {
      const world = await start();
      const { id } = await refer(world.as('comune-sportello'), numbered);
      await world.tick();
      const { reply } = await says(world, id, 'RICHIESTA_ANNULLAMENTO', { motivo: 'NON_PIU_NECESSARIO' });
      expect(reply).toMatchObject({ esito: 'OK', segnalazioni: [{ stato: 'ANNULLATA' }] });
      await world.tick();
      expect(world.partners.health.task(id)).toMatchObject({ status: 'cancelled' });
    });

    it('waits for the ASL once it was taken on, and is cancelled when the ASL agrees', async () => {
      const world = await start();
      const { id } = await refer(world.as('comune-sportello'), numbered);
      await world.tick();
      await world.partners.health.acceptReferral(id);
      const { reply } = await says(world, id, 'RICHIESTA_ANNULLAMENTO', { motivo: 'RINUNCIA' });
      expect(reply).toMatchObject({ esito: 'OK', segnalazioni: [{ stato: 'ANNULLAMENTO_RICHIESTO' }] });
      await world.tick();
      await world.partners.health.confirmCancellation(id);
      await world.tick();
      expect(world.partners.caseSystem.stateOf(number)).toBe('ANNULLATA');
    });

    it('goes on where it was when the ASL refuses to cancel', async () => {
      const world = await start();
      const { id } = await refer(world.as('comune-sportello'), numbered);
      await world.tick();
      await world.partners.health.acceptReferral(id);
      await says(world, id, 'RICHIESTA_ANNULLAMENTO', { motivo: 'RINUNCIA' });
      await world.tick();
      await world.partners.health.refuseCancellation(id);
      await world.tick();
      expect(world.partners.caseSystem.stateOf(number)).toBe('PRESA_IN_CARICO');
    });

    it('is declined with a reason that the case system knows', async () => {
      const world = await start();
      const { id } = await refer(world.as('comune-sportello'), numbered);
      await world.tick();
      await world.partners.health.declineReferral(id, 'wrong_territory');
      await world.tick();
      expect(world.partners.caseSystem.received.at(-1)).toMatchObject({
        segnalazione: number,
        stato: 'RIFIUTATA',
        motivo: 'wrong_territory',
      });
      const late = await world.as('asl-cup').post(`/v1/referrals/${id}/events`, { type: 'accept' }, { version: 2 });
      expect(late).toMatchObject({ status: 409, body: { code: 'referral/event-not-available', available_events: [] } });
    });

    it('expires where the agreement says so, and both sides are told', async () => {
      const world = await start();
      const { id } = await refer(world.as('comune-sportello'), numbered);
      await world.tick();
      world.clock.advance(121 * dayMs);
      await world.pass(dayMs);
      expect(world.partners.caseSystem.stateOf(number)).toBe('SCADUTA');
      expect(taken(await world.as('asl-cup').get(`/v1/referrals/${id}`))).toMatchObject({ status: 'expired' });
    });
  });

  describe('whose delivery waits', () => {
    const stateOf = async (world: World, referral: string): Promise<Delivery | undefined> => {
      const page = await world
        .as('comune-sportello')
        .get<{ items: Delivery[] }>(`/v1/deliveries?referral_id=${referral}`);
      return taken(page).items.find(({ task, event }) => task === 'deliver' && event === 'submit');
    };

    it('stays behind a stop switch, and leaves when it is opened', async () => {
      const world = await start();
      const operator = world.as('ats-amministratore');
      taken(await operator.put('/v1/systems/asl-fhir/suspension', { reason: 'Manutenzione annunciata' }));
      const { id } = await refer(world.as('comune-sportello'), numbered);
      await world.pass(dayMs);
      expect(world.partners.sent).toEqual([]);
      expect(await stateOf(world, id)).toMatchObject({ state: 'queued' });
      // The sender finds it without knowing which referral is stuck.
      const stuck = await world.as('comune-sportello').get<{ items: Delivery[] }>('/v1/deliveries?state=queued');
      expect(taken(stuck).items).toMatchObject([{ referral_id: id, initiator: 'comune-borgoverde' }]);

      expect((await operator.delete('/v1/systems/asl-fhir/suspension')).status).toBe(204);
      await world.tick();
      expect(await stateOf(world, id)).toMatchObject({ state: 'delivered', attempts: 1 });
      expect(world.partners.health.effects()).toBe(1);
    });

    it('is tried again while the ASL is down, and arrives once when it is back', async () => {
      const world = await start();
      world.partners.health.down(true);
      const { id } = await refer(world.as('comune-sportello'), numbered);
      await world.pass(dayMs / 24);
      expect((await stateOf(world, id))?.attempts).toBeGreaterThan(2);
      world.partners.health.down(false);
      await world.pass(dayMs / 24);
      expect(await stateOf(world, id)).toMatchObject({ state: 'delivered' });
      expect(world.partners.health.effects()).toBe(1);
    });

    it('is put off when the quota of the CPI is used up, and notified once', async () => {
      const world = await start();
      await attest(world.as('comune-sportello'), evidence(elena.tax_code));
      world.partners.labour.quotaExceededOnce();
      const { id } = await refer(world.as('comune-sportello'), toCpi());
      await world.tick();
      expect(await stateOf(world, id)).toMatchObject({ state: 'queued', code: expect.stringContaining('quota') });
      await world.pass(dayMs / 24);
      expect(await stateOf(world, id)).toMatchObject({ state: 'delivered', attempts: 2 });
      expect(world.partners.labour.effects()).toBe(1);
    });

    it('is withheld when the authorisation was withdrawn meanwhile', async () => {
      const world = await start();
      const comune = world.as('comune-sportello');
      const { id: evidenceId } = await attest(comune, evidence(elena.tax_code));
      const { id } = await refer(comune, toCpi());
      taken(await comune.post(`/v1/consents/${evidenceId}/withdrawal`, { withdrawn_at: world.clock.now() }));
      await world.pass(dayMs);
      expect(world.partners.sent).toEqual([]);
      expect(await stateOf(world, id)).toMatchObject({ state: 'withheld', code: 'gate/evidence/withdrawn' });
    });

    it('is withheld when the person objected meanwhile to what a public task allows', async () => {
      const world = await start();
      const comune = world.as('comune-sportello');
      const { id } = await refer(comune, numbered);
      await attest(
        comune,
        evidence(numbered.subject.tax_code, {
          kind: 'objection',
          scope: { recipient: 'asl-borgoverde' },
          source: 'signed_form',
        }),
      );
      await world.pass(dayMs);
      expect(world.partners.sent).toEqual([]);
      expect(await stateOf(world, id)).toMatchObject({ state: 'withheld', code: 'gate/evidence/objection' });
    });

    it('is withheld when the agreement ran out meanwhile', async () => {
      const world = await start((network) => ({
        ...network,
        agreements: network.agreements.map((a) =>
          a.id === 'intesa-sanita-2026' ? { ...a, valid_until: '2026-11-20' } : a,
        ),
      }));
      const { id } = await refer(world.as('comune-sportello'), numbered);
      world.clock.advance(dayMs);
      await world.tick();
      expect(world.partners.sent).toEqual([]);
      expect(await stateOf(world, id)).toMatchObject({ state: 'withheld', code: 'gate/agreement/missing' });
      const again = await world.as('comune-sportello').post('/v1/referrals', numbered);
      expect(again).toMatchObject({ status: 403, body: { detail: expect.stringContaining('agreement/missing') } });
    });
  });
}
