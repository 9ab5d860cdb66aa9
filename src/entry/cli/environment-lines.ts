import type { Io } from './verb.ts';

/** A variable as a line of an environment file, without quotes: what follows the equals sign is the value to the letter. */
export const printVariable = (name: string, value: string, io: Io): void => io.out(`${name}=${value}`);

/** Who reads such a line as it is, and who does not. */
export function sayQuotes(io: Io): void {
  io.err(
    'The lines have no quotes, as node --env-file and docker --env-file want them: Docker takes quotes for a part of the',
  );
  io.err(
    "value. A shell (set -a; . FILE) eats those of the JSON: for it put each value in single quotes, NAME='value'.",
  );
}

/** What a text looks like that was to be JSON and went through a file that was read in another way; null: it looks otherwise. */
export function quotesLost(text: string): string | null {
  if (/^['"]\s*\{/.test(text))
    return 'begins with a quote, which docker --env-file takes for a part of the value: leave the quotes around it out';
  if (/^\{[^"]*\}$/.test(text))
    return 'has lost the quotes of its JSON, as to a shell: put the value in single quotes in the file that it reads';
  return null;
}
