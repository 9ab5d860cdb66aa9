import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export type Migration = { readonly name: string; readonly sql: string };

const folder = join(import.meta.dirname, '..', 'migrations');

/** The migrations of this release in order, as wrangler applies them to D1 too. */
export function readMigrations(): readonly Migration[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.sql'))
    .sort()
    .map((name) => ({ name, sql: readFileSync(join(folder, name), 'utf8') }));
}
