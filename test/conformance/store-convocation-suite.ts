import { beforeEach, describe, expect, it } from 'vitest';
import type { Convocation } from '../../contracts/canonical/convocation-state.ts';
import type { ConvocationSaid } from '../../src/core/convocation/index.ts';
import type { ConvocationHead, Listed } from '../../src/ports.ts';
import { answer, minutes } from '../unit/core/convocation-sample.ts';
import { createMeetings, plantedOfMeeting } from './store-convocation-sample.ts';
import { keyring, rotated } from './store-keyring.ts';
import { planted, seconds, taxCode } from './store-sample.ts';
import type { World } from './store-suite.ts';
import { dumped, run } from './store-tables.ts';

const idsOf = <T extends { readonly id: string }>(page: Listed<T>) =>
  page === 'invalid_cursor' ? [page] : page.items.map(({ id }) => id);
const nextOf = <T>(page: Listed<T>) => (page === 'invalid_cursor' ? 'invalid' : page.next_cursor);
const done = { committed: true };

export function convocationSuite(given: () => World) {
  let meetings: ReturnType<typeof createMeetings>;
  beforeEach(() => {
    meetings = createMeetings(given().sample);
  });

  const convened = async (more: Parameters<typeof meetings.convene>[0] = {}) => {
    const made = meetings.convene(more);
    expect(await given().store.commit(made.unit)).toEqual(done);
    return made;
  };
  const stepped = async (before: Convocation, said: ConvocationSaid, head: Partial<ConvocationHead> = {}) => {
    const made = meetings.step(before, said, head);
    expect(await given().store.commit(made.unit)).toEqual(done);
    return made.state;
  };
  /** Convened, answered and written up. */
  const held = async () => {
    const made = await convened();
    const answered = await stepped(made.state, answer('operatore'));
    const said = minutes('caso-1', 'caso-2');
    if (said.type !== 'record_minutes') throw new Error('minutes are minutes');
    const text = plantedOfMeeting.minutes;
    const state = await stepped(answered, {
      ...said,
      text: plantedOfMeeting.meeting_minutes,
      cases: said.cases.map((each) => ({ ...each, text })),
    });
    return { ...made, state };
  };

  describe('a convocation', () => {
    it('is folded from its events, at every version and in every replica', async () => {
      const { store, other } = given();
      const first = await convened();
      const second = await stepped(first.state, answer('operatore'));
      for (const one of [store, other]) {
        expect(await one.convocation(second.id)).toEqual(second);
        expect(await one.convocationAt(second.id, 1)).toEqual(first.state);
        expect(await one.convocationAt(second.id, 2)).toEqual(second);
        expect(await one.convocationAt(second.id, 0)).toBeNull();
        expect(await one.convocationAt(second.id, 3)).toBeNull();
        expect(await one.convocation(first.people[0] ?? '')).toBeNull();
      }
      expect(await store.convocationEvents(second.id, 0, 9)).toMatchObject([
        { ...first.event, parts: first.event.parts },
        { version: 2, type: 'answer', parts: [] },
      ]);
      expect(await store.convocationEvents(second.id, 1, 9)).toHaveLength(1);
      expect((await store.convocationEvents(second.id, 0, 1)).map(({ version }) => version)).toEqual([1]);
    });

    it('with a longer history than one read is folded whole', async () => {
      const { store } = given();
      let { state } = await convened();
      for (let count = 0; count < 210; count += 1) {
        state = await stepped(state, answer('operatore', count % 2 === 0 ? 'accepted' : 'tentative'));
      }
      expect(await store.convocation(state.id)).toEqual(state);
    }, 60_000);

    it('takes one of twelve events that were decided on the same version', async () => {
      const { store, other } = given();
      const { state } = await convened();
      const racing = Array.from({ length: 12 }, (_, index) =>
        meetings.step(state, answer(index % 2 ? 'scuola' : 'operatore')),
      );
      const results = await Promise.all(racing.map(({ unit }, index) => (index % 2 ? store : other).commit(unit)));
      expect(results.filter(({ committed }) => committed)).toHaveLength(1);
      expect(results.filter(({ committed }) => !committed)).toEqual(
        Array(11).fill({ committed: false, conflict: 'stream_version' }),
      );
      const [winner] = racing.filter((_, index) => results[index]?.committed);
      expect(await store.convocation(state.id)).toEqual(winner?.state);
    });

    it('is written whole or not at all', async () => {
      const { store, sample } = given();
      const { unit, state, people } = meetings.convene();
      const guards = [{ holds: 'network_version' as const, version: 7 }];
      const deliveries = [meetings.mail({ convocation_id: state.id })];
      const links = [meetings.link({ convocation_id: state.id })];
      expect(await store.commit({ ...unit, deliveries, links, guards })).toEqual({
        committed: false,
        conflict: 'network_version',
      });
      expect(await store.convocation(state.id)).toBeNull();
      expect(await store.link(links[0]?.digest ?? '')).toBeNull();
      expect(await store.delivery(deliveries[0]?.id ?? '')).toBeNull();
      expect(idsOf(await store.listConvocations({ organization: 'cpi-borgoverde' }, null, 9))).toEqual([]);
      // The people are not on file either.
      const consent = sample.consent(people[0] ?? '');
      await expect(store.commit({ exchanges: [sample.exchange()], consents: [consent] })).rejects.toThrow(
        'no data key',
      );
    });
  });

  describe('the parts of a convocation', () => {
    it('and everything else that names anybody are nowhere to be read', async () => {
      const { store, engine } = given();
      const { people, state } = await held();
      const analyses = [meetings.analysis(people[0] ?? '')];
      const links = [meetings.link({ convocation_id: state.id })];
      const deliveries = [meetings.mail({ convocation_id: state.id })];
      await store.commit({ exchanges: [given().sample.exchange()], analyses, links, deliveries });
      const everything = await dumped(engine);
      expect(everything).toContain(links[0]?.digest);
      const never = [...Object.values(plantedOfMeeting), planted.family_name, taxCode(1).value, taxCode(2).value];
      for (const value of never) expect(everything).not.toContain(value);
    });

    it('are closed with the key of their person, and the rest stays open', async () => {
      const { store, other } = given();
      const { people, state } = await held();
      expect(await other.convocation(state.id)).toEqual(state);
      expect(await store.destroySubjectKey(people[0] ?? '')).toBe(true);
      for (const one of [store, other]) {
        const left = await one.convocation(state.id);
        expect(left?.cases).toEqual([null, state.cases[1]]);
        expect(left?.beneficiaries).toEqual([]);
        expect(left).toMatchObject({
          members: state.members,
          status: state.status,
          minutes_text: plantedOfMeeting.meeting_minutes,
        });
        const events = await one.convocationEvents(state.id, 0, 9);
        expect(events.map(({ parts }) => parts?.map(({ payload }) => payload === null))).toEqual([
          [true, false],
          [],
          [true, false],
        ]);
      }
      // It goes on: what is said next is not about the person.
      const after = await store.convocation(state.id);
      expect(after === null ? null : await stepped(after, { type: 'cancel', reason: 'other' })).toMatchObject({
        status: 'cancelled',
      });
    });

    it('stay open to their keys when that of the convocation is destroyed, which nobody can read then', async () => {
      const { store, other } = given();
      const { state } = await held();
      expect(await store.destroySubjectKey(state.id)).toBe(true);
      for (const one of [store, other]) {
        expect(await one.convocation(state.id)).toBeNull();
        expect(await one.convocationAt(state.id, 1)).toBeNull();
        expect((await one.convocationEvents(state.id, 0, 9)).map(({ payload }) => payload)).toEqual([null, null, null]);
      }
      expect(idsOf(await store.listConvocations({ organization: 'comune-borgoverde' }, null, 9))).toEqual([state.id]);
    });

    const from = (id: string, version: number, part: string) =>
      `(SELECT p.sealed FROM event_part AS p WHERE p.stream = '${id}' AND p.version = ${version} AND p.part = '${part}')`;
    it.each([
      ['another part of the event', 'caso-2', 1],
      ['the same part of another version', 'caso-1', 3],
    ])('do not open in the place of %s', async (_, part, version) => {
      const { engine, storeWith } = given();
      const { state, people } = await held();
      // Under one key, so that only the place tells them apart.
      await run(
        engine,
        `UPDATE event_part SET sealed = ${from(state.id, version, part)}, subject_id = '${part === 'caso-1' ? people[0] : people[1]}'
         WHERE stream = '${state.id}' AND version = 1 AND part = 'caso-1'`,
      );
      await expect(storeWith(keyring).convocation(state.id)).rejects.toThrow();
    });

    it('do not open in another convocation, nor does what is of the meeting', async () => {
      const { engine, storeWith } = given();
      const one = await convened();
      const two = await convened();
      await run(
        engine,
        `UPDATE event_part SET sealed = ${from(two.state.id, 1, 'caso-1')}, subject_id = '${two.people[0]}'
         WHERE stream = '${one.state.id}' AND part = 'caso-1'`,
      );
      await expect(storeWith(keyring).convocation(one.state.id)).rejects.toThrow();
      await run(
        engine,
        `UPDATE event SET subject_id = '${two.state.id}', sealed = (SELECT e.sealed FROM event AS e WHERE e.stream = '${two.state.id}')
         WHERE stream = '${one.state.id}'`,
      );
      await expect(storeWith(keyring).convocationEvents(one.state.id, 0, 1)).rejects.toThrow();
      expect(await storeWith(keyring).convocation(two.state.id)).toEqual(two.state);
    });

    it('and the meeting come under a new master key like everybody', async () => {
      const { storeWith } = given();
      const { state } = await held();
      const store = storeWith(rotated);
      expect([await store.rewrap(2), await store.rewrap(2), await store.rewrap(2)]).toEqual([2, 1, 0]);
      const newest = rotated.masterKeys.get('2026-02') ?? new Uint8Array();
      const afterwards = storeWith({ ...rotated, masterKeys: new Map([['2026-02', newest]]) });
      expect(await afterwards.convocation(state.id)).toEqual(state);
    });
  });

  describe('the list of convocations', () => {
    const listed = (organization: string, more: { status?: string; cursor?: string | null; limit?: number } = {}) =>
      given().store.listConvocations({ organization, status: more.status }, more.cursor ?? null, more.limit ?? 50);

    it('has those a body convened or has a member in, newest first and each once', async () => {
      const one = await convened();
      const two = await convened();
      const both = [two.state.id, one.state.id];
      expect(idsOf(await listed('comune-borgoverde'))).toEqual(both);
      expect(idsOf(await listed('cpi-borgoverde'))).toEqual(both);
      expect(idsOf(await listed('altrove'))).toEqual([]);
      expect(await listed('comune-borgoverde', { limit: 1 })).toMatchObject({ items: [meetings.headOf(two.state)] });
    });

    it('narrows to a status and follows it', async () => {
      const one = await convened();
      const two = await convened();
      const off = await stepped(one.state, { type: 'cancel', reason: 'other' });
      expect(idsOf(await listed('comune-borgoverde', { status: 'cancelled' }))).toEqual([one.state.id]);
      expect(idsOf(await listed('cpi-borgoverde', { status: 'convened' }))).toEqual([two.state.id]);
      expect(await listed('cpi-borgoverde', { status: 'cancelled' })).toMatchObject({
        items: [{ version: off.version, updated_at: off.updated_at }],
      });
    });

    it('keeps a body that has no member any more, and gains one that is new', async () => {
      const { state } = await convened();
      const team = { type: 'change_members' as const, remove: ['scuola'] };
      const after = await stepped(state, team);
      expect(idsOf(await listed('ic-borgoverde'))).toEqual([after.id]);
    });

    it('is walked by cursors while others convene', async () => {
      const made: string[] = [];
      for (let count = 0; count < 5; count += 1) made.unshift((await convened()).state.id);
      for (const organization of ['comune-borgoverde', 'asl-borgoverde']) {
        const first = await listed(organization, { limit: 2 });
        const fresh = (await convened()).state.id;
        const second = await listed(organization, { limit: 2, cursor: nextOf(first) });
        const third = await listed(organization, { limit: 2, cursor: nextOf(second) });
        expect([first, second, third].flatMap(idsOf)).toEqual(made);
        expect(nextOf(third)).toBeNull();
        made.unshift(fresh);
      }
    });

    it('takes no cursor of another list', async () => {
      const { store, sample } = given();
      await store.commit({ exchanges: [sample.exchange(), sample.exchange()] });
      const cursor = nextOf(await store.listExchanges({}, null, 1));
      expect(await listed('comune-borgoverde', { cursor })).toBe('invalid_cursor');
    });
  });

  describe('the clock of convocations', () => {
    const dueAt = async (now: string, limit = 9) =>
      (await given().store.dueConvocations(now, limit)).map(({ id }) => id);

    it('gives what is due, by when it was due', async () => {
      const later = await convened({ head: { next_due: seconds(20) } });
      const sooner = await convened({ head: { next_due: seconds(10) } });
      await convened();
      expect(await dueAt(seconds(9))).toEqual([]);
      expect(await dueAt(seconds(10))).toEqual([sooner.state.id]);
      expect(await dueAt(seconds(99))).toEqual([sooner.state.id, later.state.id]);
      expect(await dueAt(seconds(99), 1)).toEqual([sooner.state.id]);
    });

    it('is set for the version that was seen, and for no later one', async () => {
      const { store, sample } = given();
      const { state } = await convened({ head: { next_due: seconds(10) } });
      const set = (version: number, next_due: string | null) =>
        store.commit({ exchanges: [sample.exchange()], nextDue: { id: state.id, version, next_due } });
      await set(1, seconds(30));
      expect(await dueAt(seconds(29))).toEqual([]);
      await stepped(state, answer('operatore'), { next_due: seconds(15) });
      await set(1, null);
      expect(await dueAt(seconds(15))).toEqual([state.id]);
      await set(2, null);
      expect(await dueAt(seconds(99))).toEqual([]);
    });

    it('counts the meetings of an organizer in an interval, those called off apart', async () => {
      const count = (from: string, until: string, limit = 9) =>
        given().store.countMeetings('comune-borgoverde', from, until, limit);
      const starts = '2026-12-10T08:30:00.000Z';
      const { state } = await convened();
      await convened();
      await convened({ head: { organizer: 'ats-borgoverde' } });
      await convened({ head: { starts_at: '2026-12-11T08:30:00.000Z' } });
      expect(await count(starts, '2026-12-11T00:00:00.000Z')).toBe(2);
      expect(await count('2026-12-10T00:00:00.000Z', starts)).toBe(0);
      expect(await count('2026-12-10T00:00:00.000Z', '2026-12-12T00:00:00.000Z', 1)).toBe(1);
      await stepped(state, { type: 'cancel', reason: 'other' });
      expect(await count(starts, '2026-12-11T00:00:00.000Z')).toBe(1);
    });
  });

  describe('the ledger', () => {
    it('keeps the convocation of a record and the reason of an operator', async () => {
      const { store, sample } = given();
      const { state } = await convened();
      const about = sample.exchange({ convocation_id: state.id, operation: 'convocation.mail' });
      const told = sample.exchange({ operation: 'delivery.rerun', reason: "Il relay l'ha persa." });
      await store.commit({ exchanges: [about, told] });
      expect(await store.exchange(about.id)).toEqual(about);
      expect(await store.exchange(told.id)).toEqual(told);
      const page = await store.listExchanges({ convocation_id: state.id }, null, 9);
      expect(page).toMatchObject({ items: [{ id: about.id }, { operation: 'convocation.event' }] });
      expect(await store.listExchanges({ convocation_id: sample.newId() }, null, 9)).toMatchObject({ items: [] });
      expect(await store.listExchanges({ convocation_id: state.id, organization: 'altrove' }, null, 9)).toMatchObject({
        items: [],
      });
    });
  });
}
