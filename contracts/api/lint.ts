import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

// Lints the committed document with the "Italian Guidelines Full" ruleset of italia/api-oas-checker-rules. A warning fails, as an error does.
const root = fileURLToPath(new URL('../..', import.meta.url));
const copy = join(root, '../shared/specs/openapi/italian-guidelines.spectral.yml');
const published = 'https://github.com/italia/api-oas-checker-rules/releases/latest/download/spectral.yml';
const fetchMsMax = 30_000;

const folder = mkdtempSync(join(tmpdir(), 'raccordo-lint-'));
try {
  const ruleset = existsSync(copy) ? copy : await download(join(folder, 'ruleset.yml'));
  const spectral = join(root, 'node_modules/.bin/spectral');
  const document = join(root, 'contracts/api/openapi.json');
  const { status, error } = spawnSync(spectral, ['lint', document, '--ruleset', ruleset, '--fail-severity=warn'], {
    stdio: 'inherit',
  });
  process.exitCode = error === undefined ? (status ?? 1) : 1;
  if (error !== undefined) console.error(`spectral did not start: ${error.message}. Run npm ci first.`);
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
} finally {
  rmSync(folder, { recursive: true });
}

/** Spectral could read the address itself, but says nothing useful when it cannot. */
async function download(file: string): Promise<string> {
  const reply = await fetch(published, { signal: AbortSignal.timeout(fetchMsMax) }).catch(() => undefined);
  if (!reply?.ok)
    throw new Error(
      `No ruleset: ${copy} is not there, and ${published} did not answer (${reply?.status ?? 'no connection'}).`,
    );
  writeFileSync(file, await reply.text());
  return file;
}
