import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sectionOf } from '../structure/markdown.ts';
import { textOf } from '../structure/sources.ts';
import { compared, printedBy, scriptOf, stepsOf } from './walk.ts';

const root = join(import.meta.dirname, '..', '..');
const needed = ['package.json', '.npmrc', 'node_modules', 'src', 'adapters', 'contracts'];
/** Where Node itself would keep it: a dozen short processes start, each with the same code. */
const compiled = join(tmpdir(), 'node-compile-cache');
const [start, ...steps] = stepsOf(sectionOf(textOf('README.md'), '## Wire your first system in ten minutes'));

/** The commands of the README, as a reader types them: only the ports are others, and the folder is a scratch one. */
describe('the ten minutes of the README', () => {
  const folder = mkdtempSync(join(tmpdir(), 'raccordo-readme-'));
  const started: { readonly child: ChildProcess; readonly over: Promise<unknown> }[] = [];
  let printed: string[] = [];

  const run = (command: string, environment: Record<string, string> = {}) => {
    const ours = Object.entries(process.env).filter(([name]) => !name.startsWith('RACCORDO_'));
    const env = { ...Object.fromEntries(ours), NODE_COMPILE_CACHE: compiled, ...environment };
    const child = spawn('bash', ['-c', command], {
      cwd: folder,
      env,
      detached: true,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    started.push({ child, over: once(child, 'close') });
    return child;
  };

  beforeAll(async () => {
    for (const name of needed) symlinkSync(join(root, name), join(folder, name));
    const [port, partnerPort] = await freePorts(2);
    const gateway = run(`${start?.command}`, { RACCORDO_PORT: `${port}` });
    await said(gateway, 'gateway.started');

    const script = scriptOf(steps)
      .replaceAll('localhost:8080', `localhost:${port}`)
      .replaceAll('18090', `${partnerPort}`);
    const reader = run(script);
    const output = text(reader.stdout);
    const [code] = await once(reader, 'exit');
    printed = printedBy(await output);
    if (code !== 0)
      throw new Error(`this stopped with ${code}: ${steps[printed.length - 1]?.command}${printed.at(-1)}`);
  });

  afterAll(async () => {
    for (const { child } of started) stop(child);
    // Until the last of them is gone: it may still write.
    await Promise.all(started.map(({ over }) => over));
    rmSync(folder, { recursive: true, maxRetries: 5 });
  });

  it('begin with the start of the gateway', () => {
    expect(start?.command).toMatch(/ npm start\n$/);
    expect(printed).toHaveLength(steps.length);
  });

  it.each(
    steps.flatMap(({ command, reply }, index) =>
      reply === null ? [] : [{ command: command.trim().split('\n').at(-1), reply, index }],
    ),
  )('show what the README says after: $command', ({ reply, index }) => {
    const { said, printed: shown } = compared(reply, printed[index] ?? '');
    expect(shown).toEqual(said);
  });
});

describe('a reply of the README', () => {
  const holds = (language: string, text: string, printed: string) => {
    const { said, printed: shown } = compared({ language, text }, printed);
    expect(shown).toEqual(said);
  };

  it.each([
    ['json', '{ "id": "…" }', '{ "id": "01a2", "version": 1 }'],
    ['json', '{ "items": [{ "a": 1 }, { "a": 3 }] }', '{ "items": [{ "a": 1, "b": 1 }, { "a": 2 }, { "a": 3 }] }'],
    ['text', 'no fault. 3 …', 'no fault. 3 clients'],
  ])('may be abridged: in %s %s for %s', (language, text, printed) => {
    holds(language, text, printed);
  });

  it.each([
    ['json', '{ "id": "…" }', '{ "id": "" }'],
    ['json', '{ "id": "…" }', '{ "version": 1 }'],
    ['json', '{ "status": "accepted" }', '{ "status": "declined" }'],
    ['json', '{ "items": [{ "a": 3 }, { "a": 1 }] }', '{ "items": [{ "a": 1 }, { "a": 3 }] }'],
    ['json', '{ "withheld": ["social"] }', '{ "withheld": ["social", "health"] }'],
    ['json', '{ "withheld": [] }', '{ "withheld": ["health"] }'],
    ['text', 'no fault. 3 …', '2 faults'],
  ])('may not be wrong: in %s %s for %s', (language, text, printed) => {
    expect(() => holds(language, text, printed)).toThrow();
  });
});

/** Ends a process and what it left in the background, which is its group. */
function stop({ pid }: ChildProcess): void {
  try {
    process.kill(-Number(pid), 'SIGTERM');
  } catch {
    // Nothing of the group is left.
  }
}

async function freePorts(count: number): Promise<number[]> {
  const servers = await Promise.all(
    Array.from({ length: count }, async () => {
      const server = createServer().listen(0, '127.0.0.1');
      await once(server, 'listening');
      return server;
    }),
  );
  return Promise.all(
    servers.map(async (server) => {
      const address = server.address();
      server.close();
      await once(server, 'close');
      return typeof address === 'object' && address !== null ? address.port : 0;
    }),
  );
}

/** Waits until a process prints a word; reads on, so that it is never held up. */
async function said(child: ChildProcess, word: string): Promise<void> {
  let heard = '';
  await new Promise<void>((resolve, reject) => {
    child.stdout?.on('data', (piece) => {
      heard += String(piece);
      if (heard.includes(word)) resolve();
    });
    child.once('exit', () => reject(new Error(`it ended before it said ${word}: ${heard}`)));
  });
}
