import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import packed, { inflate } from '@sparticuz/chromium';
import { type Browser, chromium } from 'playwright-core';
import packageJson from '../../package.json' with { type: 'json' };

const root = fileURLToPath(new URL('../..', import.meta.url));
const binaries = join(root, 'node_modules/@sparticuz/chromium/bin');
const cache = join(root, 'node_modules/.cache');
const startMsMax = 30_000;

/**
 * A browser out of its npm package: nothing is fetched, and what a bare machine may lack, libraries and a font, comes with it.
 * It resolves no name but this machine's, so a page that wants something from elsewhere fails to get it.
 */
export async function startChromium(): Promise<Browser> {
  const folder = await unpacked();
  return chromium.launch({
    executablePath: join(folder, 'chromium'),
    timeout: startMsMax,
    args: [
      // A pipeline runs as root, for whom there is no sandbox.
      '--no-sandbox',
      '--no-zygote',
      '--disable-gpu',
      '--disable-dev-shm-usage',
      '--font-render-hinting=none',
      '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1',
    ],
    env: {
      PATH: process.env.PATH ?? '',
      HOME: folder,
      LD_LIBRARY_PATH: join(folder, 'al2023/lib'),
      FONTCONFIG_FILE: join(folder, 'fonts.conf'),
    },
  });
}

/** Unpacked beside its place and moved there whole, so that two runs at a time never see half of it. */
async function unpacked(): Promise<string> {
  const folder = join(cache, `chromium-${packageJson.devDependencies['@sparticuz/chromium']}`);
  if (existsSync(folder)) return folder;
  mkdirSync(cache, { recursive: true });
  const making = mkdtempSync(join(cache, 'chromium-'));
  const { TMPDIR } = process.env;
  // The package unpacks into the temporary folder and leaves no choice of another.
  process.env.TMPDIR = making;
  try {
    await packed.executablePath(binaries);
    await inflate(join(binaries, 'al2023.tar.br'));
  } finally {
    if (TMPDIR === undefined) delete process.env.TMPDIR;
    else process.env.TMPDIR = TMPDIR;
  }
  writeFileSync(join(making, 'fonts.conf'), fontsConf(folder));
  try {
    renameSync(making, folder);
  } catch (error) {
    if (!existsSync(folder)) throw error;
    rmSync(making, { recursive: true });
  }
  return folder;
}

const fontsConf = (folder: string) => `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><dir>${join(folder, 'fonts')}</dir><cachedir>${join(folder, 'fonts-cache')}</cachedir></fontconfig>
`;

export const screenshots = join(root, 'test-output/screenshots');

/** Where the picture of that name goes. */
export function pictureAt(name: string): string {
  const path = join(screenshots, `${name}.png`);
  mkdirSync(dirname(path), { recursive: true });
  return path;
}
