import { join } from 'node:path';
import { createStore, type Engine, type Keeping } from '../commit/index.ts';
import { noStore, openPostgres } from '../commit/postgres.ts';
import { openSqlite } from '../commit/sqlite.ts';
import { type Config, type ConfigFault, type Keys, readConfig } from '../config.ts';
import type { Crypto, Store } from '../ports.ts';
import { createNodeCrypto } from './crypto-node.ts';
import { folds } from './folds.ts';
import { keyringOf } from './keyring-of.ts';
import { keysBeside } from './keys-file.ts';

export type Configured = Config & { readonly keys: Keys };

export type Opened =
  | {
      readonly ok: true;
      readonly config: Configured;
      readonly crypto: Crypto;
      readonly store: Store & Keeping;
      /** The file that holds generated keys, and whether it was made just now. */
      readonly keysFile: { readonly path: string; readonly made: boolean } | null;
    }
  | {
      readonly ok: false;
      readonly faults: readonly ConfigFault[];
      /** The store is there and could not be opened: perhaps because a gateway has it. */
      readonly held?: true;
    };

/** Reads the configuration of a Node process, finds or makes its keys, and opens the store that it names, or makes it. */
export async function openConfigured(
  environment: Readonly<Record<string, unknown>>,
  now: Date,
  mayMake = true,
): Promise<Opened> {
  const read = readConfig(environment, 'node');
  if (!read.ok) return read;
  const { config } = read;
  if (config.keys !== undefined) return open({ ...config, keys: config.keys }, null, mayMake);

  const file = await keysBeside(config.dataDir, storePath(config), now.toISOString().slice(0, 10));
  if (!file.ok) return { ok: false, faults: [{ variable: file.path, rule: file.rule }] };
  const again = readConfig({ ...environment, ...file.keys }, 'node');
  if (!again.ok)
    return {
      ok: false,
      faults: again.faults.map(({ variable, rule }) => ({ variable: `${file.path}: ${variable}`, rule })),
    };
  if (again.config.keys === undefined) throw new Error('keys that were given are in the configuration');
  return open({ ...again.config, keys: again.config.keys }, file, mayMake);
}

async function open(
  config: Configured,
  keysFile: { path: string; made: boolean } | null,
  mayMake: boolean,
): Promise<Opened> {
  const engine = await openEngine(config, mayMake).catch((thrown: unknown) => ({ code: codeOf(thrown) }));
  if ('code' in engine) {
    const variable = config.databaseUrl === undefined ? 'RACCORDO_DATA_DIR' : 'RACCORDO_DATABASE_URL';
    if (engine.code === noStore)
      return {
        ok: false,
        faults: [{ variable, rule: 'names a database without a store: no gateway has used it yet' }],
      };
    const rule = `names a store that cannot be opened, or that another gateway holds (${engine.code})`;
    return { ok: false, held: true, faults: [{ variable, rule }] };
  }
  const crypto = createNodeCrypto();
  const store = createStore({ engine, crypto, keyring: keyringOf(config.keys), ...folds });
  return { ok: true, config, crypto, store, keysFile };
}

const openEngine = async (config: Config, mayMake: boolean): Promise<Engine> =>
  config.databaseUrl === undefined
    ? openSqlite({ path: storePath(config) })
    : openPostgres({ url: config.databaseUrl, mayMake });

/** The system's or the database's own code; the message may repeat the address with its password. */
function codeOf(thrown: unknown): string {
  if (!(thrown instanceof Error)) return typeof thrown;
  return 'code' in thrown && typeof thrown.code === 'string' ? thrown.code : thrown.name;
}

/** The file of the embedded store. */
export const storePath = (config: Config) => join(config.dataDir, 'raccordo.db');
