import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { generateKeys, type KeyVariables } from './generate-keys.ts';

const Stored = z.strictObject({
  RACCORDO_MASTER_KEYS: z.string(),
  RACCORDO_INDEX_KEY: z.string(),
  RACCORDO_SIGNING_KEY: z.string(),
});

export type KeysFile =
  | { readonly ok: true; readonly path: string; readonly made: boolean; readonly keys: KeyVariables }
  | { readonly ok: false; readonly path: string; readonly rule: string };

/**
 * The keys beside the embedded store, made on first use: a convenience for trying the gateway, since whoever copies the folder copies
 * data and keys together. Never made beside a store that exists: what it holds was sealed under other keys.
 */
export async function keysBeside(dataDir: string, storePath: string, today: string): Promise<KeysFile> {
  const path = join(dataDir, 'keys.json');
  if (existsSync(path)) {
    const stored = Stored.safeParse(parseOrNull(readFileSync(path, 'utf8')));
    return stored.success
      ? { ok: true, path, made: false, keys: stored.data }
      : { ok: false, path, rule: 'does not hold the three keys' };
  }
  if (existsSync(storePath))
    return { ok: false, path, rule: `is missing, and ${storePath} was sealed under the keys it held` };
  const keys = await generateKeys(today);
  try {
    mkdirSync(dataDir, { recursive: true, mode: 0o700 });
    writeFileSync(path, `${JSON.stringify(keys, null, 2)}\n`, { mode: 0o600, flag: 'wx' });
  } catch (thrown) {
    const code = thrown instanceof Error && 'code' in thrown ? thrown.code : 'unknown';
    return {
      ok: false,
      path,
      rule: `cannot be written (${code}): RACCORDO_DATA_DIR must name a folder of this process`,
    };
  }
  return { ok: true, path, made: true, keys };
}

function parseOrNull(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
