import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import demoKeys from '../../contracts/catalogue/demo-keys.json' with { type: 'json' };
import { readTracing } from '../../src/command/index.ts';
import { createStore } from '../../src/commit/index.ts';
import { openSqlite } from '../../src/commit/sqlite.ts';
import { pdndTracing } from '../../src/entry/cli/pdnd-tracing.ts';
import { runCli } from '../../src/entry/cli/run.ts';
import { createNodeCrypto } from '../../src/entry/crypto-node.ts';
import { folds } from '../../src/entry/folds.ts';
import { generateKeys } from '../../src/entry/generate-keys.ts';
import { openConfigured } from '../../src/entry/open-configured.ts';
import { startNode } from '../../src/entry/start-node.ts';
import { tracingCsv, tracingDay } from '../../src/pdnd/index.ts';
import type { Call, Store } from '../../src/ports.ts';
import { keyring } from '../conformance/store-keyring.ts';
import { createSample } from '../conformance/store-sample.ts';

const now = '2027-03-01T10:00:00.000Z';
const purposes = ['0e1e4c98-6f2e-4f55-90e3-45f7d3f1dbf8', '1cafea11-08a0-4eaf-a3ee-3e9839c8c2a9'];
const head = 'date,purpose_id,status,token_id,requests_count\n';

const wrote = async (store: Pick<Store, 'tracing'>, date: string, pageRows?: number) => {
  const day = tracingDay(date, now);
  if (day === null) throw new Error('there is no such day');
  const pieces: string[] = [];
  for await (const piece of tracingCsv(store.tracing, day, pageRows)) pieces.push(piece);
  return pieces;
};

const callAt = (sample: ReturnType<typeof createSample>, at: string, token_id: string, status = 200, which = 0) =>
  sample.exchange({
    operation: 'pdnd.call',
    at,
    call: { operation: 'readReferral', status, purpose_id: purposes[which], token_id },
  });

const opened: Store[] = [];
const sampleStore = () => {
  const engine = openSqlite({ path: ':memory:' });
  const store = createStore({ engine, crypto: createNodeCrypto(), keyring, ...folds });
  opened.push(store);
  return { store, sample: createSample(1) };
};
afterAll(() => Promise.all(opened.map((store) => store.close())));

describe('a day of tracing', () => {
  it.each([
    ['2026-11-25', '2026-11-24T23:00:00.000Z', 24],
    ['2026-07-01', '2026-06-30T22:00:00.000Z', 24],
    ['2026-03-29', '2026-03-28T23:00:00.000Z', 23],
    ['2026-10-25', '2026-10-24T22:00:00.000Z', 25],
    ['2027-03-01', '2027-02-28T23:00:00.000Z', 24],
  ])('%s begins in Rome at %s and has %i hours', (date, from, hours) => {
    const day = tracingDay(date, now);
    expect(day).toMatchObject({ date, from });
    expect(Date.parse(day?.until ?? '') - Date.parse(from)).toBe(hours * 3_600_000);
  });

  it.each(['2027-03-02', '2027-02-29', '2026-13-01', '2026-1-1', '20261125', '', '2026-11-25T00:00'])(
    '%j is none, or has not begun',
    (date) => {
      expect(tracingDay(date, now)).toBeNull();
    },
  );

  it('begins at midnight in Rome, not in Greenwich', () => {
    expect(tracingDay('2027-03-02', '2027-03-01T22:59:59.999Z')).toBeNull();
    expect(tracingDay('2027-03-02', '2027-03-01T23:00:00.000Z')).not.toBeNull();
  });
});

describe('the tracing of a day', () => {
  it('has a line for each purpose, status and voucher, exact to the call', async () => {
    const { store, sample } = sampleStore();
    const counts = new Map<string, number>();
    for (let index = 0; index < 1_000; index += 1) {
      const [which, status, token] = [index % 2, [200, 404, 500][index % 3] ?? 200, `jti-${index % 7}`];
      const at = new Date(Date.parse('2026-11-24T23:00:00.000Z') + index * 86_399).toISOString();
      await store.commit({ exchanges: [callAt(sample, at, token, status, which)] });
      const line = `2026-11-25,${purposes[which]},${status},${token}`;
      counts.set(line, (counts.get(line) ?? 0) + 1);
    }
    // Beside them: calls without a voucher, other days, other operations.
    await store.commit({
      exchanges: [
        sample.exchange({ at: '2026-11-25T09:00:00.000Z' }),
        sample.exchange({
          at: '2026-11-25T09:00:00.000Z',
          operation: 'pdnd.call',
          call: { operation: 'x', status: 401 },
        }),
        callAt(sample, '2026-11-24T22:59:59.999Z', 'jti-0'),
        callAt(sample, '2026-11-25T23:00:00.000Z', 'jti-0'),
      ],
    });
    const expected = [...counts].map(([line, count]) => `${line},${count}\n`).toSorted();
    expect(expected).toHaveLength(42);
    const pieces = await wrote(store, '2026-11-25', 10);
    expect(pieces).toHaveLength(5);
    const lines = pieces.join('').split(/(?<=\n)/);
    expect(lines[0]).toBe(head);
    expect(lines.slice(1).toSorted()).toEqual(expected);
    const total = lines.slice(1).reduce((sum, line) => sum + Number(line.trim().split(',').at(-1)), 0);
    expect(total).toBe(1_000);
    expect((await wrote(store, '2026-11-25')).join('')).toBe(pieces.join(''));
  });

  it('has the hour that comes twice and lacks the one that is left out', async () => {
    const { store, sample } = sampleStore();
    const instants = {
      '2026-10-25': [
        '2026-10-24T22:00:00.000Z',
        '2026-10-25T00:30:00.000Z',
        '2026-10-25T01:30:00.000Z',
        '2026-10-25T22:59:59.999Z',
      ],
      '2026-03-29': [
        '2026-03-28T23:00:00.000Z',
        '2026-03-29T00:59:59.999Z',
        '2026-03-29T01:00:00.000Z',
        '2026-03-29T21:59:59.999Z',
      ],
    };
    for (const at of Object.values(instants).flat()) await store.commit({ exchanges: [callAt(sample, at, 'jti')] });
    for (const date of Object.keys(instants))
      expect((await wrote(store, date)).join('')).toBe(`${head}${date},${purposes[0]},200,jti,4\n`);
    expect((await wrote(store, '2026-10-26')).join('')).toBe(head);
  });

  it('of an empty day has the names of the columns', async () => {
    expect(await wrote(sampleStore().store, '2026-11-25')).toEqual([head]);
  });

  it('quotes what RFC 4180 asks to quote, and leaves every identifier as it is', async () => {
    const { store, sample } = sampleStore();
    const tokens = ['a,b', 'say "yes"', 'two\nlines', '=1+1', ' spaced '];
    for (const token of tokens) await store.commit({ exchanges: [callAt(sample, '2026-11-25T09:00:00.000Z', token)] });
    const text = (await wrote(store, '2026-11-25', 2)).join('');
    for (const cell of ['"a,b"', '"say ""yes"""', '"two\nlines"', '=1+1', ' spaced '])
      expect(text).toContain(`,200,${cell},1\n`);
  });
});

describe('the tracing of a day in one reply', () => {
  const under = { caller: { scopes: ['network:write'] } } as unknown as Call;
  const two = async () => {
    const { store, sample } = sampleStore();
    const call = (token: string, status: number) => callAt(sample, '2026-11-25T09:00:00.000Z', token, status);
    await store.commit({ exchanges: [call('a', 200), call('b', 404)] });
    return { store, call };
  };

  it('is of one instant, whatever is written meanwhile', async () => {
    const { store, call } = await two();
    let asked = 0;
    const tracing: Store['tracing'] = async (...ask) => {
      asked += 1;
      const rows = await store.tracing(...ask);
      // Each unit has a call in the first line and one in the last.
      await store.commit({ exchanges: [call('a', 200), call('b', 404)] });
      return rows;
    };
    const read = readTracing({ clock: () => now, store: { ...store, tracing } });
    const lines = (count: number) =>
      `${head}2026-11-25,${purposes[0]},200,a,${count}\n2026-11-25,${purposes[0]},404,b,${count}\n`;
    for (const count of [1, 2])
      expect(await read(under, { date: '2026-11-25' })).toMatchObject({
        status: 200,
        headers: { 'content-disposition': 'attachment; filename="tracing-2026-11-25.csv"' },
        body: { contentType: 'text/csv; charset=utf-8', body: lines(count) },
      });
    expect(asked).toBe(2);
  });

  it('is refused where it is too long, and for a day that has not begun', async () => {
    const { store } = await two();
    const read = (date: string, linesMax: number) =>
      readTracing({ clock: () => now, store }, linesMax)(under, { date });
    expect(await read('2026-11-25', 2)).toMatchObject({ refused: false });
    expect(await read('2026-11-25', 1)).toMatchObject({ refused: true, code: 'tracing/too-many-lines' });
    expect(await read('2027-03-02', 2)).toMatchObject({ refused: true, code: 'tracing/day-not-begun' });
  });
});

describe('raccordo pdnd tracing beside the gateway that holds the store', () => {
  const folder = mkdtempSync(join(tmpdir(), 'raccordo-beside-'));
  const url = 'http://localhost';
  const line = `${head}2027-02-28,${purposes[0]},200,jti,1`;
  let stop: () => Promise<void>;
  let port: number;
  beforeAll(async () => {
    const environment = { RACCORDO_DATA_DIR: folder, RACCORDO_PORT: '0', RACCORDO_PUBLIC_URL: url };
    const configured = await openConfigured(environment, new Date(now));
    if (!configured.ok) throw new Error('the configuration has faults');
    await configured.store.commit({ exchanges: [callAt(createSample(1), '2027-02-28T09:00:00.000Z', 'jti')] });
    const started = await startNode({ ...configured, now: () => now, log: () => {}, notice: () => {} });
    if (!started.ok) throw new Error('the gateway starts');
    ({ port, stop } = started);
    for (const client of ['ats-amministratore', 'comune-sportello'] as const)
      writeFileSync(join(folder, client), JSON.stringify(demoKeys.private_keys[client]));
  });
  afterAll(async () => {
    await stop();
    rmSync(folder, { recursive: true });
  });
  const run = async (
    args: string[],
    answer?: typeof fetch,
    environment: Record<string, string> = { RACCORDO_DATA_DIR: folder },
  ) => {
    const [out, err]: [string[], string[]] = [[], []];
    const code = await runCli({ 'pdnd tracing': pdndTracing }, ['pdnd', 'tracing', '--date', '2027-02-28', ...args], {
      environment,
      now: () => new Date(now),
      stdin: async () => '',
      // The gateway is known by its public address; the test reaches it at the port it happened to get.
      fetch: answer ?? ((input, init) => fetch(String(input).replace(url, `${url}:${port}`), init)),
      out: (text) => void out.push(text),
      err: (text) => void err.push(text),
    });
    return { code, out: out.join('\n'), err };
  };
  const as = (client: string) => ['--url', url, '--client', client, '--key', join(folder, client)];

  it('says that it is to ask the gateway where the store is not to be had', async () => {
    // A folder in place of the file is as little to be had as a store that is held, and at once.
    const held = { ...(await generateKeys('2027')), RACCORDO_DATA_DIR: join(folder, 'held') };
    mkdirSync(join(folder, 'held', 'raccordo.db'), { recursive: true });
    expect(await run([], undefined, held)).toMatchObject({
      code: 2,
      out: '',
      err: [
        expect.stringMatching(/^RACCORDO_DATA_DIR names a store that cannot be opened, or that another gateway holds/),
        expect.stringMatching(/ask it, with --url, --client and --key/),
      ],
    });
  });

  it('asks it as its administrator, and writes the same', async () => {
    expect(await run(as('ats-amministratore'))).toEqual({ code: 0, out: line, err: [] });
    const file = join(folder, 'day.csv');
    expect(await run([...as('ats-amministratore'), '--out', file])).toEqual({ code: 0, out: '', err: [] });
    expect(readFileSync(file, 'utf8')).toBe(`${line}\n`);
  });

  it('tells why there is none, and writes no file then', async () => {
    const file = join(folder, 'none.csv');
    const refused = await run([...as('comune-sportello'), '--out', file]);
    expect(refused).toMatchObject({ code: 1, out: '', err: [expect.stringMatching(/^4\d\d auth\//)] });
    const page: typeof fetch = async (input) =>
      String(input).endsWith('/oauth/token') ? Response.json({ access_token: 't' }) : new Response('<html>');
    expect(await run([...as('ats-amministratore'), '--out', file], page)).toMatchObject({
      code: 1,
      err: [`${url}/v1/tracing answered 200`],
    });
    expect(existsSync(file)).toBe(false);
    expect((await run(['--url', url])).code).toBe(2);
  });
});

describe('raccordo pdnd tracing', () => {
  const folder = mkdtempSync(join(tmpdir(), 'raccordo-tracing-'));
  let environment: Record<string, string>;
  const run = async (args: string[]) => {
    const [out, err]: [string[], string[]] = [[], []];
    const code = await runCli({ 'pdnd tracing': pdndTracing }, ['pdnd', 'tracing', ...args], {
      environment,
      now: () => new Date(now),
      stdin: async () => '',
      fetch: () => Promise.reject(new TypeError('no network')),
      out: (line) => void out.push(line),
      err: (line) => void err.push(line),
    });
    return { code, out: out.join('\n'), err };
  };
  const line = `${head}2027-02-28,${purposes[0]},200,jti,1`;
  beforeAll(async () => {
    environment = { ...(await generateKeys('2027')), RACCORDO_DATA_DIR: folder };
    const configured = await openConfigured(environment, new Date(now));
    if (!configured.ok) throw new Error('the configuration has faults');
    await configured.store.commit({ exchanges: [callAt(createSample(1), '2027-02-28T09:00:00.000Z', 'jti')] });
    await configured.store.close();
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it('writes the day to standard output, or whole to a file', async () => {
    expect(await run(['--date', '2027-02-28'])).toEqual({ code: 0, out: line, err: [] });
    const file = join(folder, 'day.csv');
    expect(await run(['--date', '2027-02-28', '--out', file])).toEqual({ code: 0, out: '', err: [] });
    expect(readFileSync(file, 'utf8')).toBe(`${line}\n`);
    expect(existsSync(`${file}.part`)).toBe(false);
  });

  it('says which file it cannot write, and leaves none behind', async () => {
    const nowhere = join(folder, 'none', 'day.csv');
    const told = `raccordo pdnd tracing: ${nowhere} cannot be written: its folder does not exist (ENOENT)`;
    const { code, out, err } = await run(['--date', '2027-02-28', '--out', nowhere]);
    expect({ code, out, first: err[0] }).toEqual({ code: 2, out: '', first: told });
    const taken = join(folder, 'taken');
    mkdirSync(taken);
    expect(await run(['--date', '2027-02-28', '--out', taken])).toMatchObject({
      code: 2,
      err: [expect.stringMatching(/taken cannot be written \(E\w+\)$/), expect.anything()],
    });
    expect(existsSync(`${taken}.part`)).toBe(false);
  });

  it('makes neither store nor keys, and says where it looked', async () => {
    const empty = join(folder, 'empty');
    mkdirSync(empty);
    const out = join(folder, 'empty.csv');
    const before = environment;
    const args = ['--date', '2027-02-28', '--out', out];
    for (const given of [{ ...before, RACCORDO_DATA_DIR: empty }, { RACCORDO_DATA_DIR: empty }]) {
      environment = given;
      expect(await run(args)).toEqual({
        code: 2,
        out: '',
        err: [`RACCORDO_DATA_DIR names a folder without a store: there is no ${join(empty, 'raccordo.db')}`],
      });
    }
    const here = process.cwd();
    process.chdir(empty);
    try {
      environment = {};
      expect(await run(args)).toMatchObject({
        code: 2,
        err: [expect.stringMatching(/^RACCORDO_DATA_DIR is not set, and there is no data\/raccordo\.db: set it/)],
      });
    } finally {
      process.chdir(here);
      environment = before;
    }
    expect([readdirSync(empty), existsSync(out)]).toEqual([[], false]);
  });

  it('says that today is not over', async () => {
    const { code, err } = await run(['--date', '2027-03-01']);
    expect([code, err]).toEqual([0, ['2027-03-01 is not over: write it again tomorrow']]);
  });

  it.each([[[]], [['--date', '2027-03-02']], [['--date', 'yesterday']]])('refuses %j', async (args) => {
    expect(await run(args)).toMatchObject({ code: 2, out: '' });
  });

  it('lists what is wrong with the configuration', async () => {
    environment = { ...environment, RACCORDO_PORT: 'x' };
    expect(await run(['--date', '2027-02-28'])).toMatchObject({
      code: 2,
      err: [expect.stringContaining('RACCORDO_PORT')],
    });
  });
});
