import { codeOnly } from './code-only.ts';
import type { Source } from './sources.ts';

const impure: readonly (readonly [name: string, pattern: RegExp])[] = [
  ['async', /\b(await|async)\b/],
  ['the clock', /\bDate\.now\b|\bnew Date\(\s*\)|\bDate\(\s*\)|\bTemporal\.Now\b|\bperformance\.now\b/],
  ['a Date built from parts', /\bnew Date\(/],
  ['randomness', /\bMath\.random\b|\bcrypto\s*\.|\brandomUUID\b/],
  ['the network', /\bfetch\s*\(/],
  ['a timer', /\b(setTimeout|setInterval|setImmediate|queueMicrotask)\b/],
  ['the console', /\bconsole\s*\./],
  ['the environment', /\bprocess\s*\.|\bglobalThis\b/],
];

/** Lines under `src/core` and `src/policy` that wait, look at the clock, draw lots or reach outside. */
export function checkPurity(sources: readonly Source[]): string[] {
  return sources
    .filter(({ path }) => /^src\/(core|policy)\//.test(path))
    .flatMap(({ path, text }) =>
      codeOnly(text)
        .split('\n')
        .flatMap((line, index) => {
          const found = impure.find(([, pattern]) => pattern.test(line));
          return found === undefined ? [] : [`${path}:${index + 1} uses ${found[0]}`];
        }),
    );
}
