import { describe, expect, it } from 'vitest';
import type { Delivery } from '../../contracts/canonical/delivery.ts';
import type { Exchange } from '../../contracts/canonical/exchange.ts';
import {
  attest,
  elena,
  evidence,
  lucia,
  refer,
  taken,
  toAsl,
  toCpi,
  toSchool,
  toThirdSector,
} from '../world/people.ts';
import type { StartWorld } from './journey-suite.ts';

const stp = 'STP0000000000017';
const consent = { kind: 'consent', scope: { purpose: 'TS-INV' }, source: 'signed_form' };
const tomorrow = '2099-01-01T10:00:00+01:00';

/** What somebody with a valid client might try, and what stands against it. */
export function misuseJourneys(start: StartWorld): void {
  describe('that somebody misuses', () => {
    it('cannot lend the evidence of one person to another by giving both identifiers', async () => {
      const world = await start();
      const comune = world.as('comune-sportello');
      await attest(comune, evidence(elena.tax_code, consent));
      const both = { tax_code: elena.tax_code, stp_eni_code: stp };
      const urgent = { purpose: 'URG', urgent_reason: 'Prova', initiator: 'ic-borgoverde', subject: both };
      await world.as('ic-segreteria').post('/v1/referrals', toAsl(urgent));
      const stranger = toThirdSector({ subject: { stp_eni_code: stp, given_name: 'Altra' } });
      expect(await comune.post('/v1/referrals', stranger)).toMatchObject({
        status: 403,
        body: { code: 'gate/denied' },
      });
    });

    it('cannot be permitted by evidence dated in the future', async () => {
      const world = await start();
      const reply = await world
        .as('comune-sportello')
        .post('/v1/consents', evidence(elena.tax_code, { given_at: tomorrow }));
      expect(reply).toMatchObject({ status: 422, body: { errors: [{ pointer: '/given_at' }] } });
    });

    it('keeps an address protected in every later referral', async () => {
      const world = await start();
      const comune = world.as('comune-sportello');
      const residence = { municipality: 'B000', address: 'Via Nascosta 9' };
      await refer(comune, toSchool({ subject: { ...lucia, residence }, safety: { protected_address: true } }));
      const { id } = await refer(comune, toSchool({ subject: { ...lucia, residence } }));
      const mail = await world
        .as('ic-segreteria')
        .get<{ items: { message_id: string; referral_id: string }[] }>('/v1/mailbox');
      const message = taken(mail).items.find((m) => m.referral_id === id);
      const read = await world.as('ic-segreteria').get(`/v1/mailbox/${message?.message_id}`);
      expect(read.status).toBe(200);
      expect(read.text).toContain('Lucia');
      expect(read.text).not.toContain('Via Nascosta');
    });

    it('keeps an address protected that was said so in a referral that was denied', async () => {
      const world = await start();
      const comune = world.as('comune-sportello');
      const residence = { municipality: 'B000', address: 'Via Nascosta 9' };
      await refer(comune, toSchool({ subject: { ...lucia, residence } }));
      const denied = toThirdSector({ subject: lucia, safety: { protected_address: true } });
      expect(await comune.post('/v1/referrals', denied)).toMatchObject({ status: 403 });
      const school = world.as('ic-segreteria');
      const [message] = taken(await school.get<{ items: { message_id: string }[] }>('/v1/mailbox')).items;
      const read = await school.get(`/v1/mailbox/${message?.message_id}`);
      expect(taken(read)).toMatchObject({ withheld: expect.arrayContaining(['residence']) });
      expect(read.text).not.toContain('Via Nascosta');
    });

    it('does not make an adult of a minor by saying so', async () => {
      const world = await start();
      const comune = world.as('comune-sportello');
      await attest(comune, evidence(lucia.tax_code, { ...consent, birth_date: lucia.birth_date }));
      const older = toThirdSector({ subject: { ...lucia, birth_date: '1980' } });
      expect(await comune.post('/v1/referrals', older)).toMatchObject({ status: 403 });
    });

    it('does not put a birth date on file without being a registrar', async () => {
      const world = await start();
      const comune = world.as('comune-sportello');
      const urgent = { purpose: 'URG', urgent_reason: 'Prova', initiator: 'ic-borgoverde' };
      const older = { ...lucia, birth_date: '1980' };
      await refer(world.as('ic-segreteria'), toAsl({ ...urgent, subject: older }));
      await attest(comune, evidence(lucia.tax_code, { ...consent, birth_date: lucia.birth_date }));
      expect(await comune.post('/v1/referrals', toThirdSector({ subject: older }))).toMatchObject({ status: 403 });
      const { birth_date: _, ...ageless } = lucia;
      expect(await comune.post('/v1/referrals', toThirdSector({ subject: ageless }))).toMatchObject({ status: 403 });
    });

    it('keeps the first birth date that a registrar says of somebody on file', async () => {
      const world = await start();
      const comune = world.as('comune-sportello');
      const { birth_date: _, ...ageless } = lucia;
      await refer(comune, toSchool({ subject: ageless }));
      await attest(comune, evidence(lucia.tax_code, consent));
      await refer(comune, toThirdSector({ subject: ageless }));
      await refer(comune, toSchool());
      expect(await comune.post('/v1/referrals', toThirdSector({ subject: ageless }))).toMatchObject({ status: 403 });
    });

    it('asks for a guardian where an adult on file is said to be a minor', async () => {
      const world = await start();
      const comune = world.as('comune-sportello');
      await attest(comune, evidence(elena.tax_code, { ...consent, birth_date: elena.birth_date }));
      const minor = toThirdSector({ subject: { ...elena, birth_date: '2015-05-14' } });
      expect(await comune.post('/v1/referrals', minor)).toMatchObject({ status: 403 });
      await refer(comune, toThirdSector({ subject: { ...elena, birth_date: '1979' } }));
    });

    it('tells a body nothing of the end of what it never had', async () => {
      const world = await start();
      const comune = world.as('comune-sportello');
      const { id: evidenceId } = await attest(comune, evidence(elena.tax_code));
      const { id, version } = await refer(comune, toCpi());
      taken(await comune.post(`/v1/consents/${evidenceId}/withdrawal`, { withdrawn_at: '2026-11-20T08:59:00Z' }));
      taken(
        await comune.post(
          `/v1/referrals/${id}/events`,
          { type: 'request_cancellation', reason: 'no_longer_needed' },
          { version },
        ),
      );
      await world.tick();
      expect(world.partners.sent).toEqual([]);
      const deliveries = taken(await comune.get<{ items: Delivery[] }>(`/v1/deliveries?referral_id=${id}`)).items;
      expect(deliveries.map((d) => [d.event, d.state, d.code]).toSorted()).toEqual([
        ['request_cancellation', 'withheld', 'gate/closing/never-told'],
        ['submit', 'withheld', 'gate/evidence/withdrawn'],
      ]);
    });

    it('does not show a body in the ledger what was denied before it came to it', async () => {
      const world = await start();
      await world.as('comune-sportello').post('/v1/referrals', toCpi());
      const ofCpi = await world.as('cpi-sil').get<{ items: Exchange[] }>('/v1/exchanges');
      expect(taken(ofCpi).items.filter((e) => e.from === 'comune-borgoverde')).toEqual([]);
      await world.as('comune-sportello').post('/v1/referrals', toCpi());
      const page = await world.as('cpi-sil').get('/v1/exchanges?permitted=false&limit=1');
      expect(taken(page)).toEqual({ items: [], next_cursor: null });
      const ofComune = await world.as('comune-sportello').get<{ items: Exchange[] }>('/v1/exchanges?permitted=false');
      expect(taken(ofComune).items).toHaveLength(2);
    });

    it('learns that identifiers disagree only from what would be taken otherwise, and leaves a trace', async () => {
      const world = await start();
      const comune = world.as('comune-sportello');
      await attest(comune, evidence(elena.tax_code, consent));
      const stranger = { subject: { stp_eni_code: stp, given_name: 'Altra' } };
      await refer(comune, toSchool(stranger));
      const subject = { tax_code: elena.tax_code, stp_eni_code: stp };
      const late = evidence(elena.tax_code, { ...consent, subject, given_at: tomorrow });
      expect(await comune.post('/v1/consents', late)).toMatchObject({ status: 422 });
      for (const [request, expected] of [
        [toSchool({ subject, service: 'nessuno' }), { status: 422, body: { code: 'referral/service-unknown' } }],
        [toSchool({ subject, kind: 'housing' }), { status: 422, body: { code: 'referral/not-consistent' } }],
        [toAsl({ subject, initiator: 'ats-borgoverde' }), { status: 403, body: { code: 'gate/denied' } }],
        [toAsl({ subject, purpose: 'ADI-SVA' }), { status: 403, body: { code: 'gate/denied' } }],
        [toSchool({ subject }), { status: 409, body: { code: 'subject/ambiguous' } }],
        [toThirdSector({ subject }), { status: 409, body: { code: 'subject/ambiguous' } }],
      ] as const)
        expect(await comune.post('/v1/referrals', request)).toMatchObject(expected);
      expect(await comune.post('/v1/consents', evidence(elena.tax_code, { ...consent, subject }))).toMatchObject({
        status: 409,
        body: { code: 'subject/ambiguous' },
      });
      const traces = taken(await comune.get<{ items: Exchange[] }>('/v1/exchanges?permitted=false')).items;
      expect(traces.filter(({ outcome }) => outcome === 'ambiguous').map((e) => [e.operation, e.rule])).toEqual([
        ['consent.register', 'subject/ambiguous'],
        ['referral.submit', 'subject/ambiguous'],
        ['referral.submit', 'subject/ambiguous'],
      ]);
    });
  });
}
