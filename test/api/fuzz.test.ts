import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fixtures } from './fixtures.ts';
import { type Ask, goodAsk, published } from './matrix.ts';
import { type Filled, fill, type Stand, startStand } from './stand.ts';

// The same attempts every time; a failure is reproduced by running the file again.
const fixed = { seed: 20261120, endOnFailure: true } as const;

let stand: Stand;
let filled: Filled;
beforeAll(async () => {
  stand = await startStand();
  filled = await fill(stand);
});
afterAll(() => stand.close());

const writes = published.filter(
  ({ types }) => types[0] === 'application/json' || types[0] === 'application/x-www-form-urlencoded',
);
const asks = async (): Promise<Ask[]> =>
  Promise.all(published.map((operation) => goodAsk(operation, fixtures[operation.id] ?? never(), stand, filled)));
const never = (): never => {
  throw new Error('no fixture');
};

/** Text that has broken something somewhere. */
const nasty = fc.constantFrom(
  '\u0000',
  '\u202e\u2066',
  '\ud800',
  '\ufeff',
  '\r\nX-Injected: 1',
  '=HYPERLINK("http://x")',
  "'; DROP TABLE referral; --",
  '{{7*7}}',
  '$' + '{7*7}',
  '../../etc/passwd',
  '%00%0a',
  '<script>alert(1)</script>',
  '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>',
  'e\u0301'.repeat(500),
  '𝒳'.repeat(300),
  'a'.repeat(70_000),
  '9'.repeat(400),
  '-0',
  '1e999',
  'NaN',
  '__proto__',
  'constructor',
  'toString',
  '\\',
  '"',
  '',
);
const value = fc.oneof(
  nasty,
  fc.jsonValue({ maxDepth: 4 }),
  fc.constantFrom<unknown>(null, true, 0, -1, 1e308, 2 ** 53, [], {}, [[[]]]),
);

/** The same value with one place of it replaced, removed, or given a companion. */
function damaged(whole: unknown, path: readonly number[], put: unknown, how: 'replace' | 'remove' | 'add'): unknown {
  const [at, ...rest] = path;
  if (typeof whole !== 'object' || whole === null || at === undefined) return put;
  const entries = Object.entries(whole);
  const [name, member] = entries[at % Math.max(1, entries.length)] ?? ['', undefined];
  const changed = {
    ...whole,
    ...(how === 'add' ? { [typeof put === 'string' ? put : 'x']: put } : { [name]: damaged(member, rest, put, how) }),
  };
  if (how === 'remove' && rest.length === 0) Reflect.deleteProperty(changed, name);
  return Array.isArray(whole) ? Object.values(changed) : changed;
}

async function expectNoFailure(ask: Ask): Promise<void> {
  const before = await stand.counts();
  const reply = await stand.send(ask);
  expect(reply.status).toBeLessThan(500);
  expect(reply.headers.get('x-injected')).toBeNull();
  if (reply.status < 400) return;
  const { exchange, reply: remembered, ...after } = await stand.counts();
  expect(before).toMatchObject(after);
  // A denial is recorded and remembered, once; a refusal of the form is neither.
  expect(Number(exchange) - Number(before.exchange)).toBeLessThanOrEqual(1);
  expect(Number(remembered) - Number(before.reply)).toBeLessThanOrEqual(1);
}

describe('whatever is sent,', () => {
  it.each(writes.map((operation) => [operation.id, operation] as const))(
    '%s answers with a reply or a problem',
    async (id, operation) => {
      const ask = await goodAsk(operation, fixtures[id] ?? never(), stand, filled);
      const good: unknown = id === 'issue_token' ? {} : JSON.parse(String(ask.body));
      const path = fc.array(fc.nat(20), { minLength: 1, maxLength: 5 });
      await fc.assert(
        fc.asyncProperty(
          path,
          value,
          fc.constantFrom('replace', 'remove', 'add' as const),
          fc.nat(),
          async (at, put, how, key) => {
            const headers = {
              ...ask.headers,
              ...(operation.needs.includes('Idempotency-Key') ? { 'idempotency-key': `fuzz-${id}-${key}` } : {}),
            };
            await expectNoFailure({ ...ask, headers, body: JSON.stringify(damaged(good, at, put, how)) });
          },
        ),
        { ...fixed, numRuns: 40 },
      );
    },
  );

  it('paths, queries and headers are answered with a reply or a problem', async () => {
    const all = await asks();
    const text = fc.oneof(nasty, fc.string({ unit: 'binary', maxLength: 40 }));
    const header = fc.constantFrom(
      'accept',
      'content-type',
      'idempotency-key',
      'if-match',
      'x-correlation-id',
      'authorization',
      'content-length',
      'content-encoding',
    );
    const visible = (text: string) => text.replaceAll(/[^\x20-\x7e]/g, '').slice(0, 4000);
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...all), text, text, header, text, async (ask, segment, query, name, sent) => {
        const path = `${ask.path}${segment === '' ? '' : `/${encodeURIComponent(segment.toWellFormed()).slice(0, 2000)}`}?${encodeURIComponent(query.toWellFormed()).slice(0, 2000)}`;
        await expectNoFailure({ ...ask, path });
        await expectNoFailure({ ...ask, headers: { ...ask.headers, [name]: visible(sent) } });
      }),
      { ...fixed, numRuns: 150 },
    );
  });

  it('bytes that are no text are answered with a problem', async () => {
    const all = (await asks()).filter(({ body }) => body !== undefined);
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...all), fc.uint8Array({ minLength: 1, maxLength: 200 }), (ask, body) =>
        expectNoFailure({ ...ask, body }),
      ),
      { ...fixed, numRuns: 150 },
    );
  });

  it('nothing was logged as a failure', () => {
    expect(stand.lines.filter((line) => /"level":"(warn|error)"/.test(line))).toEqual([]);
  });
});
