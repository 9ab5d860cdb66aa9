import { describe, expect, it } from 'vitest';
import type { Network } from '../../contracts/canonical/network.ts';
import { attest, davide, elena, evidence, paolo, refer, taken, toThirdSector } from '../world/people.ts';
import type { StartWorld } from './journey-suite.ts';

const consent = evidence(elena.tax_code, { kind: 'consent', scope: { purpose: 'TS-INV' }, source: 'signed_form' });

/** Everybody reads the ledger, as far as it is theirs. */
const readingLedger = (network: Network): Network => ({
  ...network,
  clients: network.clients.map((c) => ({ ...c, scopes: [...new Set([...c.scopes, 'exchanges:read' as const])] })),
});

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
      expect(claim).toMatchObject({ status: 404, body: { code: 'referral/not-found' } });
      expect((await world.as('associazione-ilponte').get(`/v1/referrals/${id}`)).status).toBe(404);
      expect(taken(await comune.get(`/v1/referrals/${id}`))).toMatchObject({ status: 'requested', version: 1 });
    });

    it('is nothing at all to a body that the gate would not let claim it', async () => {
      const world = await start(readingLedger);
      const comune = world.as('comune-sportello');
      const scope = { purpose: 'TS-INV', recipient: 'associazione-ilponte' };
      await attest(comune, { ...consent, scope });
      const { id } = await refer(comune, toThirdSector());
      const other = world.as('cooperativa-laradice');
      for (const query of ['', '?role=claimable'])
        expect(taken(await other.get(`/v1/referrals${query}`))).toEqual({ items: [], next_cursor: null });
      expect((await other.get(`/v1/referrals/${id}`)).status).toBe(404);
      for (const [type, version] of [
        ['claim', 1],
        ['claim', 2],
        ['accept', 1],
      ] as const)
        expect(await other.post(`/v1/referrals/${id}/events`, { type }, { version })).toMatchObject({
          status: 404,
          body: { code: 'referral/not-found' },
        });
      expect(taken(await other.get(`/v1/exchanges?referral_id=${id}`))).toEqual({ items: [], next_cursor: null });
    });

    it('does not say whom it is about before the claim', async () => {
      const world = await start(readingLedger);
      const comune = world.as('comune-sportello');
      const { subject_id } = await attest(comune, consent);
      const { id } = await refer(comune, toThirdSector());
      const body = world.as('associazione-ilponte');
      expect(taken(await body.get('/v1/referrals'))).toMatchObject({ items: [{ id }] });
      expect((await body.get(`/v1/referrals/${id}`)).status).toBe(200);
      expect((await body.post(`/v1/referrals/${id}/events`, { type: 'accept' }, { version: 1 })).status).toBe(403);
      for (const path of ['referrals', 'referrals?role=claimable', `referrals/${id}`, `exchanges?referral_id=${id}`])
        expect((await body.get(`/v1/${path}`)).text, path).not.toContain(subject_id);
      for (const role of ['', '&role=claimable'])
        expect(taken(await body.get(`/v1/referrals?subject_id=${subject_id}${role}`))).toMatchObject({ items: [] });
      taken(await body.post(`/v1/referrals/${id}/events`, { type: 'claim' }, { version: 1 }));
      expect(taken(await body.get(`/v1/referrals?subject_id=${subject_id}`))).toMatchObject({
        items: [{ id, subject_id }],
      });
    });

    it('is on a page of its own whatever is hidden before and behind it', async () => {
      const world = await start();
      const comune = world.as('comune-sportello');
      const people = [elena, paolo, davide];
      const wide = (tax_code: string, recipient: string) =>
        evidence(tax_code, { ...consent, subject: { tax_code }, scope: { purpose: 'TS-INV', recipient } });
      const sent: string[] = [];
      for (const [i, subject] of [...people, ...people].entries()) {
        if (i < people.length)
          await attest(comune, wide(subject.tax_code, i === 1 ? 'cooperativa-laradice' : 'associazione-ilponte'));
        sent.unshift((await refer(comune, toThirdSector({ subject }))).id);
      }
      const seen: string[] = [];
      let cursor: string | null = '';
      for (let pages = 0; cursor !== null && pages < 10; pages += 1) {
        const query: string = `?limit=1${cursor === '' ? '' : `&cursor=${cursor}`}`;
        const page = await world
          .as('cooperativa-laradice')
          .get<{ items: { id: string }[]; next_cursor: string | null }>(`/v1/referrals${query}`);
        seen.push(...taken(page).items.map(({ id }) => id));
        cursor = taken(page).next_cursor;
      }
      expect(seen).toEqual([sent[1], sent[4]]);
    });
  });
}
