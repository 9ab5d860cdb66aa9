import { beforeEach, describe, expect, it } from 'vitest';
import type { Link, Listed } from '../../src/ports.ts';
import { createMeetings } from './store-convocation-sample.ts';
import { at, seconds } from './store-sample.ts';
import type { World } from './store-suite.ts';

const done = { committed: true };
const spent = { committed: false, conflict: 'link' };
const day = 24 * 3600;
const idsOf = <T extends { readonly id: string }>(page: Listed<T>) =>
  page === 'invalid_cursor' ? [page] : page.items.map(({ id }) => id);

/** Links, analyses and mails: what a convocation has around it. */
export function linkSuite(given: () => World) {
  let meetings: ReturnType<typeof createMeetings>;
  beforeEach(() => {
    meetings = createMeetings(given().sample);
  });
  const laid = async (more: Partial<Link> = {}) => {
    const link = meetings.link(more);
    expect(await given().store.commit({ exchanges: [given().sample.exchange()], links: [link] })).toEqual(done);
    return link;
  };
  const open = ({ digest }: Link, now = at, store = given().store) =>
    store.commit({ exchanges: [given().sample.exchange()], guards: [{ holds: 'link', digest, at: now }] });

  describe('a link', () => {
    it('is found by its digest, as it was laid', async () => {
      const { store, other } = given();
      for (const kind of ['answer', 'documents', 'reply'] as const) {
        const link = await laid({ kind });
        expect(await store.link(link.digest)).toEqual(link);
        expect(await other.link(link.digest)).toEqual(link);
      }
      expect(await store.link('digest-of-nothing')).toBeNull();
    });

    it('with one view left is opened by exactly one of ten who try at once', async () => {
      const { store, other } = given();
      const link = await laid({ views_left: 1 });
      const before = idsOf(await store.listExchanges({}, null, 50)).length;
      const results = await Promise.all(
        Array.from({ length: 10 }, (_, index) => open(link, at, index % 2 ? store : other)),
      );
      expect(results.filter(({ committed }) => committed)).toHaveLength(1);
      expect(results.filter(({ committed }) => !committed)).toEqual(Array(9).fill(spent));
      expect((await store.link(link.digest))?.views_left).toBe(0);
      // Who did not open it left no record of having opened it.
      expect(idsOf(await store.listExchanges({}, null, 50))).toHaveLength(before + 1);
    });

    it('gives as many views as it has', async () => {
      const link = await laid({ views_left: 3 });
      const results = [await open(link), await open(link), await open(link), await open(link)];
      expect(results).toEqual([done, done, done, spent]);
    });

    it('opens until it expires, and not at that instant', async () => {
      const link = await laid({ views_left: 9, expires_at: seconds(10) });
      expect(await open(link, seconds(9))).toEqual(done);
      expect(await open(link, seconds(10))).toEqual(spent);
      expect((await given().store.link(link.digest))?.views_left).toBe(8);
      expect(await open(meetings.link())).toEqual(spent);
    });

    it('is known for thirty days after it expired, and swept then', async () => {
      const { store } = given();
      const old = await laid({ expires_at: seconds(0) });
      const younger = await laid({ expires_at: seconds(60) });
      expect(await store.sweep(seconds(30 * day - 1), 10)).toBe(0);
      expect(await store.link(old.digest)).toEqual(old);
      expect(await store.sweep(seconds(30 * day), 10)).toBe(1);
      expect(await store.link(old.digest)).toBeNull();
      expect(await store.link(younger.digest)).toEqual(younger);
    });

    it('is swept within the limit, oldest first', async () => {
      const { store } = given();
      const links = [];
      for (const second of [2, 0, 1]) links.push(await laid({ expires_at: seconds(second) }));
      expect(await store.sweep(seconds(31 * day), 2)).toBe(2);
      expect(await store.link(links[0]?.digest ?? '')).toEqual(links[0]);
    });
  });

  describe('an analysis', () => {
    const person = async () => {
      const { store, sample } = given();
      const id = sample.newId();
      await store.commit({ exchanges: [sample.exchange()], subject: { id, identifiers: [], created_at: at } });
      return id;
    };
    const recorded = async (...analyses: ReturnType<typeof meetings.analysis>[]) => {
      const { store, sample } = given();
      return store.commit({ exchanges: [sample.exchange()], analyses });
    };

    it('is read in its latest version, or in one that is named', async () => {
      const { store, other } = given();
      const first = meetings.analysis(await person());
      const second = { ...first, version: 2, recorded_at: seconds(1), content: { ...first.content, case_id: 'BV-2' } };
      expect(await recorded(first)).toEqual(done);
      expect(await recorded(second)).toEqual(done);
      for (const one of [store, other]) {
        expect(await one.analysis(first.id)).toEqual(second);
        expect(await one.analysis(first.id, 1)).toEqual(first);
        expect(await one.analysis(first.id, 3)).toBeNull();
      }
      expect(await recorded({ ...second, content: first.content })).toMatchObject({ committed: false });
      expect(await store.analysis(first.id)).toEqual(second);
    });

    it('is closed with its person, in every version', async () => {
      const { store, other } = given();
      const subject_id = await person();
      const first = meetings.analysis(subject_id);
      await recorded(first);
      expect(await other.analysis(first.id)).toEqual(first);
      await store.destroySubjectKey(subject_id);
      expect([await store.analysis(first.id), await other.analysis(first.id, 1)]).toEqual([null, null]);
    });

    it('is listed for the body that recorded it, once, with cursors', async () => {
      const { store } = given();
      const [one, two] = [await person(), await person()];
      const made = [one, two, one].map((subject_id) => meetings.analysis(subject_id));
      const [a, b, c] = made.map(({ id }) => id);
      await recorded(...made);
      const [first] = made;
      if (first === undefined) throw new Error('three were made');
      const { content: _, ...head } = { ...first, version: 2, recorded_at: seconds(1) };
      await recorded({ ...first, version: 2, recorded_at: seconds(1) });
      await recorded(meetings.analysis(one, { recorded_by: 'ats-borgoverde' }));
      const by = { recorded_by: 'comune-borgoverde' };
      expect(idsOf(await store.listAnalyses(by, null, 9))).toEqual([c, b, a]);
      expect(await store.listAnalyses({ ...by, subject_id: two }, null, 9)).toMatchObject({ items: [{ id: b }] });
      const page = await store.listAnalyses(by, null, 2);
      if (page === 'invalid_cursor') throw new Error('no cursor was given');
      const rest = await store.listAnalyses(by, page.next_cursor, 2);
      expect([...idsOf(page), ...idsOf(rest)]).toEqual([c, b, a]);
      expect(rest).toMatchObject({ items: [head], next_cursor: null });
    });
  });

  describe('a mail', () => {
    const queued = async (...more: Parameters<typeof meetings.mail>[0][]) => {
      const deliveries = more.map((each) => meetings.mail(each));
      await given().store.commit({ exchanges: [given().sample.exchange()], deliveries });
      return deliveries;
    };
    const claim = () =>
      given().store.claim({ now: at, lease: 'lease-1', leaseUntil: seconds(60), limit: 10, exceptSystems: [] });

    it('is a delivery to a member of a convocation, and of no referral', async () => {
      const { store } = given();
      const [mail] = await queued({ member: 'scuola' });
      const { id, convocation_id } = mail ?? meetings.mail();
      const found = await store.delivery(id);
      expect(found).toMatchObject({ convocation_id, member: 'scuola', task: 'mail', event: 'invitation' });
      expect(found).not.toHaveProperty('referral_id');
      expect(await claim()).toMatchObject([{ id, convocation_id, member: 'scuola', sent_step: 'none' }]);
    });

    it('is found among those to its member', async () => {
      const { store, sample } = given();
      const convocation_id = sample.newId();
      const deliveries = await queued(
        { convocation_id, member: 'scuola' },
        { convocation_id, member: 'operatore' },
        { convocation_id, member: 'operatore', system: 'pec-relay' },
      );
      const [school, operator, certified] = deliveries.map(({ id }) => id);
      const of = async (more: object) =>
        idsOf(await store.listDeliveries({ referral_id: convocation_id, ...more }, null, 9));
      expect(await of({})).toEqual([certified, operator, school]);
      expect(await of({ member: 'operatore' })).toEqual([certified, operator]);
      expect(await of({ member: 'operatore', system: 'mail-relay' })).toEqual([operator]);
    });

    it('and the links it carries are written down in one, or neither is', async () => {
      const { store } = given();
      const [mail] = await queued({});
      const id = mail?.id ?? '';
      await claim();
      const links = [meetings.link({ kind: 'answer' }), meetings.link()];
      const wrong = [{ holds: 'network_version' as const, version: 7 }];
      expect(await store.markSent(id, 'lease-2', 'effect', at, [], links)).toBe(false);
      expect(await store.markSent(id, 'lease-1', 'effect', at, wrong, links)).toBe(false);
      expect(await store.link(links[0]?.digest ?? '')).toBeNull();
      expect((await store.expiredLeases(seconds(60), 9))[0]?.sent_step).toBe('none');
      expect(await store.markSent(id, 'lease-1', 'effect', at, [], links)).toBe(true);
      for (const link of links) expect(await store.link(link.digest)).toEqual(link);
      expect((await store.expiredLeases(seconds(60), 9))[0]?.sent_step).toBe('effect');
    });

    it('to one member waits for those before it, and for nobody else', async () => {
      const { sample } = given();
      const convocation_id = sample.newId();
      const deliveries = await queued(
        { convocation_id, version: 1 },
        { convocation_id, version: 2, event: 'cancellation' },
        { convocation_id, version: 2, member: 'scuola' },
        { convocation_id, version: 2, system: 'pec-relay', lane: `${convocation_id}:operatore:pec` },
      );
      const [first, , school, certified] = deliveries.map(({ id }) => id);
      expect((await claim()).map(({ id }) => id).toSorted()).toEqual([first, school, certified].toSorted());
    });
  });
}
