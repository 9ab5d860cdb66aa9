import { closeSync, openSync, renameSync, writeSync } from 'node:fs';
import { need, read, UsageError, type Verb } from './verb.ts';

/** The daily file for PDND's tracing: what each voucher was used for, with which statuses, counted from the ledger. */
export const pdndTracing: Verb = {
  usage: '--date YYYY-MM-DD [--out FILE]',
  about:
    "write the requests of a day in Rome's time as CSV for PDND's tracing (the embedded store: while the gateway is stopped)",
  run: async (args, io) => {
    const { options } = read(args, ['date', 'out'], 0);
    const now = io.now();
    // Loaded here, so that the other commands start without a store.
    const [{ openConfigured }, { tracingCsv, tracingDay }] = await Promise.all([
      import('../open-configured.ts'),
      import('../../pdnd/index.ts'),
    ]);
    const day = tracingDay(need(options.date, '--date'), now.toISOString());
    if (day === null) throw new UsageError('--date must be a day that has begun, such as 2026-11-25');
    const opened = await openConfigured(io.environment, now);
    if (!opened.ok) {
      for (const { variable, rule } of opened.faults) io.err(`${variable} ${rule}`);
      return 2;
    }
    try {
      const csv = tracingCsv(opened.store.tracing, day);
      if (options.out === undefined) for await (const lines of csv) io.out(lines.trimEnd());
      else await writeWhole(options.out, csv);
    } finally {
      await opened.store.close();
    }
    if (day.until > now.toISOString()) io.err(`${day.date} is not over: write it again tomorrow`);
    return 0;
  },
};

/** The file is there whole or not at all. */
async function writeWhole(path: string, pieces: AsyncIterable<string>): Promise<void> {
  const part = `${path}.part`;
  const file = openSync(part, 'w');
  try {
    for await (const piece of pieces) writeSync(file, piece);
  } finally {
    closeSync(file);
  }
  renameSync(part, path);
}
