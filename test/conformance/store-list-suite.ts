import { base64url } from 'jose';
import { describe, expect, it } from 'vitest';
import type { Exchange } from '../../contracts/canonical/exchange.ts';
import type { Listed, ReferralFilter, Store } from '../../src/ports.ts';
import { at, taxCode } from './store-sample.ts';
import type { World } from './store-suite.ts';

const ids = <T extends { readonly id: string }>(page: Listed<T>) =>
  page === 'invalid_cursor' ? [page] : page.items.map(({ id }) => id);
const next = <T>(page: Listed<T>) => (page === 'invalid_cursor' ? null : page.next_cursor);

const decodedCursor = (cursor: string): unknown => JSON.parse(new TextDecoder().decode(base64url.decode(cursor)))[1];

/** Every identifier a list gives, page by page, with something else happening between the pages. */
async function walked<T extends { readonly id: string }>(
  page: (cursor: string | null) => Promise<Listed<T>>,
  meanwhile: () => Promise<unknown>,
): Promise<string[]> {
  const seen: string[] = [];
  let cursor: string | null = null;
  do {
    const got: Listed<T> = await page(cursor);
    seen.push(...ids(got));
    cursor = next(got);
    await meanwhile();
  } while (cursor !== null);
  return seen;
}

async function submitted({ store, sample }: World, count: number, open = false): Promise<string[]> {
  const made: string[] = [];
  for (let index = 0; index < count; index += 1) {
    const { unit, referral } = sample.submission(taxCode(made.length + (open ? 500 : 0)), {
      ...(open ? { request: { recipient: undefined } } : {}),
    });
    expect(await store.commit(unit)).toEqual({ committed: true });
    made.unshift(referral.id);
  }
  return made;
}

export function listSuite(given: () => World) {
  const referrals = (more: Partial<ReferralFilter> = {}, cursor: string | null = null, limit = 50) =>
    given().store.listReferrals({ organization: 'comune-borgoverde', claimable_services: [], ...more }, cursor, limit);

  describe('a list', () => {
    it('stays as it was while new entries arrive', async () => {
      const { store, sample } = given();
      const made = await submitted(given(), 7);
      let index = 100;
      const seen = await walked(
        (cursor) => referrals({}, cursor, 3),
        () => store.commit(sample.submission(taxCode(index++)).unit),
      );
      expect(seen).toEqual(made);
      expect(ids(await referrals())).toHaveLength(10);
    });

    it('ends without a cursor, also on a full page', async () => {
      const made = await submitted(given(), 4);
      const page = await referrals({}, null, 4);
      expect(ids(page)).toEqual(made);
      expect(next(page)).toBeNull();
      expect(next(await referrals({}, null, 3))).not.toBeNull();
    });

    it('refuses a cursor that it did not issue', async () => {
      const { store } = given();
      await submitted(given(), 2);
      const foreign = next(await store.listExchanges({}, null, 1)) ?? '';
      expect(foreign).not.toBe('');
      for (const cursor of [
        '',
        'x',
        '!!',
        foreign,
        btoa('[]'),
        btoa('["referrals","../x"]'),
        btoa('["referrals",1]'),
        btoa('["referrals","019AA3C0-7D52-7A10-8F00-000000000003"]'),
      ]) {
        expect(await referrals({}, cursor), cursor).toBe('invalid_cursor');
      }
      expect(await store.listConsents({ registered_by: 'x' }, foreign, 1)).toBe('invalid_cursor');
      expect(await store.listDeliveries({}, foreign, 1)).toBe('invalid_cursor');
      expect(await store.listExchanges({}, foreign, 1)).not.toBe('invalid_cursor');
    });
  });

  describe('referrals', () => {
    it('are listed for those who sent, received, or may claim them', async () => {
      const sent = await submitted(given(), 2);
      const open = await submitted(given(), 2, true);
      const claimable_services = ['patto-di-servizio', 'altro'];
      const organization = 'cpi-borgoverde';
      expect(ids(await referrals())).toEqual([...open, ...sent]);
      expect(ids(await referrals({ organization }))).toEqual(sent);
      expect(ids(await referrals({ organization, claimable_services }))).toEqual([...open, ...sent]);
      expect(ids(await referrals({ organization, claimable_services, role: 'claimable' }))).toEqual(open);
      expect(ids(await referrals({ organization, claimable_services, role: 'recipient' }))).toEqual(sent);
      expect(ids(await referrals({ organization, claimable_services, role: 'initiator' }))).toEqual([]);
      expect(ids(await referrals({ organization: 'asl-borgoverde', claimable_services: ['altro'] }))).toEqual([]);
    });

    it('are listed once where a body sent to itself', async () => {
      const { store, sample } = given();
      const own = sample.submission(taxCode(1), { request: { recipient: 'comune-borgoverde' as never } });
      await store.commit(own.unit);
      expect(ids(await referrals())).toEqual([own.referral.id]);
    });

    it('are narrowed by status, service and person, within what the body may see', async () => {
      const { store, sample } = given();
      const one = sample.submission(taxCode(1));
      const two = sample.submission(taxCode(2));
      await store.commit(one.unit);
      await store.commit(two.unit);
      await store.commit(sample.step(two.referral, { type: 'acknowledge' }).unit);
      expect(ids(await referrals({ status: 'received' }))).toEqual([two.referral.id]);
      expect(ids(await referrals({ service: 'altro' }))).toEqual([]);
      expect(ids(await referrals({ service: 'patto-di-servizio', status: 'requested' }))).toEqual([one.referral.id]);
      expect(ids(await referrals({ subject_id: one.subject_id }))).toEqual([one.referral.id]);
      expect(ids(await referrals({ subject_id: one.subject_id, role: 'recipient' }))).toEqual([]);
      expect(ids(await referrals({ subject_id: one.subject_id, status: 'received' }))).toEqual([]);
      expect(ids(await referrals({ subject_id: one.subject_id, organization: 'asl-borgoverde' }))).toEqual([]);
    });
  });

  describe('the ledger', () => {
    const list = (filter: Parameters<Store['listExchanges']>[0]) => given().store.listExchanges(filter, null, 50);

    it('is found by body, person, referral, correlation and answer', async () => {
      const { store, sample } = given();
      const [subject_id, referral_id, correlation_id] = [sample.newId(), sample.newId(), sample.newId()];
      const about = sample.exchange({ subject_id, referral_id, correlation_id });
      const denied = sample.exchange({ subject_id, permitted: false, rule: 'deny/evidence' });
      const elsewhere = sample.exchange({ from: 'cpi-borgoverde', to: 'comune-borgoverde', referral_id });
      const { from: _from, to: _to, ...bodiless } = sample.exchange();
      await store.commit({ exchanges: [about, denied, elsewhere, bodiless] });
      expect(ids(await list({}))).toEqual([bodiless.id, elsewhere.id, denied.id, about.id]);
      expect(ids(await list({ organization: 'cpi-borgoverde' }))).toEqual([elsewhere.id, about.id]);
      expect(ids(await list({ organization: 'comune-borgoverde' }))).toEqual([elsewhere.id, denied.id, about.id]);
      expect(ids(await list({ subject_id }))).toEqual([denied.id, about.id]);
      expect(ids(await list({ subject_id, referral_id }))).toEqual([about.id]);
      expect(ids(await list({ referral_id, organization: 'asl-borgoverde' }))).toEqual([]);
      expect(ids(await list({ correlation_id }))).toEqual([about.id]);
      expect(ids(await list({ correlation_id, subject_id: sample.newId() }))).toEqual([]);
      expect(ids(await list({ permitted: false }))).toEqual([denied.id]);
      expect(ids(await list({ permitted: true, subject_id }))).toEqual([about.id]);
      expect(await store.exchange(sample.newId())).toBeNull();
    });

    it('gives a body its own records, and a cursor made of them only', async () => {
      const { store, sample } = given();
      const [subject_id, referral_id] = [sample.newId(), sample.newId()];
      const [organization, other] = ['cpi-borgoverde', 'comune-borgoverde'];
      const about = { subject_id, referral_id };
      const denied = { ...about, permitted: false };
      const seen = [
        sample.exchange({ ...about, from: other, to: organization, direction: 'out' }),
        sample.exchange({ ...denied, from: organization, to: other, direction: 'in', outcome: 'denied' }),
        sample.exchange({ ...denied, from: other, to: organization, direction: 'out', outcome: 'withheld' }),
      ];
      const hidden = [
        sample.exchange({ ...denied, from: other, to: organization, direction: 'in', outcome: 'denied' }),
        sample.exchange({ ...denied, from: organization, to: other, direction: 'in', outcome: 'not-found' }),
        sample.exchange({ ...denied, from: other, to: organization, direction: 'out', outcome: 'not-found' }),
      ];
      for (const exchange of [hidden[0], seen[0], hidden[1], seen[1], seen[2], hidden[2]])
        if (exchange !== undefined) await store.commit({ exchanges: [exchange] });
      const shown = seen.map(({ id }) => id).toReversed();
      for (const filter of [
        {},
        { subject_id },
        { referral_id },
        { permitted: false },
        { subject_id, permitted: false },
      ]) {
        const wanted = 'permitted' in filter ? shown.slice(0, -1) : shown;
        const page = await store.listExchanges({ organization, ...filter }, null, wanted.length);
        expect([ids(page), next(page)], JSON.stringify(filter)).toEqual([wanted, null]);
      }
      expect(ids(await list({ organization: other, permitted: false }))).toHaveLength(3);
    });

    it('leaves out what is for other purposes as if it were not there', async () => {
      const { store, sample } = given();
      const body = 'comune-borgoverde';
      const made = Array.from({ length: 240 }, (_, index) =>
        sample.exchange({
          ...(index % 2 === 0 ? { from: body, to: 'x' } : { from: 'x', to: body }),
          // Of forty one is for the purpose, and one for none in particular; the newest and the oldest are hidden.
          purpose: index % 40 === 7 ? 'LAV-INV' : index % 40 === 20 ? undefined : 'SAN-INV',
        }),
      );
      const [first = sample.exchange(), ...rest] = made;
      await store.commit({ exchanges: [first, ...rest] });
      const wanted = made
        .filter(({ purpose }) => purpose !== 'SAN-INV')
        .map(({ id }) => id)
        .toReversed();
      for (const organization of [undefined, body]) {
        for (const limit of [1, 5, 12, 50]) {
          const pages: string[][] = [];
          let cursor: string | null = null;
          do {
            const filter = { organization, purposes: ['TS-INV', 'LAV-INV'] };
            const page: Listed<Exchange> = await store.listExchanges(filter, cursor, limit);
            pages.push(ids(page));
            cursor = next(page);
            if (cursor !== null) expect(decodedCursor(cursor)).toBe(ids(page).at(-1));
          } while (cursor !== null);
          expect(pages.flat()).toEqual(wanted);
          expect(pages).toHaveLength(Math.ceil(wanted.length / limit));
        }
      }
      const none = await store.listExchanges({ organization: body, purposes: [] }, null, 50);
      expect(ids(none)).toEqual(made.flatMap(({ id, purpose }) => (purpose === undefined ? [id] : [])).toReversed());
    });

    it('gives every record back as it was written', async () => {
      const { store, sample } = given();
      const evidence = [{ id: sample.newId() as never, version: 2 }];
      const full = sample.exchange({
        system: 'cpi-sil' as never,
        client: 'comune-client',
        acting_user: 'operatore-7',
        subject_id: sample.newId(),
        referral_id: sample.newId(),
        delivery_id: sample.newId(),
        purpose: 'LAV-INV',
        legal_basis: 'art. 6',
        evidence,
        agreement: 'protocollo-2026',
        digest: 'abc',
        permitted: false,
        classes_asked: [],
      });
      const { from: _from, to: _to, ...least } = sample.exchange();
      await store.commit({ exchanges: [full, least] });
      expect(await store.exchange(full.id)).toEqual(full);
      expect(await store.exchange(least.id)).toEqual(least);
    });
  });

  describe('evidence lists', () => {
    it('belong to the body that registered it', async () => {
      const { store, sample } = given();
      const { unit, subject_id } = sample.submission(taxCode(1));
      const [mine, also, foreign] = [
        sample.consent(subject_id),
        sample.consent(subject_id),
        sample.consent(subject_id, { registered_by: 'asl-borgoverde' as never }),
      ];
      await store.commit({ ...unit, consents: [mine, also, foreign] });
      const registered_by = 'comune-borgoverde';
      const first = await store.listConsents({ registered_by }, null, 1);
      expect(first).toMatchObject({ items: [also] });
      expect(ids(await store.listConsents({ registered_by }, next(first), 5))).toEqual([mine.id]);
      expect(ids(await store.listConsents({ registered_by: 'asl-borgoverde', subject_id }, null, 5))).toEqual([
        foreign.id,
      ]);
      expect(ids(await store.listConsents({ registered_by, subject_id: sample.newId() }, null, 5))).toEqual([]);
    });
  });

  describe('deliveries', () => {
    const list = (filter: Parameters<Store['listDeliveries']>[0]) => given().store.listDeliveries(filter, null, 50);

    it('are found by body, referral, system and state', async () => {
      const { store, sample } = given();
      const referral_id = sample.newId();
      const queued = sample.delivery({ referral_id });
      const box = sample.delivery({ system: 'asl-box', recipient: 'asl-borgoverde', state: 'awaiting_pickup' });
      const done = sample.delivery();
      await store.commit({ exchanges: [sample.exchange()], deliveries: [queued, box, done] });
      const guards = [{ holds: 'delivery_state' as const, delivery_id: done.id, state: 'queued' as const }];
      await store.commit({ exchanges: [sample.exchange()], settlements: [sample.settlement(done.id)], guards });
      expect(ids(await list({}))).toEqual([done.id, box.id, queued.id]);
      expect(ids(await list({ organization: 'cpi-borgoverde' }))).toEqual([done.id, queued.id]);
      expect(ids(await list({ organization: 'cpi-borgoverde', state: 'delivered' }))).toEqual([done.id]);
      expect(ids(await list({ referral_id }))).toEqual([queued.id]);
      expect(ids(await list({ referral_id, state: 'delivered' }))).toEqual([]);
      expect(ids(await list({ system: 'cpi-sil' }))).toEqual([done.id, queued.id]);
      expect(ids(await list({ system: 'asl-box', state: 'awaiting_pickup' }))).toEqual([box.id]);
      expect(ids(await list({ system: 'asl-box', state: 'awaiting_pickup', organization: 'cpi-borgoverde' }))).toEqual(
        [],
      );
      expect(ids(await list({ state: 'queued' }))).toEqual([queued.id]);
      expect(ids(await list({ state: 'queued', system: 'asl-box' }))).toEqual([]);
      expect(ids(await list({ state: 'delivered' }))).toEqual([done.id]);
      expect(await store.delivery(queued.id)).toEqual({
        ...Object.fromEntries(Object.entries(queued).filter(([name]) => name !== 'lane')),
        attempts: 0,
        findings: [],
        due_at: at,
      });
      expect(await store.delivery(sample.newId())).toBeNull();
    });
  });
}
