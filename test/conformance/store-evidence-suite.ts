import { describe, expect, it } from 'vitest';
import type { SubjectIdentifier } from '../../src/ports.ts';
import { at, planted, seconds, taxCode } from './store-sample.ts';
import type { World } from './store-suite.ts';
import { counted } from './store-tables.ts';

const anprId: SubjectIdentifier = { system: 'anpr_id', value: 'AA00001BB' };

export function evidenceSuite(given: () => World) {
  describe('a person', () => {
    it('is found by any identifier on file', async () => {
      const { store, sample } = given();
      const { unit, subject_id } = sample.submission(taxCode(1));
      await store.commit(unit);
      expect(await store.findSubject([taxCode(1)])).toEqual({ subject_id, known_since: at });
      expect(await store.findSubject([taxCode(2)])).toBeNull();
      expect(await store.findSubject([])).toBeNull();
      await store.commit({ exchanges: [sample.exchange()], identifiers: { subject_id, add: [anprId, taxCode(1)] } });
      expect(await store.findSubject([anprId])).toEqual({ subject_id, known_since: at });
    });

    it('is one person when two units make it at the same time', async () => {
      const { store, other, sample, engine } = given();
      const results = await Promise.all([
        store.commit(sample.submission(taxCode(1)).unit),
        other.commit(sample.submission(taxCode(1)).unit),
      ]);
      expect(results.filter(({ committed }) => committed)).toHaveLength(1);
      expect(results).toContainEqual({ committed: false, conflict: 'subject_identifier' });
      expect(await counted(engine)).toMatchObject({ subject: 1, referral: 1, event: 1 });
    });

    it('has an identifier of its own: the same value under another system is another', async () => {
      const { store, sample } = given();
      await store.commit(sample.submission({ system: 'tax_code', value: 'AA00001BB' }).unit);
      expect(await store.findSubject([anprId])).toBeNull();
    });
  });

  describe('what a submission needs', () => {
    it('comes whole: the person, the evidence, the remembered reply', async () => {
      const { store, sample } = given();
      const { unit, subject_id } = sample.submission(taxCode(1));
      const consent = sample.consent(subject_id);
      const reply = {
        client_id: 'c',
        key: 'k',
        request_digest: 'd',
        status: 201,
        headers: {},
        body: '{}',
        expires_at: at,
      };
      await store.commit({ ...unit, consents: [consent], reply });
      const evidence = { version: 1, records: [consent], birth_date: planted.birth_date, protected_address: false };
      const idempotency = { client_id: 'c', key: 'k' };
      const found = { subject_id, ambiguous: false, evidence, remembered: reply };
      expect(await store.prepare({ identifiers: [taxCode(1)], idempotency })).toEqual({
        ...found,
        identifiers_missing: [],
      });
      expect(await store.prepare({ identifiers: [anprId, taxCode(1)] })).toEqual({
        ...found,
        identifiers_missing: [anprId],
        remembered: null,
      });
      expect(await store.prepare({ subject_id, idempotency })).toEqual({ ...found, identifiers_missing: [] });
    });

    it('is nothing for a stranger', async () => {
      const { store } = given();
      const nothing = {
        subject_id: null,
        ambiguous: false,
        evidence: { version: 0, records: [], birth_date: null, protected_address: false },
        remembered: null,
      };
      expect(await store.prepare({ identifiers: [taxCode(1)] })).toEqual({
        ...nothing,
        identifiers_missing: [taxCode(1)],
      });
      expect(await store.prepare({})).toEqual({ ...nothing, identifiers_missing: [] });
    });

    it('names nobody when the identifiers belong to different people', async () => {
      const { store, sample } = given();
      const [one, two] = [sample.submission(taxCode(1)), sample.submission(anprId)];
      await store.commit({ ...one.unit, consents: [sample.consent(one.subject_id)] });
      await store.commit(two.unit);
      expect(await store.prepare({ identifiers: [taxCode(1), anprId] })).toMatchObject({
        subject_id: null,
        ambiguous: true,
        evidence: { version: 0, records: [] },
      });
      expect(await store.findSubject([taxCode(1), anprId])).toBeNull();
    });
  });

  describe('evidence', () => {
    it('counts every change about the person, and only about that person', async () => {
      const { store, sample } = given();
      const [one, two] = [sample.submission(taxCode(1)), sample.submission(taxCode(2))];
      await store.commit(one.unit);
      await store.commit(two.unit);
      const consent = sample.consent(one.subject_id);
      await store.commit({ exchanges: [sample.exchange()], consents: [consent, sample.consent(one.subject_id)] });
      const withdrawn = { ...consent, version: 2, status: 'withdrawn' as const, withdrawn_at: at };
      expect(await store.commit({ exchanges: [sample.exchange()], consents: [withdrawn] })).toEqual({
        committed: true,
      });
      expect((await store.evidence(one.subject_id)).version).toBe(3);
      expect((await store.evidence(two.subject_id)).version).toBe(0);
      expect(await store.consent(consent.id)).toEqual(withdrawn);
      expect(await store.consent(sample.newId())).toBeNull();
    });

    it('is withdrawn once when two withdraw it at the same time', async () => {
      const { store, other, sample } = given();
      const { unit, subject_id } = sample.submission(taxCode(1));
      const consent = sample.consent(subject_id);
      await store.commit({ ...unit, consents: [consent] });
      const withdrawal = () => ({ exchanges: [sample.exchange()] as const, consents: [{ ...consent, version: 2 }] });
      const results = await Promise.all([store.commit(withdrawal()), other.commit(withdrawal())]);
      expect(results).toContainEqual({ committed: true });
      expect(results).toContainEqual({ committed: false, conflict: 'evidence_version' });
      expect((await store.evidence(subject_id)).version).toBe(2);
    });

    it('without a document reference has none', async () => {
      const { store, sample } = given();
      const { unit, subject_id } = sample.submission(taxCode(1));
      const { document_reference: _, ...consent } = sample.consent(subject_id);
      await store.commit({ ...unit, consents: [consent] });
      expect(await store.consent(consent.id)).toEqual(consent);
    });
  });

  describe('an idempotency key', () => {
    it('is taken once when two use it at the same time', async () => {
      const { store, other, sample, engine } = given();
      const reply = {
        client_id: 'c',
        key: 'k',
        request_digest: 'd',
        status: 201,
        headers: {},
        body: '{}',
        expires_at: at,
      };
      const results = await Promise.all(
        [store, other, store].map((one, index) => one.commit({ ...sample.submission(taxCode(index)).unit, reply })),
      );
      expect(results.filter(({ committed }) => committed)).toHaveLength(1);
      expect(results.filter((each) => !each.committed && each.conflict === 'idempotency_key')).toHaveLength(2);
      expect(await counted(engine)).toMatchObject({ reply: 1, referral: 1 });
    });

    it('belongs to one client', async () => {
      const { store, sample } = given();
      const reply = {
        client_id: 'c',
        key: 'k',
        request_digest: 'd',
        status: 201,
        headers: {},
        body: '{}',
        expires_at: at,
      };
      await store.commit({ exchanges: [sample.exchange()], reply });
      expect(await store.remembered('other', 'k')).toBeNull();
      expect(await store.commit({ exchanges: [sample.exchange()], reply: { ...reply, client_id: 'other' } })).toEqual({
        committed: true,
      });
    });
  });

  describe('a one-shot key', () => {
    it('is good once, whoever asks', async () => {
      const { store, other } = given();
      const uses = await Promise.all(
        [store, other, store, other].map((one) => one.useOnce('client:jti-1', seconds(60))),
      );
      expect(uses.filter(Boolean)).toHaveLength(1);
      expect(await store.useOnce('client:jti-2', seconds(60))).toBe(true);
    });

    it('is swept with the expired replies, a few at a time', async () => {
      const { store, sample } = given();
      const reply = { client_id: 'c', request_digest: 'd', status: 201, headers: {}, body: '{}' };
      for (const index of [0, 1, 2]) {
        await store.useOnce(`key-${index}`, seconds(index * 10));
        await store.commit({
          exchanges: [sample.exchange()],
          reply: { ...reply, key: `k${index}`, expires_at: seconds(index * 10) },
        });
      }
      expect(await store.sweep(seconds(10), 1)).toBe(2);
      expect(await store.sweep(seconds(10), 10)).toBe(2);
      expect(await store.sweep(seconds(10), 10)).toBe(0);
      expect(await store.remembered('c', 'k2')).not.toBeNull();
      expect(await store.useOnce('key-0', seconds(60))).toBe(true);
      expect(await store.useOnce('key-2', seconds(60))).toBe(false);
    });
  });
}
