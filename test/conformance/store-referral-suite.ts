import { describe, expect, it } from 'vitest';
import type { Referral } from '../../contracts/canonical/referral.ts';
import type { ReferralEventRequest } from '../../contracts/canonical/referral-event.ts';
import { seconds, taxCode } from './store-sample.ts';
import type { World } from './store-suite.ts';

/** Commits a referral and what is said of it; gives the states, by version. */
async function lived({ store, sample }: World, said: readonly ReferralEventRequest[]): Promise<readonly Referral[]> {
  const { unit, referral } = sample.submission(taxCode(1));
  await store.commit(unit);
  const states = [referral];
  for (const each of said) {
    const next = sample.step(states.at(-1) ?? referral, each);
    expect(await store.commit(next.unit)).toEqual({ committed: true });
    states.push(next.referral);
  }
  return states;
}

const life: readonly ReferralEventRequest[] = [
  { type: 'acknowledge' },
  { type: 'accept', recipient_reference: 'CPI-77' },
  { type: 'schedule', appointment: { start: '2026-12-01T09:30:00+01:00' } },
];

export function referralSuite(given: () => World) {
  describe('a referral', () => {
    it('is folded as of every version it had', async () => {
      const states = await lived(given(), life);
      const { store } = given();
      const id = states[0]?.id ?? '';
      for (const state of states) expect(await store.referralAt(id, state.version)).toEqual(state);
      expect(await store.referral(id)).toEqual(states.at(-1));
      expect(await store.referralAt(id, 5)).toBeNull();
      expect(await store.referralAt(id, 0)).toBeNull();
      expect(await store.referralAt(given().sample.newId(), 1)).toBeNull();
      expect(await store.referral(given().sample.newId())).toBeNull();
    });

    it('tells its events in order, page by page', async () => {
      const { other } = given();
      const [first] = await lived(given(), life);
      const page = await other.referralEvents(first?.id ?? '', 1, 2);
      expect(page.map(({ version, type, by }) => [version, type, by])).toEqual([
        [2, 'acknowledge', 'cpi-borgoverde'],
        [3, 'accept', 'cpi-borgoverde'],
      ]);
      expect(page[1]?.payload).toEqual({ event: life[1] });
      expect(await other.referralEvents(first?.id ?? '', 4, 10)).toEqual([]);
    });

    it('is written with several events at once', async () => {
      const { store, sample } = given();
      const submitted = sample.submission(taxCode(1));
      const next = sample.step(submitted.referral, { type: 'acknowledge' });
      const unit = {
        ...submitted.unit,
        events: [...(submitted.unit.events ?? []), ...(next.unit.events ?? [])],
        referrals: [next.referral],
      };
      expect(await store.commit(unit)).toEqual({ committed: true });
      expect(await store.referral(next.referral.id)).toEqual(next.referral);
    });

    it('is not written beside its events', async () => {
      const { store, sample } = given();
      const { unit, referral } = sample.submission(taxCode(1));
      await expect(store.commit({ ...unit, referrals: [{ ...referral, version: 2 }] })).rejects.toThrow('version');
    });

    it('waits to expire while it is requested or received', async () => {
      const world = given();
      const { store, sample } = world;
      const received = (await lived(world, [{ type: 'acknowledge' }])).at(-1);
      const requested = sample.submission(taxCode(2));
      await store.commit(requested.unit);
      const both = await store.staleReferrals(['requested', 'received'], seconds(1), 10);
      expect(both.map(({ id }) => id).sort()).toEqual([received?.id, requested.referral.id].sort());
      expect((await store.staleReferrals(['requested'], seconds(1), 10)).map(({ id }) => id)).toEqual([
        requested.referral.id,
      ]);
      expect(await store.staleReferrals(['requested', 'received'], seconds(1), 1)).toHaveLength(1);
      expect(await store.staleReferrals(['requested', 'received'], seconds(0), 10)).toEqual([]);
      await expect(store.staleReferrals(['completed'], seconds(1), 10)).rejects.toThrow('completed');
    });
  });
}
