import { UsageError } from './verb.ts';

/** Does something with a file that is to be written; says which file it was, and why, where that fails. */
export function orUnwritable<T>(path: string, write: () => T): T {
  try {
    return write();
  } catch (thrown) {
    const code = thrown instanceof Error && 'code' in thrown ? thrown.code : undefined;
    if (typeof code !== 'string') throw thrown;
    throw new UsageError(`${path} ${whyNot(code)}`);
  }
}

function whyNot(code: string): string {
  if (code === 'EEXIST') return 'exists already';
  return code === 'ENOENT' || code === 'ENOTDIR'
    ? `cannot be written: its folder does not exist (${code})`
    : `cannot be written (${code})`;
}
