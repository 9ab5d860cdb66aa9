import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createNodeLog } from '../../../src/entry/log-node.ts';
import { demoNetworkText, onSqlite } from '../../world/on-node.ts';
import { startWorld } from '../../world/start-world.ts';

/** A world whose log, as pino prints it, and whose database file, write-ahead log included, can be searched. */
export async function startSearchable(folder: string) {
  const ground = onSqlite(join(folder, 'raccordo.db'));
  const log: string[] = [];
  const destination = { write: (line: string) => log.push(line) };
  const world = await startWorld(ground, demoNetworkText, {
    log: (now) => createNodeLog({ level: 'debug', now, destination }),
  });
  const atRest = () =>
    readdirSync(folder)
      .map((file) => readFileSync(join(folder, file), 'latin1'))
      .join('\n');
  return { world, log: log as readonly string[], atRest, close: () => ground.engine.close() };
}
