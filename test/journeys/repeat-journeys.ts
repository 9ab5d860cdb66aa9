import { describe, expect, it } from 'vitest';
import { householdMessage } from '../world/household.ts';
import { attest, elena, evidence, refer, taken, toAsl } from '../world/people.ts';
import type { StartWorld } from './journey-suite.ts';

export function repeatJourneys(start: StartWorld): void {
  describe('that is said twice', () => {
    it('is one referral, and the same reply, under the same Idempotency-Key', async () => {
      const world = await start();
      const comune = world.as('comune-sportello');
      const first = await comune.post('/v1/referrals', toAsl(), { key: 'chiave-1' });
      const second = await comune.post('/v1/referrals', toAsl(), { key: 'chiave-1' });
      expect([first.status, second.status]).toEqual([201, 201]);
      expect(second.text).toBe(first.text);
      expect(second.headers.get('idempotency-replayed')).toBe('true');
      expect(second.headers.get('location')).toBe(first.headers.get('location'));
      await world.tick();
      expect(world.partners.health.effects()).toBe(1);

      const other = await comune.post('/v1/referrals', toAsl({ activable: true }), { key: 'chiave-1' });
      expect(other).toMatchObject({ status: 422, body: { code: 'request/idempotency-key-reused' } });
    });

    it('is one referral when ten arrive at once under one key', async () => {
      const world = await start();
      const comune = world.as('comune-sportello');
      await comune.get('/v1/purposes');
      const replies = await Promise.all(
        Array.from({ length: 10 }, () => comune.post('/v1/referrals', toAsl(), { key: 'chiave-2' })),
      );
      expect(new Set(replies.map(({ status }) => status)).isSubsetOf(new Set([201, 409]))).toBe(true);
      expect(new Set(replies.filter(({ status }) => status === 201).map(({ text }) => text)).size).toBe(1);
      expect(taken(await comune.get<{ items: unknown[] }>('/v1/referrals')).items).toHaveLength(1);
    });

    it('is refused again in the same words when it was refused', async () => {
      const world = await start();
      const comune = world.as('comune-sportello');
      const foreign = toAsl({ initiator: 'ats-borgoverde' });
      const first = await comune.post('/v1/referrals', foreign, { key: 'chiave-3' });
      const second = await comune.post('/v1/referrals', foreign, { key: 'chiave-3' });
      expect([first.status, second.status, second.text]).toEqual([403, 403, first.text]);
    });

    it('has one effect when the case system sends its message again', async () => {
      const world = await start();
      await attest(world.as('comune-sportello'), evidence(elena.tax_code));
      const first = await world.partners.caseSystem.send(householdMessage(1042));
      const second = await world.partners.caseSystem.send(householdMessage(1042));
      expect(second).toEqual(first);
      expect(taken(await world.as('comune-sportello').get<{ items: unknown[] }>('/v1/referrals')).items).toHaveLength(
        2,
      );
    });

    it('is tried anew when the case system repeats what was denied and the evidence came since', async () => {
      const world = await start();
      const denied = await world.partners.caseSystem.send(householdMessage(1043, ['elena']));
      expect(denied.reply).toMatchObject({ esito: 'KO' });
      await attest(world.as('comune-sportello'), evidence(elena.tax_code));
      const done = await world.partners.caseSystem.send(householdMessage(1043, ['elena']));
      expect(done.reply).toMatchObject({ esito: 'OK' });
      expect(await world.partners.caseSystem.send(householdMessage(1043, ['elena']))).toEqual(done);
    });

    it('is tried anew when the case system corrects what was refused, under the same number, until it had an effect', async () => {
      const world = await start();
      await attest(world.as('comune-sportello'), evidence(elena.tax_code));
      const sent = (attivabile_lavoro: boolean) => {
        const message = householdMessage(1044, ['elena']);
        const [componente] = message.nucleo.componenti;
        return { ...message, nucleo: { ...message.nucleo, componenti: [{ ...componente, attivabile_lavoro }] } };
      };
      const results = [];
      for (const activable of [false, true, false]) {
        results.push((await world.partners.caseSystem.send(sent(activable))).reply);
      }
      expect(results).toMatchObject([
        { esito: 'KO' },
        { esito: 'OK' },
        { esito: 'KO', segnalazioni: [{ codice: 'request/idempotency-key-reused' }] },
      ]);
      expect(taken(await world.as('comune-sportello').get<{ items: unknown[] }>('/v1/referrals')).items).toHaveLength(
        1,
      );
    });

    it('is refused under a version that is no longer true, with what may be done now', async () => {
      const world = await start();
      const { id } = await refer(world.as('comune-sportello'), toAsl());
      const asl = world.as('asl-cup');
      taken(await asl.post(`/v1/referrals/${id}/events`, { type: 'accept' }, { version: 1 }));
      const stale = await asl.post<{ available_events: { type: string }[] }>(
        `/v1/referrals/${id}/events`,
        { type: 'decline', reason: 'no_capacity' },
        { version: 1 },
      );
      expect(stale).toMatchObject({ status: 412, body: { code: 'request/stale', current_version: 2 } });
      expect(stale.body.available_events.map(({ type }) => type)).toContain('schedule');
      expect(await asl.post(`/v1/referrals/${id}/events`, { type: 'accept' })).toMatchObject({
        status: 428,
        body: { code: 'request/if-match-missing' },
      });
    });

    it('takes one of ten events that race on the same version', async () => {
      const world = await start();
      const { id } = await refer(world.as('comune-sportello'), toAsl());
      const asl = world.as('asl-cup');
      await asl.get('/v1/referrals');
      const replies = await Promise.all(
        Array.from({ length: 10 }, () => asl.post(`/v1/referrals/${id}/events`, { type: 'accept' }, { version: 1 })),
      );
      expect(replies.map(({ status }) => status).toSorted()).toEqual([200, ...Array.from({ length: 9 }, () => 412)]);
      expect(taken(await asl.get(`/v1/referrals/${id}`))).toMatchObject({ version: 2, status: 'accepted' });
    });
  });
}
