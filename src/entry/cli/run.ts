import { type ExitCode, type Io, UsageError, type Verb } from './verb.ts';

/** Finds the verb that the first two words name and runs it. */
export async function runCli(
  verbs: Readonly<Record<string, Verb>>,
  args: readonly string[],
  io: Io,
): Promise<ExitCode> {
  const [noun = '', name = '', ...rest] = args;
  const help = () => usageOf(verbs);
  if (noun === '' || noun === 'help' || asksHelp(noun)) {
    for (const line of help()) io.out(line);
    return noun === '' ? 2 : 0;
  }
  if ([name, ...rest].some(asksHelp)) {
    const meant = Object.entries(verbs).filter(([each]) =>
      `${each} `.startsWith(asksHelp(name) ? `${noun} ` : `${noun} ${name} `),
    );
    if (meant.length > 0) {
      for (const line of usageOf(Object.fromEntries(meant))) io.out(line);
      return 0;
    }
  }
  const verb = Object.hasOwn(verbs, `${noun} ${name}`) ? verbs[`${noun} ${name}`] : undefined;
  if (verb === undefined) {
    io.err('raccordo knows no such command');
    for (const line of help()) io.err(line);
    return 2;
  }
  try {
    return await verb.run(rest, io);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    io.err(`raccordo ${noun} ${name}: ${error.message}`);
    io.err(`usage: raccordo ${noun} ${name} ${verb.usage}`.trimEnd());
    return 2;
  }
}

const asksHelp = (word: string): boolean => word === '--help' || word === '-h';

const usageOf = (verbs: Readonly<Record<string, Verb>>): string[] => [
  'usage: raccordo COMMAND',
  '',
  ...Object.entries(verbs).flatMap(([name, { usage, about }]) => [`  ${name} ${usage}`.trimEnd(), `      ${about}`]),
];
