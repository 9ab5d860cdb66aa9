import { describe, expect, it } from 'vitest';
import { after, closedCircuit, phaseOf, probing } from '../../src/dispatch/circuit.ts';
import type { Circuit } from '../../src/ports.ts';
import { answer, at, createStand, noAnswer, seconds } from './dispatch-stand.ts';

const limits = { failuresMax: 3, openMs: 30_000 };
const circuit = (more: Partial<Circuit> = {}): Circuit => ({ ...closedCircuit('cpi-sil'), ...more });
const open = circuit({ failures: 3, open_until: seconds(30) });
const up = { alive: true, probe: false };
const down = { alive: false, probe: false };

describe('a circuit', () => {
  it.each([
    [circuit(), at, 'closed'],
    [circuit({ failures: 2 }), at, 'closed'],
    [open, at, 'open'],
    [open, seconds(29), 'open'],
    [open, seconds(30), 'half_open'],
  ] as const)('%# is in a phase by the clock alone', (state, now, phase) => {
    expect(phaseOf(state, now)).toBe(phase);
  });

  it.each([
    ['a success on a fresh one changes nothing', circuit(), up, at, null],
    ['a success clears earlier failures', circuit({ failures: 2 }), up, at, circuit()],
    ['a success closes an open one', open, up, at, circuit()],
    ['a failure counts', circuit(), down, at, circuit({ failures: 1 })],
    ['the last failure allowed opens it', circuit({ failures: 2 }), down, at, open],
    ['a straggler does not prolong the rest', open, down, seconds(10), null],
    [
      'a failed probe rests once more',
      open,
      { alive: false, probe: true },
      seconds(30),
      { failures: 4, open_until: seconds(60) },
    ],
    [
      'a probe that showed nothing makes way',
      open,
      { alive: null, probe: true },
      seconds(31),
      { open_until: seconds(31) },
    ],
    ['what showed nothing changes nothing', open, { alive: null, probe: false }, seconds(31), null],
  ] as const)('%s', (_what, state, result, now, expected) => {
    const next = after(state, result, now, limits);
    if (expected === null) expect(next).toBeNull();
    else expect(next).toMatchObject(expected);
  });

  it('is open for everybody else while a probe is under way', () => {
    const underProbe = probing(open, seconds(30), limits);
    expect(phaseOf(underProbe, seconds(30))).toBe('open');
    expect(phaseOf(underProbe, seconds(60))).toBe('half_open');
  });
});

describe('a destination that is down', () => {
  const many = Array.from({ length: 10 }, () => ({}));
  const small = { failuresMax: 3, inFlightPerSystemMax: 1 };
  const downStand = async () => {
    const stand = createStand({ answering: () => noAnswer('connect') });
    await stand.queue(...many);
    return stand;
  };

  it('is left alone after so many failures in a row; what waits is given back', async () => {
    const stand = await downStand();
    expect(await stand.run(small)).toMatchObject({ claimed: 10, deferred: 3, released: 7 });
    expect(stand.sent).toHaveLength(3);
    expect(await stand.store.circuits()).toMatchObject([
      { system_id: 'cpi-sil', failures: 3, open_until: seconds(30) },
    ]);
    expect(await stand.run(small)).toMatchObject({ claimed: 0 });
  });

  it('does not hold up another', async () => {
    const stand = await downStand();
    const [other] = await stand.queue({ system: 'asl-fhir' });
    stand.answerWith((_request, { id }) => (id === 'cpi-sil' ? noAnswer('connect') : answer(200)));
    await stand.run(small);
    expect(await stand.delivery(other)).toMatchObject({ state: 'delivered' });
  });

  it('is tried with one probe, which fails', async () => {
    const stand = await downStand();
    await stand.run(small);
    stand.pass(30_000);
    expect(await stand.run({ ...small, inFlightPerSystemMax: 8 })).toMatchObject({ deferred: 1 });
    expect(stand.sent).toHaveLength(4);
    expect(await stand.store.circuits()).toMatchObject([{ failures: 4, open_until: seconds(60) }]);
  });

  it('is tried with one probe, which succeeds; then the others follow', async () => {
    const stand = await downStand();
    await stand.run(small);
    stand.pass(3_600_000);
    const answered: number[] = [];
    stand.answerWith(async () => {
      answered.push(stand.sent.length);
      await new Promise((turn) => setImmediate(turn));
      return answer(200);
    });
    expect(await stand.run({ ...small, inFlightPerSystemMax: 8 })).toMatchObject({ delivered: 10 });
    // While the probe was under way nothing else was sent: the second request came after the first answer.
    expect(answered.slice(0, 2)).toEqual([4, 5]);
    expect(await stand.store.circuits()).toMatchObject([{ failures: 0, open_until: null }]);
  });

  it('is probed by one replica only', async () => {
    let others = 0;
    const stand = createStand({
      answering: () => noAnswer('connect'),
      wrap: (store) => ({
        ...store,
        saveCircuit: async (wanted) => {
          others += 1;
          // Another replica takes the probe in the same moment.
          if (others === 4) await store.saveCircuit(probing(wanted, wanted.open_until ?? at, limits));
          return store.saveCircuit(wanted);
        },
      }),
    });
    await stand.queue({}, {}, {}, {});
    await stand.run(small);
    stand.pass(30_000);
    expect(await stand.run(small)).toMatchObject({ released: expect.any(Number), deferred: 0 });
    expect(stand.sent).toHaveLength(3);
  });

  it('that says no is not down', async () => {
    const stand = createStand({ answering: () => answer(409) });
    await stand.queue(...many);
    expect(await stand.run(small)).toMatchObject({ refused: 10 });
  });

  it('that answers 500 is down, unless the adapter understood a yes or a no in it', async () => {
    const saying = (outcome: 'refused' | 'unknown') =>
      createStand({
        adapter: {
          write: () => ({
            send: { method: 'POST', path: '/', headers: {}, body: null },
            effect: true,
            next: () => ({ verdict: { outcome, code: 'fake/fault', detail: 'A fault.' } }),
          }),
        },
        answering: () => answer(500),
      });
    for (const [outcome, failures] of [
      ['refused', 0],
      ['unknown', 3],
    ] as const) {
      const stand = saying(outcome);
      await stand.queue(...many);
      await stand.run(small);
      expect((await stand.store.circuits())[0]?.failures ?? 0).toBe(failures);
    }
  });
});
