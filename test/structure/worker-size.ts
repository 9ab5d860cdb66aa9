import { existsSync, globSync, readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';

const folder = 'dist/worker';
const limitKiB = 1024;

/** The bundle as the platform counts it: everything uploaded, compressed; source maps stay at home. */
const uploaded = existsSync(folder)
  ? globSync(`${folder}/**/*.{js,mjs,wasm,txt,html,bin}`).map((path) => readFileSync(path))
  : [];

const plainKiB = Math.ceil(uploaded.reduce((sum, file) => sum + file.length, 0) / 1024);
const gzipKiB = Math.ceil(uploaded.reduce((sum, file) => sum + gzipSync(file).length, 0) / 1024);

console.log(`worker bundle: ${plainKiB} KiB, compressed ${gzipKiB} KiB of ${limitKiB} KiB`);
if (uploaded.length === 0) {
  console.error(`nothing in ${folder}: run the build first`);
  process.exitCode = 1;
} else if (gzipKiB > limitKiB) {
  console.error('the worker bundle is too large');
  process.exitCode = 1;
}
