import { execFile } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { folder, hasBrowser } from '../demo/convocation/keeping.ts';
import { createNarrator } from '../demo/narrator.ts';
import { type Check, createSteps } from '../demo/steps.ts';

const demo = (...args: string[]) =>
  new Promise<{ code: number; out: string; err: string }>((resolve) => {
    const script = join(import.meta.dirname, '..', 'demo', 'demo.ts');
    const child = execFile(process.execPath, [script, ...args], (_, out, err) =>
      resolve({ code: child.exitCode ?? -1, out, err }),
    );
  });

/** Runs a journey to its good end. */
async function expectToldWhole(...args: string[]) {
  const { code, out } = await demo(...args, '--json');
  const lines = out.trimEnd().split('\n');
  const last = JSON.parse(lines.at(-1) ?? '');
  expect(last).toEqual({ ok: true, steps: expect.any(Array) });
  expect(last.steps.length).toBeGreaterThan(12);
  for (const step of last.steps)
    expect(step).toEqual({ name: expect.any(String), ok: true, detail: expect.any(String) });
  expect(code).toBe(0);
  // For a pipe: no colours, and lines that fit a page.
  expect(out).not.toContain('\u001b');
  expect(Math.max(...lines.slice(0, -1).map(({ length }) => length))).toBeLessThanOrEqual(92);
}

describe('npm run demo', () => {
  it('tells the referral, and says in its last line that every step was as expected', () => expectToldWhole());

  it('tells the convocation likewise, and leaves its messages and a picture of one', async () => {
    await expectToldWhole('--journey', 'convocation');
    const mails = readdirSync(folder).filter((name) => name.endsWith('.eml'));
    expect(mails.length).toBeGreaterThan(40);
    for (const name of mails)
      expect(readFileSync(join(folder, name), 'latin1').match(/^Message-ID:\s*<\S+>\r$/gim)).toHaveLength(1);
    if (!hasBrowser) return;
    const picture = readFileSync(join(folder, 'invitation.png'));
    expect(picture.subarray(1, 4).toString()).toBe('PNG');
    expect(picture.byteLength).toBeGreaterThan(10_000);
  });

  it('tells the calls over PDND likewise', () => expectToldWhole('--journey', 'pdnd'));

  it.each([
    ['a journey that is not there', ['--journey', 'nowhere'], 'There is no journey called nowhere.'],
    ['an option that is not there', ['--faster'], '--faster'],
  ])('names its journeys when asked for %s', async (_, args, complaint) => {
    const { code, out, err } = await demo(...args);
    expect([code, out]).toEqual([2, '']);
    expect(err).toContain(complaint);
    for (const name of ['referral', 'convocation', 'pdnd']) expect(err).toMatch(new RegExp(`^  ${name} +\\w`, 'm'));
  });
});

describe('a step of the demo', () => {
  it('that is not as expected says what was expected and what was seen, and stops the story', async () => {
    const page: string[] = [];
    const steps = createSteps(createNarrator({ print: (line) => page.push(line), colours: false }));
    const saying = (claim: string, seen: unknown, expected: unknown, detail: string) => async (check: Check) => {
      check(claim, seen, expected);
      return detail;
    };
    expect(await steps.step('first', saying('the sum', 1 + 1, 2, 'two'))).toBe(true);
    expect(await steps.step('second', saying('the word', ['a'], ['b'], 'never'))).toBe(false);
    expect(steps.taken).toEqual([
      { name: 'first', ok: true, detail: 'two' },
      { name: 'second', ok: false, detail: "the word: expected [ 'b' ], saw [ 'a' ]" },
    ]);
    expect(page.slice(-2)).toEqual(['  ✗ second', "    the word: expected [ 'b' ], saw [ 'a' ]"]);
  });
});
