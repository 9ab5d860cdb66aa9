import type { Clock, Log } from '../ports.ts';

export const logLevels = ['debug', 'info', 'warn', 'error'] as const;
export type LogLevel = (typeof logLevels)[number];

/** The log where there is no pino: one line of JSON each, `level`, `time`, the fields, `event`, as the Node log writes them. */
export function createLineLog(options: {
  readonly level: LogLevel;
  readonly now: Clock;
  readonly write: (line: string) => void;
}): Log {
  const least = logLevels.indexOf(options.level);
  return (level, event, fields) => {
    if (logLevels.indexOf(level) >= least)
      options.write(JSON.stringify({ level, time: options.now(), ...fields, event }));
  };
}

/** What may be said of something that was thrown: its kind and its place. A message may hold what somebody sent. */
export function thrownFields(thrown: unknown): { readonly thrown: string; readonly at: string } {
  if (!(thrown instanceof Error)) return { thrown: typeof thrown, at: '' };
  const frames = (thrown.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line));
  return { thrown: thrown.name, at: frames.slice(0, 8).join('').replaceAll(/\s+/g, ' ').trim() };
}
