import { describe, expect, it } from 'vitest';
import type { Exchange } from '../../contracts/canonical/exchange.ts';
import type { Client } from '../world/clients.ts';
import { attest, davide, elena, evidence, refer, taken, toAsl, toCpi, toThirdSector } from '../world/people.ts';
import type { StartWorld } from './journey-suite.ts';

const denials = async (client: Client): Promise<readonly Exchange[]> =>
  taken(await client.get<{ items: Exchange[] }>('/v1/exchanges?permitted=false')).items;

export function gateJourneys(start: StartWorld): void {
  describe('at the gate', () => {
    it.each([
      ['without the authorisation of the PAD', toCpi({ subject: davide }), 'evidence/missing'],
      ['of somebody who is not activable', toCpi({ activable: false }), 'purpose/activable-only'],
      ['under a purpose that the agreement does not hold', toAsl({ purpose: 'ADI-SVA' }), 'agreement/missing'],
      ['under a purpose that is not for sending', toAsl({ purpose: 'SAN-ESITO' }), 'purpose/operation'],
      ['in the name of another body', toAsl({ initiator: 'ats-borgoverde' }), 'party/not-yours'],
    ])('is denied %s, with the rule, and the denial is recorded', async (_, request, rule) => {
      const world = await start();
      const comune = world.as('comune-sportello');
      await attest(comune, evidence(elena.tax_code));
      const reply = await comune.post('/v1/referrals', request);
      expect(reply).toMatchObject({
        status: 403,
        body: { code: 'gate/denied', detail: expect.stringContaining(rule) },
      });
      expect(await denials(comune)).toMatchObject([
        {
          operation: 'referral.submit',
          permitted: false,
          rule,
          outcome: 'denied',
          classes_disclosed: [],
          from: 'comune-borgoverde',
          network_version: 1,
        },
      ]);
      await world.tick();
      expect(world.partners.sent).toEqual([]);
    });

    it('is denied in words that cannot be read as the opposite', async () => {
      const world = await start();
      const reply = await world.as('comune-sportello').post('/v1/referrals', toCpi({ subject: davide }));
      expect(reply.body).toMatchObject({
        detail:
          'Denied by rule evidence/missing for purpose LAV-INV. The rule asks that the evidence the purpose needs is on file and in force.',
      });
    });

    it.each([
      ['to the employment centre', toCpi({ purpose: 'ADI-PAIS' })],
      ['to the third sector', toThirdSector({ purpose: 'ADI-PAIS' })],
    ])('does not let another purpose avoid the evidence %s', async (_, request) => {
      const world = await start();
      expect(await world.as('comune-sportello').post('/v1/referrals', request)).toMatchObject({
        status: 422,
        body: { code: 'referral/not-consistent', errors: [{ pointer: '/purpose', code: 'contradiction' }] },
      });
      await world.tick();
      expect(world.partners.sent).toEqual([]);
    });

    it('lets evidence that permits be registered by those who answer for it only', async () => {
      const world = await start((network) => ({
        ...network,
        clients: network.clients.map((c) =>
          c.id === 'ic-segreteria' ? { ...c, scopes: [...c.scopes, 'consents:write'] } : c,
        ),
      }));
      const school = world.as('ic-segreteria');
      expect(await school.post('/v1/consents', evidence(elena.tax_code))).toMatchObject({
        status: 403,
        body: { code: 'gate/denied', detail: expect.stringContaining('party/not-registrar') },
      });
      await attest(school, evidence(elena.tax_code, { kind: 'objection', scope: {} }));
    });

    it('keeps a protected address from everybody but the role that may read it', async () => {
      const world = await start();
      await attest(world.as('comune-sportello'), evidence(elena.tax_code));
      const safety = { protected_address: true, do_not_contact_directly: true };
      const { id } = await refer(world.as('comune-sportello'), toCpi({ safety }));
      const cpi = await world.as('cpi-sil').get(`/v1/referrals/${id}`);
      expect(taken(cpi)).toMatchObject({ withheld: expect.arrayContaining(['residence']) });
      expect(cpi.text).not.toContain('Via dei Tigli');
      expect((await world.as('comune-sportello').get(`/v1/referrals/${id}`)).text).toContain('Via dei Tigli');
    });

    it('answers like nothing at all to who is no party', async () => {
      const world = await start();
      const { id } = await refer(world.as('comune-sportello'), toAsl());
      for (const path of [`/v1/referrals/${id}`, `/v1/referrals/${id}/events`]) {
        expect(await world.as('cpi-sil').get(path)).toMatchObject({
          status: 404,
          body: { code: 'referral/not-found' },
        });
      }
      const event = await world.as('cpi-sil').post(`/v1/referrals/${id}/events`, { type: 'accept' }, { version: 1 });
      expect(event).toMatchObject({ status: 404, body: { code: 'referral/not-found' } });
      expect(taken(await world.as('cpi-sil').get('/v1/referrals'))).toMatchObject({ items: [] });
      expect(taken(await world.as('cpi-sil').get(`/v1/deliveries?referral_id=${id}`))).toMatchObject({ items: [] });
      expect(taken(await world.as('cpi-sil').get(`/v1/exchanges?referral_id=${id}`))).toMatchObject({ items: [] });
    });
  });
}
