import { destination } from 'pino';
import { createNow } from './clock.ts';
import { createNodeLog } from './log-node.ts';
import { openConfigured } from './open-configured.ts';
import { startNode } from './start-node.ts';

// Node cuts small buffers from slabs of 64 KiB, and one buffer that lives keeps its whole slab: what deliveries under way hold would be many times
// their size.
const bufferSlabBytes = 8_192;
Buffer.poolSize = bufferSlabBytes;

const now = createNow(Date.now);
const complain = (title: string, lines: readonly string[]) => {
  process.stderr.write(`${[title, ...lines.map((line) => `  ${line}`)].join('\n')}\n`);
};

const opened = await openConfigured(process.env, new Date());
if (!opened.ok) {
  complain(
    'Raccordo does not start, because of its configuration:',
    opened.faults.map(({ variable, rule }) => `${variable} ${rule}`),
  );
  process.exit(2);
}

const output = destination({ dest: 1, sync: true });
const log = createNodeLog({ level: opened.config.logLevel, now, destination: output });
const started = await startNode({ ...opened, log, now, notice: complain });
if (!started.ok) {
  complain('Raccordo does not start:', started.faults);
  await opened.store.close();
  process.exit(2);
}

let stopping = false;
const stop = async (signal: string) => {
  // Whoever asks twice does not want to wait.
  if (stopping) process.exit(1);
  stopping = true;
  log('info', 'gateway.stopping', { signal });
  await started.stop();
  log('info', 'gateway.stopped');
  process.exit(0);
};
process.on('SIGTERM', stop);
process.on('SIGINT', stop);
