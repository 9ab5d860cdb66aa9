import { describe, expect, it } from 'vitest';
import { keyring, rotated } from './store-keyring.ts';
import { planted, taxCode } from './store-sample.ts';
import type { World } from './store-suite.ts';
import { dumped, run } from './store-tables.ts';

/** A person with a referral of two versions and a piece of evidence. */
async function person({ store, sample }: World, index: number) {
  const { unit, referral, subject_id } = sample.submission(taxCode(index));
  const consent = sample.consent(subject_id);
  await store.commit({ ...unit, consents: [consent] });
  const next = sample.step(referral, { type: 'acknowledge', recipient_reference: 'CPI-1' });
  await store.commit(next.unit);
  return { subject_id, consent, referral: next.referral };
}

export function sealSuite(given: () => World) {
  describe('personal data', () => {
    it('is nowhere to be read in the database', async () => {
      const { engine } = given();
      await person(given(), 1);
      const everything = await dumped(engine);
      expect(everything).toContain('comune-borgoverde');
      for (const value of [...Object.values(planted), taxCode(1).value]) expect(everything).not.toContain(value);
    });

    it('opens for a store with the keys and no memory', async () => {
      const { other } = given();
      const { referral, consent, subject_id } = await person(given(), 1);
      expect(await other.referral(referral.id)).toEqual(referral);
      expect(await other.consent(consent.id)).toEqual(consent);
      expect((await other.evidence(subject_id)).birth_date).toBe(planted.birth_date);
    });

    it('does not open in the place of another row', async () => {
      const { engine, storeWith } = given();
      const { referral } = await person(given(), 1);
      await run(
        engine,
        `UPDATE referral SET sealed = (SELECT sealed FROM event WHERE stream = '${referral.id}' AND version = 2)`,
      );
      await expect(storeWith(keyring).referral(referral.id)).rejects.toThrow();
      await run(
        engine,
        `UPDATE event SET sealed = (SELECT e.sealed FROM event AS e WHERE e.stream = '${referral.id}' AND e.version = 2)`,
      );
      await expect(storeWith(keyring).referralEvents(referral.id, 0, 1)).rejects.toThrow();
      expect(await storeWith(keyring).referralEvents(referral.id, 1, 1)).toHaveLength(1);
    });

    it('does not open with the key of another person', async () => {
      const { engine, storeWith } = given();
      const one = await person(given(), 1);
      const two = await person(given(), 2);
      await run(
        engine,
        `UPDATE subject SET data_key = (SELECT s.data_key FROM subject AS s WHERE s.id = '${two.subject_id}') WHERE id = '${one.subject_id}'`,
      );
      await expect(storeWith(keyring).referral(one.referral.id)).rejects.toThrow();
      expect(await storeWith(keyring).referral(two.referral.id)).toEqual(two.referral);
    });

    it('does not open with another master key, nor is anybody found with another index secret', async () => {
      const { storeWith } = given();
      const { referral } = await person(given(), 1);
      const wrong = new Uint8Array(32).fill(77);
      const masterless = storeWith({ ...keyring, masterKeys: new Map([['2026-01', wrong]]) });
      await expect(masterless.referral(referral.id)).rejects.toThrow();
      await expect(storeWith({ ...keyring, masterKeys: new Map() }).referral(referral.id)).rejects.toThrow('2026-01');
      expect(await storeWith({ ...keyring, indexSecret: wrong }).findSubject([taxCode(1)])).toBeNull();
    });
  });

  describe('a new master key', () => {
    it('takes over the data keys bit by bit, and the old one can go', async () => {
      const { storeWith } = given();
      const people = [await person(given(), 1), await person(given(), 2), await person(given(), 3)];
      const store = storeWith(rotated);
      expect(await store.referral(people[0]?.referral.id ?? '')).toEqual(people[0]?.referral);
      expect([await store.rewrap(2), await store.rewrap(2), await store.rewrap(2)]).toEqual([2, 1, 0]);
      const newest = rotated.masterKeys.get('2026-02') ?? new Uint8Array();
      const afterwards = storeWith({ ...rotated, masterKeys: new Map([['2026-02', newest]]) });
      for (const { referral } of people) expect(await afterwards.referral(referral.id)).toEqual(referral);
      expect(await storeWith(keyring).referral(people[1]?.referral.id ?? '')).toEqual(people[1]?.referral);
    });
  });

  describe('a person whose key was destroyed', () => {
    it('is unreadable everywhere and at once, and forgotten by identifier', async () => {
      const { store, other } = given();
      const { referral, consent, subject_id } = await person(given(), 1);
      expect(await other.referral(referral.id)).toEqual(referral);
      expect(await store.destroySubjectKey(subject_id)).toBe(true);
      for (const one of [store, other]) {
        expect(await one.referral(referral.id)).toBeNull();
        expect(await one.referralAt(referral.id, 1)).toBeNull();
        expect((await one.referralEvents(referral.id, 0, 9)).map(({ payload }) => payload)).toEqual([null, null]);
        expect(await one.findSubject([taxCode(1)])).toBeNull();
        expect((await one.evidence(subject_id)).birth_date).toBeNull();
        const { document_reference: _, ...without } = consent;
        expect(await one.consent(consent.id)).toEqual(without);
      }
      expect(await store.rewrap(10)).toBe(0);
    });

    it('leaves the ledger whole, and others alone', async () => {
      const { store, sample } = given();
      const gone = await person(given(), 1);
      const stays = await person(given(), 2);
      await store.destroySubjectKey(gone.subject_id);
      expect(await store.destroySubjectKey(sample.newId())).toBe(false);
      expect(await store.listExchanges({ subject_id: gone.subject_id }, null, 10)).toMatchObject({ items: [{}, {}] });
      expect(await store.referral(stays.referral.id)).toEqual(stays.referral);
    });

    it('takes nothing new that would have to be sealed', async () => {
      const { store, sample } = given();
      const { referral, subject_id } = await person(given(), 1);
      await store.destroySubjectKey(subject_id);
      await expect(store.commit(sample.step(referral, { type: 'accept' }).unit)).rejects.toThrow(subject_id);
    });

    it('comes back as somebody new', async () => {
      const { store, sample } = given();
      const { subject_id } = await person(given(), 1);
      await store.destroySubjectKey(subject_id);
      const again = sample.submission(taxCode(1));
      expect(await store.commit(again.unit)).toEqual({ committed: true });
      expect((await store.findSubject([taxCode(1)]))?.subject_id).toBe(again.subject_id);
    });
  });
}
