import { counted, read, type Verb } from './verb.ts';

const keysPerStep = 500;

/** After a new master key was put before the others: every person's key is wrapped anew, so that the former master key can go. */
export const keysRewrap: Verb = {
  usage: '',
  about: 'put the key of every person under the current master key (the embedded store: while the gateway is stopped)',
  run: async (args, io) => {
    read(args, [], 0);
    // Loaded here, so that the other commands start without a store.
    const { openExisting } = await import('../open-existing.ts');
    const opened = await openExisting(io.environment, io.now());
    if (!opened.ok) {
      for (const { variable, rule } of opened.faults) io.err(`${variable} ${rule}`);
      return 2;
    }
    let total = 0;
    try {
      for (let moved = -1; moved !== 0; total += moved) moved = await opened.store.rewrap(keysPerStep);
    } finally {
      await opened.store.close();
    }
    io.out(`${counted(total, 'key')} moved to the master key ${opened.config.keys.master[0]?.id}`);
    return 0;
  },
};
