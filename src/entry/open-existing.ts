import { existsSync } from 'node:fs';
import { readConfig } from '../config.ts';
import { type Opened, openConfigured, storePath } from './open-configured.ts';

/**
 * Opens the configured store for a command that works on what is in it: neither a store nor keys are made where there are none, so that a
 * forgotten environment is told instead of read as an empty day.
 */
export async function openExisting(environment: Readonly<Record<string, unknown>>, now: Date): Promise<Opened> {
  const read = readConfig(environment, 'node');
  if (!read.ok) return read;
  const { config } = read;
  const path = storePath(config);
  if (config.databaseUrl !== undefined || existsSync(path)) return openConfigured(environment, now, false);
  const isSet = 'RACCORDO_DATA_DIR' in environment && environment.RACCORDO_DATA_DIR !== '';
  const rule = isSet
    ? `names a folder without a store: there is no ${path}`
    : `is not set, and there is no ${path}: set it, or RACCORDO_DATABASE_URL, as the gateway has it`;
  return { ok: false, faults: [{ variable: 'RACCORDO_DATA_DIR', rule }] };
}
