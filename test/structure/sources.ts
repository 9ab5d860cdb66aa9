import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** One file of the repository: its path from the root, with forward slashes, and its text. */
export type Source = { readonly path: string; readonly text: string };

const root = join(import.meta.dirname, '..', '..');
const never = new Set(['node_modules', 'dist', '.wrangler', 'coverage', 'test-output', 'data']);

/** Every TypeScript file under the given folders; a folder that does not exist has none. */
export function typescriptUnder(...folders: string[]): Source[] {
  return folders.flatMap((folder) => (existsSync(join(root, folder)) ? walk(folder) : []));
}

/** The text of one file of the repository. */
export function textOf(path: string): string {
  return readFileSync(join(root, path), 'utf8');
}

function walk(folder: string): Source[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory()) return never.has(entry.name) ? [] : walk(path);
    return entry.name.endsWith('.ts') ? [{ path, text: textOf(path) }] : [];
  });
}
