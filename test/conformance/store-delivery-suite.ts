import { describe, expect, it } from 'vitest';
import type { ClaimedDelivery, NewDelivery, Settlement } from '../../src/ports.ts';
import { at, network, seconds, taxCode } from './store-sample.ts';
import type { World } from './store-suite.ts';

const idsOf = (claimed: readonly ClaimedDelivery[]) => claimed.map(({ id }) => id);

export function deliverySuite(given: () => World) {
  const queue = async (...deliveries: Partial<NewDelivery>[]) => {
    const { store, sample } = given();
    const made = deliveries.map((more) => sample.delivery(more));
    expect(await store.commit({ exchanges: [sample.exchange()], deliveries: made })).toEqual({ committed: true });
    return made.map(({ id }) => id);
  };
  const claim = (more: { now?: string; lease?: string; limit?: number; exceptSystems?: readonly string[] } = {}) =>
    given().store.claim({ now: at, lease: 'lease-1', leaseUntil: seconds(60), limit: 10, exceptSystems: [], ...more });
  const settle = (id: string, more: Partial<Settlement> = {}, lease = 'lease-1') => {
    const { store, sample } = given();
    const settlements = [sample.settlement(id, more)];
    return store.commit({
      exchanges: [sample.exchange()],
      settlements,
      guards: [{ holds: 'lease', delivery_id: id, lease }],
    });
  };

  describe('a claim', () => {
    it('takes what is due, and says what it holds', async () => {
      const [due] = await queue({ lane: 'a' }, { lane: 'b', due_at: seconds(1) });
      expect(await claim()).toMatchObject([
        { id: due, lane: 'a', lease: 'lease-1', state: 'leased', attempts: 1, sent_step: 'none', findings: [] },
      ]);
      expect(await claim({ lease: 'lease-2' })).toEqual([]);
    });

    it('says who asked for what is told, and nobody else reads it', async () => {
      const [asked, unasked] = await queue(
        { lane: 'a', acting_user: 'operatore-7', client: 'comune-app' },
        { lane: 'b' },
      );
      const claimed = new Map((await claim()).map((each) => [each.id, each]));
      expect(claimed.get(asked as ClaimedDelivery['id'])).toMatchObject({
        acting_user: 'operatore-7',
        client: 'comune-app',
      });
      expect(claimed.get(unasked as ClaimedDelivery['id'])).toMatchObject({ acting_user: null, client: null });
      const { store } = given();
      expect(await store.delivery(String(asked))).not.toHaveProperty('acting_user');
      expect(JSON.stringify(await store.listDeliveries({}, null, 10))).not.toMatch(/operatore-7|comune-app/);
      expect(await store.expiredLeases(seconds(61), 10)).toContainEqual(
        expect.objectContaining({ id: asked, acting_user: 'operatore-7', client: 'comune-app' }),
      );
    });

    it('never gives one delivery to two dispatchers', async () => {
      const { store, other } = given();
      const made = await queue(
        ...Array.from({ length: 40 }, (_, index) => ({ lane: `lane-${index}`, system: `system-${index % 3}` })),
      );
      const claims = await Promise.all(
        [store, other, store, other, store, other].map((one, index) =>
          one.claim({ now: at, lease: `lease-${index}`, leaseUntil: seconds(60), limit: 12, exceptSystems: [] }),
        ),
      );
      const taken = claims.flatMap((each, index) => {
        expect(each.every(({ lease }) => lease === `lease-${index}`)).toBe(true);
        return idsOf(each);
      });
      expect(new Set(taken).size).toBe(taken.length);
      const rest = idsOf(
        await store.claim({ now: at, lease: 'last', leaseUntil: seconds(60), limit: 100, exceptSystems: [] }),
      );
      expect([...taken, ...rest].sort()).toEqual([...made].sort());
    });

    it('keeps the order of a lane, one at a time', async () => {
      const [second, first] = await queue({ lane: 'a', version: 2 }, { lane: 'a', version: 1 });
      expect(idsOf(await claim())).toEqual([first]);
      expect(await claim()).toEqual([]);
      await settle(first ?? '');
      expect(idsOf(await claim())).toEqual([second]);
    });

    it('holds the lane of an unknown outcome, and no other', async () => {
      const [parked, behind, elsewhere] = await queue(
        { lane: 'a', version: 1 },
        { lane: 'a', version: 2 },
        { lane: 'b', version: 2 },
      );
      expect(idsOf(await claim({ limit: 1 }))).toEqual([parked]);
      await settle(parked ?? '', { state: 'unknown' });
      expect(idsOf(await claim())).toEqual([elsewhere]);
      expect(await given().store.nextDue()).toBeNull();
      const guards = [{ holds: 'delivery_state' as const, delivery_id: parked ?? '', state: 'unknown' as const }];
      const { store, sample } = given();
      const settlements = [sample.settlement(parked ?? '', { state: 'abandoned' })];
      await store.commit({ exchanges: [sample.exchange()], settlements, guards });
      expect(idsOf(await claim())).toEqual([behind]);
    });

    it.each(['delivered', 'refused', 'withheld', 'abandoned'] as const)(
      'goes on with the lane of one that is %s',
      async (state) => {
        const [first, second] = await queue({ lane: 'a', version: 1 }, { lane: 'a', version: 2 });
        await claim();
        await settle(first ?? '', { state });
        expect(idsOf(await claim())).toEqual([second]);
      },
    );

    it('is not held up by a mailbox', async () => {
      const [, queued] = await queue({ lane: 'a', version: 1, state: 'awaiting_pickup' }, { lane: 'a', version: 2 });
      expect(idsOf(await claim())).toEqual([queued]);
    });

    it('waits for the time a deferred delivery was given, and so does its lane', async () => {
      const [first] = await queue({ lane: 'a', version: 1 }, { lane: 'a', version: 2 });
      await claim();
      await settle(first ?? '', { state: 'queued', due_at: seconds(30) });
      expect(await claim({ now: seconds(29) })).toEqual([]);
      expect(await given().store.nextDue()).toBe(seconds(30));
      expect(await claim({ now: seconds(30) })).toMatchObject([{ id: first, attempts: 2 }]);
    });

    it('passes over systems that are suspended, open or excepted', async () => {
      const { store, sample } = given();
      await queue({ system: 'stopped' }, { system: 'open' }, { system: 'busy' });
      const [free] = await queue({ system: 'free' });
      const suspension = { system_id: 'stopped', suspended: true, reason: 'maintenance', by: 'ats', at };
      await store.commit({ exchanges: [sample.exchange()], suspension });
      await store.saveCircuit({
        system_id: 'open',
        failures: 5,
        open_until: seconds(20),
        suspended: false,
        reason: null,
        version: 0,
      });
      expect(idsOf(await claim({ exceptSystems: ['busy'] }))).toEqual([free]);
      expect((await claim({ now: seconds(20), exceptSystems: ['busy'] })).map(({ system }) => system)).toEqual([
        'open',
      ]);
      await store.commit({ exchanges: [sample.exchange()], suspension: { ...suspension, suspended: false } });
      expect((await claim()).map(({ system }) => system).sort()).toEqual(['busy', 'stopped']);
    });

    it('shares its places out among the systems that have something due', async () => {
      await queue(...Array.from({ length: 20 }, () => ({ system: 'long' })));
      await queue({ system: 'short', due_at: seconds(0) });
      const systems = (await claim({ limit: 4 })).map(({ system }) => system);
      expect(systems.filter((system) => system === 'short')).toHaveLength(1);
      expect(systems.length).toBeLessThanOrEqual(4);
    });

    it('takes no more than its limit', async () => {
      await queue(...Array.from({ length: 9 }, (_, index) => ({ system: `system-${index}` })));
      expect(await claim({ limit: 4 })).toHaveLength(4);
    });
  });

  describe('what is due next', () => {
    it('is the earliest that may leave, circuits considered', async () => {
      const { store } = given();
      expect(await store.nextDue()).toBeNull();
      await queue({ due_at: seconds(50), system: 'later' }, { due_at: seconds(10), system: 'open' });
      expect(await store.nextDue()).toBe(seconds(10));
      await store.saveCircuit({
        system_id: 'open',
        failures: 5,
        open_until: seconds(30),
        suspended: false,
        reason: null,
        version: 0,
      });
      expect(await store.nextDue()).toBe(seconds(30));
    });
  });

  describe('a lease', () => {
    it('marks what was sent, never less than before', async () => {
      const { store } = given();
      const [id = ''] = await queue({});
      await claim();
      expect(await store.markSent(id, 'lease-1', 'lookup', seconds(1))).toBe(true);
      expect(await store.markSent(id, 'lease-1', 'effect', seconds(2))).toBe(true);
      expect(await store.markSent(id, 'lease-1', 'lookup', seconds(3))).toBe(true);
      expect(await store.expiredLeases(seconds(60), 10)).toMatchObject([
        { id, sent_step: 'effect', sent_at: seconds(3) },
      ]);
    });

    it('sends nothing once it is lost, the system stopped, or a fact changed', async () => {
      const { store, sample } = given();
      const { unit, subject_id } = sample.submission(taxCode(1));
      await store.commit({ ...unit, network: { version: 1, document: network, applied_by: 'ats', at } });
      const [id = ''] = await queue({});
      await claim();
      const evidence = { holds: 'evidence_version' as const, subject_id, version: 0 };
      expect(await store.markSent(id, 'lease-2', 'effect', at)).toBe(false);
      expect(await store.markSent(id, 'lease-1', 'effect', at, [{ holds: 'network_version', version: 2 }])).toBe(false);
      await store.commit({ exchanges: [sample.exchange()], consents: [sample.consent(subject_id)] });
      expect(await store.markSent(id, 'lease-1', 'effect', at, [evidence])).toBe(false);
      await store.commit({
        exchanges: [sample.exchange()],
        suspension: { system_id: 'cpi-sil', suspended: true, reason: 'stop', by: 'ats', at },
      });
      expect(await store.markSent(id, 'lease-1', 'effect', at)).toBe(false);
      expect((await store.delivery(id))?.sent_at).toBeUndefined();
      await store.commit({
        exchanges: [sample.exchange()],
        suspension: { system_id: 'cpi-sil', suspended: false, reason: 'go', by: 'ats', at },
      });
      const guards = [
        { holds: 'network_version' as const, version: 1 },
        { ...evidence, version: 1 },
      ];
      expect(await store.markSent(id, 'lease-1', 'effect', at, guards)).toBe(true);
    });

    it('runs out, and is recovered by one', async () => {
      const { store, other, sample } = given();
      const [id = ''] = await queue({});
      await claim();
      expect(await store.expiredLeases(seconds(59), 10)).toEqual([]);
      expect(await store.expiredLeases(seconds(60), 10)).toMatchObject([{ id, lease: 'lease-1', sent_step: 'none' }]);
      const recovery = () => ({
        exchanges: [sample.exchange()] as const,
        settlements: [sample.settlement(id, { state: 'unknown' })],
        guards: [{ holds: 'lease' as const, delivery_id: id, lease: 'lease-1' }],
      });
      const results = await Promise.all([store.commit(recovery()), other.commit(recovery())]);
      expect(results).toContainEqual({ committed: true });
      expect(results).toContainEqual({ committed: false, conflict: 'lease' });
      expect(await store.expiredLeases(seconds(99), 10)).toEqual([]);
    });

    it('is given back untouched', async () => {
      const { store } = given();
      const [id = '', held = ''] = await queue({}, {});
      await claim();
      await store.markSent(id, 'lease-1', 'lookup', seconds(1));
      await store.release(
        [
          { id, lease: 'lease-1' },
          { id: held, lease: 'another' },
        ],
        seconds(5),
      );
      expect(await store.delivery(id)).toMatchObject({ state: 'queued', due_at: seconds(5), attempts: 1 });
      expect(await store.delivery(held)).toMatchObject({ state: 'leased' });
      expect(await claim({ now: seconds(5), lease: 'lease-2' })).toMatchObject([
        { id, sent_step: 'lookup', attempts: 2 },
      ]);
      await store.release([], seconds(9));
    });
  });

  describe('a settlement', () => {
    it('says how it ended, and lets the lease go', async () => {
      const { store } = given();
      const [id = ''] = await queue({});
      await claim();
      await store.markSent(id, 'lease-1', 'effect', seconds(1));
      const findings = [{ pointer: '/request/needs/0', code: 'dropped' }];
      expect(await settle(id, { findings })).toEqual({ committed: true });
      expect(await settle(id)).toEqual({ committed: false, conflict: 'lease' });
      expect(await store.delivery(id)).toMatchObject({
        state: 'delivered',
        code: 'labour-sap/notified',
        detail: 'The partner took it.',
        findings,
        sent_at: seconds(1),
        settled_at: seconds(1),
      });
    });

    it('keeps in mind that an earlier attempt may have been taken', async () => {
      const { store } = given();
      const [id = ''] = await queue({});
      await claim();
      await store.markSent(id, 'lease-1', 'effect', seconds(1));
      await settle(id, { state: 'queued', due_at: at, uncertain: true });
      expect((await store.delivery(id))?.settled_at).toBeUndefined();
      expect(await claim({ lease: 'lease-2' })).toMatchObject([{ id, sent_step: 'effect' }]);
      await settle(id, { state: 'queued', due_at: at }, 'lease-2');
      expect(await claim({ lease: 'lease-3' })).toMatchObject([{ id, sent_step: 'none' }]);
    });

    it('by an operator happens once', async () => {
      const { store, other, sample } = given();
      const [id = ''] = await queue({});
      await claim();
      await settle(id, { state: 'refused' });
      const rerun = () => ({
        exchanges: [sample.exchange()] as const,
        settlements: [sample.settlement(id, { state: 'queued', due_at: at })],
        guards: [{ holds: 'delivery_state' as const, delivery_id: id, state: 'refused' as const }],
      });
      const results = await Promise.all([store.commit(rerun()), other.commit(rerun())]);
      expect(results).toContainEqual({ committed: true });
      expect(results).toContainEqual({ committed: false, conflict: 'delivery_state' });
    });
  });

  describe('a circuit', () => {
    const circuit = { system_id: 'cpi-sil', failures: 1, open_until: null, suspended: false, reason: null, version: 0 };

    it('is changed by one of those who read it', async () => {
      const { store, other } = given();
      const first = await Promise.all([store.saveCircuit(circuit), other.saveCircuit({ ...circuit, failures: 2 })]);
      expect(first.filter(Boolean)).toHaveLength(1);
      const second = await Promise.all([
        store.saveCircuit({ ...circuit, version: 1, failures: 7, open_until: seconds(9) }),
        other.saveCircuit({ ...circuit, version: 1, failures: 7, open_until: seconds(9) }),
      ]);
      expect(second.filter(Boolean)).toHaveLength(1);
      expect(await store.circuits()).toEqual([{ ...circuit, failures: 7, open_until: seconds(9), version: 2 }]);
    });

    it('and the stop switch leave each other alone', async () => {
      const { store, sample } = given();
      const suspension = { system_id: 'cpi-sil', suspended: true, reason: 'maintenance', by: 'ats', at };
      await store.saveCircuit(circuit);
      await store.commit({ exchanges: [sample.exchange()], suspension });
      expect(await store.saveCircuit({ ...circuit, version: 1 })).toBe(false);
      expect(await store.saveCircuit({ ...circuit, failures: 3, version: 2 })).toBe(true);
      expect(await store.circuits()).toEqual([
        { ...circuit, failures: 3, suspended: true, reason: 'maintenance', version: 3 },
      ]);
    });
  });
}
