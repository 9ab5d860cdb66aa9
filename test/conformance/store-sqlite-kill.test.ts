import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, expect, it } from 'vitest';

const folder = mkdtempSync(join(tmpdir(), 'raccordo-kill-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const path = join(folder, 'raccordo.db');
const writer = join(import.meta.dirname, 'store-kill-writer.ts');

/** Lets a writer acknowledge so many units, kills it in the middle of the next, and says what was acknowledged. */
function killAfter(acknowledgements: number, round: number): Promise<string[]> {
  const child = spawn(process.execPath, [writer, path, String(round)], { stdio: ['ignore', 'pipe', 'inherit'] });
  let said = '';
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      said += text;
      if (said.split('\n').length > acknowledgements) child.kill('SIGKILL');
    });
    child.once('close', (_, signal) => {
      if (signal !== 'SIGKILL') reject(new Error(`the writer ended by itself: ${signal}`));
      resolve(said.split('\n').filter((line) => line.length === 36));
    });
  });
}

it('a killed process loses nothing it acknowledged and leaves no half of a unit', async () => {
  const acknowledged: string[] = [];
  for (const [round, count] of [1, 40, 150, 400].entries()) acknowledged.push(...(await killAfter(count, round)));
  expect(acknowledged.length).toBeGreaterThan(590);

  const db = new DatabaseSync(path);
  expect(db.prepare('PRAGMA integrity_check').get()).toEqual({ integrity_check: 'ok' });
  const held = new Set(
    db
      .prepare('SELECT id FROM referral')
      .all()
      .map(({ id }) => id),
  );
  expect(acknowledged.filter((id) => !held.has(id))).toEqual([]);
  for (const table of ['event', 'subject', 'subject_identifier', 'delivery', 'exchange']) {
    expect(db.prepare(`SELECT count(*) AS n FROM ${table}`).get(), table).toEqual({ n: held.size });
  }
  db.close();
});
