import { parseArgs } from 'node:util';

/** What a command line may touch. */
export type Io = {
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly now: () => Date;
  readonly stdin: () => Promise<string>;
  readonly fetch: typeof fetch;
  /** One line to standard output: results. */
  readonly out: (line: string) => void;
  /** One line to standard error: faults and advice. */
  readonly err: (line: string) => void;
};

/** 0: done. 1: it was tried, and the answer is no. 2: the command line or the configuration is wrong. */
export type ExitCode = 0 | 1 | 2;

export type Verb = {
  readonly usage: string;
  readonly about: string;
  readonly run: (args: readonly string[], io: Io) => Promise<ExitCode>;
};

/** The command line is not as its usage says. */
export class UsageError extends Error {}

/** Reads `--name value` options, `--flag` and the words between them; throws `UsageError` on anything else. */
export function read<const Names extends readonly string[]>(
  args: readonly string[],
  names: Names,
  wordsMax: number,
  flagNames: readonly string[] = [],
) {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      options: Object.fromEntries([
        ...names.map((name) => [name, { type: 'string' as const }] as const),
        ...flagNames.map((name) => [name, { type: 'boolean' as const }] as const),
      ]),
      allowPositionals: wordsMax > 0,
    });
    if (positionals.length > wordsMax) throw new UsageError('too many words');
    const options = Object.entries(values).flatMap(([name, value]) =>
      typeof value === 'string' ? [[name, value]] : [],
    );
    const flags = new Set(Object.entries(values).flatMap(([name, value]) => (value === true ? [name] : [])));
    return {
      options: Object.fromEntries(options) as Partial<Record<Names[number], string>>,
      words: positionals,
      flags,
    };
  } catch (error) {
    throw error instanceof TypeError ? new UsageError(error.message) : error;
  }
}

/** "1 fault", "2 faults". */
export const counted = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`;

/** An option that must be there. */
export function need(value: string | undefined, name: string): string {
  if (value === undefined || value === '') throw new UsageError(`${name} is missing`);
  return value;
}
