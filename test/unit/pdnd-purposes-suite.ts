import { beforeEach, describe, expect, it } from 'vitest';
import { createPdndStand, failed, held, ids, json, type PdndStand, routes, trustWith } from './pdnd-stand.ts';

const trust = trustWith();
const minute = 60_000;
const at = (ms: number) => new Date(ms).toISOString();
const purpose = (state: string, id: string = ids.purpose) => json({ id, currentVersion: { state } });
const event = (id: string, ms: number, purposeId: string = ids.purpose) => ({
  id,
  eventType: 'PurposeSuspended',
  eventTimestamp: at(ms),
  purposeId,
});

/** What PDND says of purposes, and how the gateway learns that it changed. */
export function purposesSuite(runtime: string) {
  describe(`purposes on ${runtime}`, () => {
    let stand: PdndStand;
    let state: string;
    let events: ReturnType<typeof event>[];
    beforeEach(() => {
      stand = createPdndStand();
      state = 'ACTIVE';
      events = [];
      stand.answer(
        routes({
          [`/purposes/${ids.purpose}`]: () => purpose(state),
          [`/purposes/${ids.other}`]: () => purpose('ACTIVE', ids.other),
          '/purposeEvents': ({ url }) => {
            const { searchParams } = new URL(url);
            const last = events.findIndex(({ id }) => id === searchParams.get('lastEventId'));
            return json({ events: events.slice(last + 1, last + 1 + Number(searchParams.get('limit'))) });
          },
        }),
      );
    });

    it.each([
      ['ACTIVE', 'active'],
      ['SUSPENDED', 'suspended'],
      ['ARCHIVED', 'suspended'],
      ['REJECTED', 'suspended'],
      ['DRAFT', 'suspended'],
      ['WAITING_FOR_APPROVAL', 'suspended'],
    ])('that are %s on PDND are %s here, in both versions of its API', async (said, expected) => {
      stand.answer(() => json({ id: ids.purpose, throughput: 1, state: said }));
      expect(await stand.pdnd().purposeStateOf(trust, ids.purpose)).toBe(expected);
      stand = createPdndStand();
      stand.answer(() => purpose(said));
      expect(await stand.pdnd().purposeStateOf(trust, ids.purpose)).toBe(expected);
    });

    it.each(['suspendedByConsumer', 'suspendedByProducer'])('with %s are suspended', async (by) => {
      stand.answer(() => json({ id: ids.purpose, currentVersion: { state: 'ACTIVE' }, [by]: true }));
      expect(await stand.pdnd().purposeStateOf(trust, ids.purpose)).toBe('suspended');
    });

    it('are not asked for where no client of the API is configured', async () => {
      expect(await stand.pdnd().purposeStateOf(trustWith({}, null), ids.purpose)).toBe('not_asked');
      expect(stand.asked).toEqual([]);
    });

    it('are asked for once by 100 at once, and once for two replicas', async () => {
      const { purposeStateOf } = stand.pdnd();
      const said = await Promise.all(Array.from({ length: 100 }, () => purposeStateOf(trust, ids.purpose)));
      expect(new Set(said)).toEqual(new Set(['active']));
      expect(await stand.pdnd().purposeStateOf(trust, ids.purpose)).toBe('active');
      expect(stand.asked).toHaveLength(1);
    });

    it('are the same in capitals', async () => {
      const { purposeStateOf } = stand.pdnd();
      expect(await purposeStateOf(trust, ids.purpose.toUpperCase())).toBe('active');
      expect(await purposeStateOf(trust, ids.purpose)).toBe('active');
      expect(stand.asked).toHaveLength(1);
    });

    it('that PDND does not know are unknown, and asked for again after a minute', async () => {
      stand.answer(routes({}));
      const { purposeStateOf } = stand.pdnd();
      expect(await purposeStateOf(trust, ids.purpose)).toBe('unknown');
      stand.answer(() => purpose('ACTIVE'));
      stand.later(minute);
      expect(await purposeStateOf(trust, ids.purpose)).toBe('unknown');
      stand.later(1);
      expect(await purposeStateOf(trust, ids.purpose)).toBe('active');
    });

    it('count for an hour while PDND does not answer, and are stale afterwards, on every replica', async () => {
      const { purposeStateOf } = stand.pdnd();
      await purposeStateOf(trust, ids.purpose);
      stand.answer(() => failed);
      stand.later(60 * minute - 1);
      expect(await purposeStateOf(trust, ids.purpose)).toBe('active');
      expect(await stand.pdnd().purposeStateOf(trust, ids.purpose)).toBe('active');
      stand.later(2);
      expect(await purposeStateOf(trust, ids.purpose)).toBe('stale');
      expect(await purposeStateOf(trust, ids.purpose)).toBe('stale');
      expect(await stand.pdnd().purposeStateOf(trust, ids.purpose)).toBe('stale');
      // One request of each replica: a source that failed is left alone for a moment.
      expect(stand.asked).toHaveLength(3);
    });

    it('are believed as long as the network document says', async () => {
      const brief = trustWith({}, { purposes_stale_seconds_max: 60 });
      const { purposeStateOf } = stand.pdnd();
      await purposeStateOf(brief, ids.purpose);
      stand.answer(() => failed);
      stand.later(minute);
      expect(await purposeStateOf(brief, ids.purpose)).toBe('active');
      stand.later(1);
      expect(await purposeStateOf(brief, ids.purpose)).toBe('stale');
    });

    it.each([
      ['of another purpose', purpose('ACTIVE', ids.other)],
      ['with no identifier', json({ state: 'ACTIVE' })],
      ['that failed', json({ id: ids.purpose, state: 'ACTIVE' }, 500)],
    ])('are stale after an answer %s', async (_, reply) => {
      stand.answer(() => reply);
      expect(await stand.pdnd().purposeStateOf(trust, ids.purpose)).toBe('stale');
    });

    it('that PDND may not show us are stale, and left alone for a moment each', async () => {
      stand.answer(() => json({}, 403));
      const { purposeStateOf } = stand.pdnd();
      for (let index = 0; index < 10; index += 1) expect(await purposeStateOf(trust, ids.purpose)).toBe('stale');
      // The second with a new voucher.
      expect(stand.asked).toHaveLength(2);
      expect(await purposeStateOf(trust, ids.other)).toBe('stale');
      stand.later(5_000);
      await purposeStateOf(trust, ids.purpose);
      expect(stand.asked).toHaveLength(4);
    });

    it('are answered from memory when the store does not answer', async () => {
      const { purposeStateOf } = stand.pdnd();
      await purposeStateOf(trust, ids.purpose);
      stand.storeUp(false);
      stand.answer(() => failed);
      stand.later(minute);
      expect(await purposeStateOf(trust, ids.purpose)).toBe('active');
      expect(await purposeStateOf(trust, ids.other)).toBe('stale');
    });

    describe('refreshed', () => {
      const ours = [ids.purpose];
      const round = async (pdnd: ReturnType<PdndStand['pdnd']>) => {
        stand.later(30_000);
        await pdnd.refresh(trust, ours);
      };

      it('follow what an event says: suspended, and active again', async () => {
        const pdnd = stand.pdnd();
        expect(await pdnd.purposeStateOf(trust, ids.purpose)).toBe('active');
        state = 'SUSPENDED';
        events.push(event('e1', stand.nowMs() + 1_000));
        expect(await pdnd.purposeStateOf(trust, ids.purpose)).toBe('active');
        await round(pdnd);
        expect(await pdnd.purposeStateOf(trust, ids.purpose)).toBe('suspended');
        state = 'ACTIVE';
        events.push(event('e2', stand.nowMs() + 1_000));
        await round(pdnd);
        expect(await pdnd.purposeStateOf(trust, ids.purpose)).toBe('active');
        expect(
          stand.asked.filter(({ url }) => url.includes('purposeEvents')).map(({ url }) => new URL(url).search),
        ).toEqual(['?limit=500', '?lastEventId=e1&limit=500']);
      });

      it('keep their pace where reading takes its time', async () => {
        const pdnd = stand.pdnd();
        stand.answer(() => {
          stand.later(1_400);
          return json({ events: [] });
        });
        await round(pdnd);
        // As a clock ticks: each second.
        for (let second = 0; second < 62; second += 1) {
          stand.later(1_000);
          await pdnd.refresh(trust, []);
        }
        expect(stand.count('purposeEvents')).toBe(3);
      });

      it('are learned by a replica that did not read the event itself', async () => {
        const [one, two] = [stand.pdnd(), stand.pdnd()];
        for (const each of [one, two]) expect(await each.purposeStateOf(trust, ids.purpose)).toBe('active');
        state = 'SUSPENDED';
        events.push(event('e1', stand.nowMs() + 1_000));
        await round(one);
        await two.refresh(trust, ours);
        expect(stand.count('purposeEvents')).toBe(1);
        expect(await two.purposeStateOf(trust, ids.purpose)).toBe('suspended');
      });

      it('by two replicas at once are read twice, and nothing is lost', async () => {
        const [one, two] = [stand.pdnd(), stand.pdnd()];
        await one.purposeStateOf(trust, ids.purpose);
        state = 'SUSPENDED';
        events.push(event('e1', stand.nowMs() + 1_000));
        stand.later(30_000);
        await Promise.all([one.refresh(trust, ours), two.refresh(trust, ours)]);
        for (const each of [one, two]) expect(await each.purposeStateOf(trust, ids.purpose)).toBe('suspended');
      });

      it('keep an event until the state was read', async () => {
        const pdnd = stand.pdnd();
        await pdnd.purposeStateOf(trust, ids.purpose);
        events.push(event('e1', stand.nowMs() + 1_000));
        stand.answer(routes({ '/purposeEvents': json({ events }), [`/purposes/${ids.purpose}`]: failed }));
        await round(pdnd);
        expect(await pdnd.purposeStateOf(trust, ids.purpose)).toBe('active');
        stand.answer(
          routes({ '/purposeEvents': json({ events }), [`/purposes/${ids.purpose}`]: purpose('SUSPENDED') }),
        );
        await round(pdnd);
        expect(await pdnd.purposeStateOf(trust, ids.purpose)).toBe('suspended');
        const asked = stand.count('/purposes/');
        stand.answer(routes({ '/purposeEvents': json({ events: [] }) }));
        await round(pdnd);
        expect(stand.count('/purposes/')).toBe(asked);
      });

      it('go on behind a purpose that PDND cannot show, and keep its event', async () => {
        const both = [ids.other, ids.purpose];
        const pdnd = stand.pdnd();
        for (const each of both) await pdnd.purposeStateOf(trust, each);
        events.push(event('e1', stand.nowMs() + 1_000, ids.other), event('e2', stand.nowMs() + 2_000));
        let broken = true;
        stand.answer(
          routes({
            '/purposeEvents': ({ url }) => {
              const last = events.findIndex(({ id }) => id === new URL(url).searchParams.get('lastEventId'));
              return json({ events: events.slice(last + 1) });
            },
            [`/purposes/${ids.other}`]: () => (broken ? json({}, 500) : purpose('SUSPENDED', ids.other)),
            [`/purposes/${ids.purpose}`]: purpose('SUSPENDED'),
          }),
        );
        stand.later(30_000);
        await pdnd.refresh(trust, both);
        const told = () => Promise.all(both.map((each) => pdnd.purposeStateOf(trust, each)));
        expect(await told()).toEqual(['active', 'suspended']);
        broken = false;
        stand.later(30_000);
        await pdnd.refresh(trust, both);
        expect(await told()).toEqual(['suspended', 'suspended']);
        stand.later(30_000);
        await pdnd.refresh(trust, both);
        expect(stand.count('lastEventId=e2')).toBe(2);
      });

      it('hear of a purpose thousands of events behind one that PDND never shows', async () => {
        const both = [ids.other, ids.purpose];
        const pdnd = stand.pdnd();
        for (const each of both) await pdnd.purposeStateOf(trust, each);
        events.push(event('e1', stand.nowMs() + 1_000, ids.other));
        events.push(...Array.from({ length: 4_500 }, (_, index) => event(`o${index}`, stand.nowMs(), ids.producer)));
        events.push(event('last', stand.nowMs() + 2_000));
        stand.answer(
          routes({
            '/purposeEvents': ({ url }) => {
              const last = events.findIndex(({ id }) => id === new URL(url).searchParams.get('lastEventId'));
              return json({ events: events.slice(last + 1, last + 501) });
            },
            [`/purposes/${ids.other}`]: json({}, 500),
            [`/purposes/${ids.purpose}`]: purpose('SUSPENDED'),
          }),
        );
        for (let rounds = 0; rounds < 3; rounds += 1) {
          stand.later(30_000);
          await pdnd.refresh(trust, both);
        }
        expect(await pdnd.purposeStateOf(trust, ids.purpose)).toBe('suspended');
        expect(stand.count('purposeEvents')).toBe(10);
      });

      it('that are old are read again although PDND cannot show one of them', async () => {
        const both = [ids.other, ids.purpose];
        const pdnd = stand.pdnd();
        for (const each of both) await pdnd.purposeStateOf(trust, each);
        stand.answer(
          routes({
            '/purposeEvents': json({ events: [] }),
            [`/purposes/${ids.other}`]: json({}, 500),
            [`/purposes/${ids.purpose}`]: purpose('SUSPENDED'),
          }),
        );
        stand.later(31 * minute);
        await pdnd.refresh(trust, both);
        expect(await pdnd.purposeStateOf(trust, ids.purpose)).toBe('suspended');
      });

      it.each([400, 404, 422])(
        'begin anew when PDND does not know their place any more (%i), and it is logged',
        async (status) => {
          const pdnd = stand.pdnd();
          await pdnd.purposeStateOf(trust, ids.purpose);
          events.push(event('e1', stand.nowMs() + 1_000));
          await round(pdnd);
          events.push(event('e2', stand.nowMs() + 200_000));
          stand.answer(
            routes({
              '/purposeEvents': ({ url }) => (url.includes('lastEventId') ? json({}, status) : json({ events })),
              [`/purposes/${ids.purpose}`]: purpose('SUSPENDED'),
            }),
          );
          stand.later(200_000);
          await pdnd.refresh(trust, ours);
          expect(await pdnd.purposeStateOf(trust, ids.purpose)).toBe('active');
          expect(stand.log).toContain('pdnd.events_unreadable {"from":"place"}');
          await round(pdnd);
          expect(await pdnd.purposeStateOf(trust, ids.purpose)).toBe('suspended');
        },
      );

      it('ask for no purpose of others, nor for what was read long after the event', async () => {
        const pdnd = stand.pdnd();
        events.push(event('e1', stand.nowMs() + 1_000, ids.other), event('e2', stand.nowMs() - 120_000));
        await pdnd.purposeStateOf(trust, ids.purpose);
        await round(pdnd);
        expect(stand.count('/purposes/')).toBe(1);
      });

      it('read many pages, a few at a time, and go on where they were', async () => {
        const pdnd = stand.pdnd();
        await pdnd.purposeStateOf(trust, ids.purpose);
        events.push(...Array.from({ length: 2_500 }, (_, index) => event(`o${index}`, stand.nowMs(), ids.other)));
        events.push(event('last', stand.nowMs() + 1_000));
        state = 'SUSPENDED';
        await round(pdnd);
        expect([stand.count('purposeEvents'), await pdnd.purposeStateOf(trust, ids.purpose)]).toEqual([4, 'active']);
        await round(pdnd);
        expect([stand.count('purposeEvents'), await pdnd.purposeStateOf(trust, ids.purpose)]).toEqual([6, 'suspended']);
      });

      it('read again, so many at a time, what is older than half of the time that it is believed', async () => {
        const many = Array.from({ length: 30 }, (_, index) => ids.purpose.slice(0, -2) + String(index + 10));
        stand.answer(({ url }) =>
          url.includes('Events') ? json({ events }) : purpose('ACTIVE', url.split('/').at(-1)),
        );
        const pdnd = stand.pdnd();
        await pdnd.refresh(trust, many);
        expect(stand.count('/purposes/')).toBe(20);
        stand.later(30_000);
        await pdnd.refresh(trust, many);
        expect(stand.count('/purposes/')).toBe(30);
        stand.later(29 * minute);
        await pdnd.refresh(trust, many);
        expect(stand.count('/purposes/')).toBe(30);
        stand.later(minute);
        await pdnd.refresh(trust, many);
        expect(stand.count('/purposes/')).toBe(50);
      });

      it('take turns where they are more than one refresh looks at', async () => {
        const many = Array.from({ length: 250 }, (_, index) => ids.purpose.slice(0, -3) + String(index + 100));
        stand.answer(({ url }) =>
          url.includes('Events') ? json({ events }) : purpose('ACTIVE', url.split('/').at(-1)),
        );
        const pdnd = stand.pdnd();
        await pdnd.refresh(trust, many);
        stand.later(30_000);
        await pdnd.refresh(trust, many);
        const askedFor = (from: number, until?: number) =>
          many.slice(from, until).filter((id) => stand.count(`/purposes/${id}`) > 0).length;
        expect([askedFor(0, 200), askedFor(200)]).toEqual([20, 20]);
      });

      it('are not asked for more often than every thirty seconds, nor without a client of the API', async () => {
        const pdnd = stand.pdnd();
        for (let index = 0; index < 30; index += 1) {
          await pdnd.refresh(trust, ours);
          stand.later(1_000);
        }
        expect(stand.count('purposeEvents')).toBe(1);
        await stand.pdnd().refresh(trustWith({}, null), ours);
        expect(stand.count('purposeEvents')).toBe(1);
      });

      it('wait for nothing else while PDND hangs', async () => {
        const hanging = held();
        const pdnd = stand.pdnd();
        await pdnd.purposeStateOf(trust, ids.purpose);
        stand.answer(() => hanging.result);
        stand.later(30_000);
        const waiting = pdnd.refresh(trust, ours);
        expect(await pdnd.purposeStateOf(trust, ids.purpose)).toBe('active');
        hanging.give(failed);
        await waiting;
      });
    });
  });
}
