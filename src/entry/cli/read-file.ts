import { readFileSync } from 'node:fs';
import { UsageError } from './verb.ts';

/** The text of a file that the command line names. */
export function readNamedFile(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    throw new UsageError(`${path} cannot be read`);
  }
}
