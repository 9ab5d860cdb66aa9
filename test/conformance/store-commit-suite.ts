import { describe, expect, it } from 'vitest';
import type { Guard, Unit } from '../../src/ports.ts';
import { at, network, seconds, taxCode } from './store-sample.ts';
import type { World } from './store-suite.ts';
import { counted } from './store-tables.ts';

const apply = (version: number): Pick<Unit, 'network'> => ({
  network: { version, document: network, applied_by: 'comune-borgoverde', at },
});

export function commitSuite(given: () => World) {
  describe('a commit', () => {
    it('writes everything the unit says', async () => {
      const { store, sample, engine } = given();
      const { unit, referral, subject_id } = sample.submission(taxCode(1));
      const delivery = sample.delivery({ referral_id: referral.id });
      const reply = {
        client_id: 'c',
        key: 'k',
        request_digest: 'd',
        status: 201,
        headers: { ETag: '"1"' },
        body: '{}',
        expires_at: at,
      };
      const consents = [sample.consent(subject_id)];
      const suspension = { system_id: 'cpi-sil', suspended: true, reason: 'maintenance', by: 'ats', at };
      const whole = { ...unit, ...apply(1), deliveries: [delivery], consents, reply, suspension };
      expect(await store.commit(whole)).toEqual({ committed: true });
      expect(await counted(engine)).toEqual({
        guard: 0,
        event: 1,
        event_part: 0,
        referral: 1,
        convocation: 0,
        convocation_party: 0,
        analysis: 0,
        kept: 0,
        link: 0,
        subject: 1,
        subject_identifier: 1,
        consent: 1,
        evidence_head: 1,
        network: 1,
        delivery: 1,
        circuit: 1,
        exchange: 1,
        reply: 1,
        once: 0,
      });
      expect(await store.referral(referral.id)).toEqual(referral);
      expect(await store.exchange(unit.exchanges[0].id)).toEqual(unit.exchanges[0]);
      expect(await store.remembered('c', 'k')).toEqual(reply);
      expect(await store.network()).toEqual({ version: 1, document: network, applied_by: 'comune-borgoverde' });
      expect(await store.evidence(subject_id)).toMatchObject({ version: 1, records: consents });
    });

    it('has exactly one winner when ten race for the next version of a stream', async () => {
      const { store, other, sample, engine } = given();
      const { unit, referral } = sample.submission(taxCode(1));
      await store.commit(unit);
      const results = await Promise.all(
        Array.from({ length: 10 }, (_, index) =>
          (index % 2 === 0 ? store : other).commit(
            sample.step(referral, { type: 'acknowledge', recipient_reference: `n${index}` }).unit,
          ),
        ),
      );
      expect(results.filter(({ committed }) => committed)).toHaveLength(1);
      expect(results.filter((each) => !each.committed && each.conflict === 'stream_version')).toHaveLength(9);
      expect(await counted(engine)).toMatchObject({ event: 2, referral: 1, exchange: 2 });
    });

    it('lets neither the ledger nor the deliveries of a change through that did not happen', async () => {
      const { store, sample, engine } = given();
      const { unit, referral } = sample.submission(taxCode(1));
      const first = sample.delivery({ referral_id: referral.id });
      await store.commit({ ...unit, deliveries: [first] });
      const before = await counted(engine);
      // The trap: a guard that matches nothing, among statements that would all go through.
      const next = sample.step(referral, { type: 'acknowledge' });
      const guards: Guard[] = [{ holds: 'lease', delivery_id: first.id, lease: 'nobody' }];
      const settlements = [sample.settlement(first.id)];
      const refused = await store.commit({ ...next.unit, deliveries: [sample.delivery()], settlements, guards });
      expect(refused).toEqual({ committed: false, conflict: 'lease' });
      expect(await counted(engine)).toEqual(before);
      expect((await store.referral(referral.id))?.version).toBe(1);
      expect((await store.delivery(first.id))?.state).toBe('queued');
    });

    it.each<[string, (world: World, ids: { subject: string; delivery: string }) => Partial<Unit>]>([
      ['network_version', () => ({ guards: [{ holds: 'network_version', version: 7 }] })],
      ['network_version', () => apply(1)],
      ['network_version', () => apply(3)],
      [
        'evidence_version',
        (_, { subject }) => ({ guards: [{ holds: 'evidence_version', subject_id: subject, version: 0 }] }),
      ],
      ['evidence_version', ({ sample }, { subject }) => ({ consents: [sample.consent(subject, { version: 2 })] })],
      ['lease', (_, { delivery }) => ({ guards: [{ holds: 'lease', delivery_id: delivery, lease: 'l' }] })],
      [
        'delivery_state',
        (_, { delivery }) => ({ guards: [{ holds: 'delivery_state', delivery_id: delivery, state: 'unknown' }] }),
      ],
      ['subject_identifier', ({ sample }) => sample.submission(taxCode(1)).unit],
      ['subject_identifier', ({ sample }) => ({ identifiers: { subject_id: sample.newId(), add: [taxCode(1)] } })],
      [
        'idempotency_key',
        () => ({
          reply: { client_id: 'c', key: 'k', request_digest: 'e', status: 200, headers: {}, body: '', expires_at: at },
        }),
      ],
      ['duplicate', ({ sample }, { delivery }) => ({ deliveries: [sample.delivery({ id: delivery as never })] })],
    ])('that breaks %s leaves nothing (%#)', async (conflict, broken) => {
      const world = given();
      const { store, sample, engine } = world;
      const { unit, referral, subject_id } = sample.submission(taxCode(1));
      const delivery = sample.delivery();
      const reply = {
        client_id: 'c',
        key: 'k',
        request_digest: 'd',
        status: 201,
        headers: {},
        body: '',
        expires_at: at,
      };
      await store.commit({
        ...unit,
        ...apply(1),
        deliveries: [delivery],
        consents: [sample.consent(subject_id)],
        reply,
      });
      const before = await counted(engine);
      const next = sample.step(referral, { type: 'acknowledge' }).unit;
      const refused = await store.commit({ ...next, ...broken(world, { subject: subject_id, delivery: delivery.id }) });
      expect(refused).toEqual({ committed: false, conflict });
      expect(await counted(engine)).toEqual(before);
    });

    it('goes through while every guard holds', async () => {
      const { store, sample } = given();
      const { unit, subject_id } = sample.submission(taxCode(1));
      const delivery = sample.delivery();
      await store.commit({ ...unit, ...apply(1), deliveries: [delivery], consents: [sample.consent(subject_id)] });
      await store.claim({ now: at, lease: 'mine', leaseUntil: seconds(60), limit: 1, exceptSystems: [] });
      const guards: Guard[] = [
        { holds: 'network_version', version: 1 },
        { holds: 'evidence_version', subject_id, version: 1 },
        { holds: 'lease', delivery_id: delivery.id, lease: 'mine' },
        { holds: 'delivery_state', delivery_id: delivery.id, state: 'leased' },
      ];
      expect(await store.commit({ exchanges: [sample.exchange()], guards })).toEqual({ committed: true });
    });

    it('gives each of many units that arrive together its own fate', async () => {
      const { store, sample, engine } = given();
      const submissions = Array.from({ length: 40 }, (_, index) => sample.submission(taxCode(index)));
      const bad = submissions.map(
        ({ unit }, index): Unit =>
          index % 8 === 3 ? { ...unit, guards: [{ holds: 'network_version', version: 9 }] } : unit,
      );
      const results = await Promise.all(bad.map((unit) => store.commit(unit)));
      results.forEach((result, index) => {
        const expected = index % 8 === 3 ? { committed: false, conflict: 'network_version' } : { committed: true };
        expect(result, `unit ${index}`).toEqual(expected);
      });
      expect(await counted(engine)).toMatchObject({ event: 35, referral: 35, subject: 35, exchange: 35, guard: 0 });
    });

    it('throws on what is our own fault, and leaves nothing', async () => {
      const { store, sample, engine } = given();
      const { unit } = sample.submission(taxCode(1));
      const nameless = sample.exchange({ rule: null as never });
      await expect(store.commit({ ...unit, exchanges: [nameless] })).rejects.toThrow();
      await expect(
        store.commit({ exchanges: [sample.exchange()], settlements: [sample.settlement('x')] }),
      ).rejects.toThrow('guard');
      expect(Object.values(await counted(engine)).every((count) => count === 0)).toBe(true);
    });

    it('applies a network document once per version', async () => {
      const { store, other, sample } = given();
      const units = [1, 2, 3, 4].map(() => ({ exchanges: [sample.exchange()] as const, ...apply(1) }));
      const results = await Promise.all(units.map((unit, index) => (index % 2 ? other : store).commit(unit)));
      expect(results.filter(({ committed }) => committed)).toHaveLength(1);
      expect(await store.networkVersion()).toBe(1);
      expect(await store.commit({ exchanges: [sample.exchange()], ...apply(2) })).toEqual({ committed: true });
      expect((await other.network())?.version).toBe(2);
    });
  });
}
