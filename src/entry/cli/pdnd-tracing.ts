import { closeSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';
import { tracingOfGateway } from './tracing-of-gateway.ts';
import { orUnwritable } from './unwritable.ts';
import { type Io, need, read, UsageError, type Verb } from './verb.ts';

/** The daily file for PDND's tracing: what each voucher was used for, with which statuses, counted from the ledger. */
export const pdndTracing: Verb = {
  usage: '--date YYYY-MM-DD [--out FILE] [--url URL --client ID --key FILE]',
  about:
    "write the requests of a day in Rome's time as CSV for PDND's tracing: from the running gateway at --url, or from the store",
  run: async (args, io) => {
    const { options } = read(args, ['date', 'out', 'url', 'client', 'key'], 0);
    const now = io.now();
    // Loaded here, so that the other commands start without a store.
    const [{ openExisting }, { tracingCsv, tracingDay }] = await Promise.all([
      import('../open-existing.ts'),
      import('../../pdnd/index.ts'),
    ]);
    const day = tracingDay(need(options.date, '--date'), now.toISOString());
    if (day === null) throw new UsageError('--date must be a day that has begun, such as 2026-11-25');
    const { url, client, key, out } = options;
    if (url !== undefined || client !== undefined || key !== undefined) {
      const text = await tracingOfGateway({ url, client, key }, day.date, io);
      if (text === null) return 1;
      await write(out, [text], io);
    } else {
      const opened = await openExisting(io.environment, now);
      if (!opened.ok) {
        for (const { variable, rule } of opened.faults) io.err(`${variable} ${rule}`);
        if (opened.held && opened.faults.some(({ variable }) => variable === 'RACCORDO_DATA_DIR'))
          io.err('While the gateway runs it holds the embedded store: ask it, with --url, --client and --key.');
        return 2;
      }
      try {
        await write(out, tracingCsv(opened.store.tracing, day), io);
      } finally {
        await opened.store.close();
      }
    }
    if (day.until > now.toISOString()) io.err(`${day.date} is not over: write it again tomorrow`);
    return 0;
  },
};

type Pieces = AsyncIterable<string> | readonly string[];

async function write(path: string | undefined, pieces: Pieces, io: Io): Promise<void> {
  if (path !== undefined) return writeWhole(path, pieces);
  for await (const lines of pieces) io.out(lines.trimEnd());
}

/** The file is there whole or not at all. */
async function writeWhole(path: string, pieces: Pieces): Promise<void> {
  const part = `${path}.part`;
  const file = orUnwritable(path, () => openSync(part, 'w'));
  let isWhole = false;
  try {
    for await (const piece of pieces) orUnwritable(path, () => writeSync(file, piece));
    orUnwritable(path, () => renameSync(part, path));
    isWhole = true;
  } finally {
    closeSync(file);
    if (!isWhole) rmSync(part, { force: true });
  }
}
