import { describe, expect, it } from 'vitest';
import { attest, elena, evidence, refer, taken, toThirdSector } from '../world/people.ts';
import type { StartWorld } from './journey-suite.ts';

const consent = evidence(elena.tax_code, { kind: 'consent', scope: { purpose: 'TS-INV' }, source: 'signed_form' });

export function claimJourneys(start: StartWorld): void {
  describe('that is open', () => {
    it('is claimed once, by one of two bodies that race for it', async () => {
      const world = await start();
      const comune = world.as('comune-sportello');
      await attest(comune, consent);
      const { id } = await refer(comune, toThirdSector());
      const rivals = ['associazione-ilponte', 'cooperativa-laradice'] as const;
      const replies = await Promise.all(
        rivals.map((body) => world.as(body).post(`/v1/referrals/${id}/events`, { type: 'claim' }, { version: 1 })),
      );
      expect(replies.map(({ status }) => status).toSorted()).toEqual([200, 409]);
      expect(replies.find(({ status }) => status === 409)?.body).toMatchObject({ code: 'referral/already-claimed' });

      const won = replies[0]?.status === 200 ? 0 : 1;
      const [winner, loser] = [rivals[won] ?? rivals[0], rivals[1 - won] ?? rivals[1]];
      expect(taken(await comune.get(`/v1/referrals/${id}`))).toMatchObject({ status: 'received', recipient: winner });
      expect((await world.as(loser).get(`/v1/referrals/${id}`)).status).toBe(404);
      expect(taken(await world.as(loser).get('/v1/mailbox'))).toMatchObject({ items: [] });
      expect(taken(await world.as(winner).get('/v1/mailbox'))).toMatchObject({
        items: [{ referral_id: id, event_type: 'submit' }],
      });
    });

    it('shows service and state to who may claim it, and the person only to who did', async () => {
      const world = await start();
      await attest(world.as('comune-sportello'), consent);
      const { id } = await refer(world.as('comune-sportello'), toThirdSector());
      const body = world.as('associazione-ilponte');
      const before = await body.get<{ request: object; withheld: string[] }>(`/v1/referrals/${id}`);
      expect(taken(before).request).not.toHaveProperty('subject');
      expect(before.body.withheld).toEqual([]);
      expect(before.text).not.toContain(elena.tax_code);

      taken(await body.post(`/v1/referrals/${id}/events`, { type: 'claim' }, { version: 1 }));
      expect(taken(await body.get(`/v1/referrals/${id}`))).toMatchObject({
        request: { subject: { family_name: 'Marini' } },
      });
      expect((await world.as('casa-sportello').get(`/v1/referrals/${id}`)).status).toBe(404);
    });

    it('cannot be claimed any more when the consent is withdrawn', async () => {
      const world = await start();
      const comune = world.as('comune-sportello');
      const { id: consentId } = await attest(comune, consent);
      const { id } = await refer(comune, toThirdSector());
      taken(await comune.post(`/v1/consents/${consentId}/withdrawal`, { withdrawn_at: world.clock.now() }));
      const claim = await world
        .as('associazione-ilponte')
        .post(`/v1/referrals/${id}/events`, { type: 'claim' }, { version: 1 });
      expect(claim).toMatchObject({
        status: 403,
        body: { code: 'gate/denied', detail: expect.stringContaining('evidence/withdrawn') },
      });
      expect((await world.as('associazione-ilponte').get(`/v1/referrals/${id}`)).status).toBe(404);
      expect(taken(await comune.get(`/v1/referrals/${id}`))).toMatchObject({ status: 'requested', version: 1 });
    });
  });
}
