import { describe, expect, it } from 'vitest';
import { checkPurity } from './check-purity.ts';
import { typescriptUnder } from './sources.ts';

describe('the core and the policy', () => {
  it('are arithmetic', () => {
    expect(checkPurity(typescriptUnder('src/core', 'src/policy'))).toEqual([]);
  });

  it.each([
    'export async function decide() {}',
    'const state = await load();',
    'const at = Date.now();',
    'const at = new Date(text);',
    'const n = Math.random();',
    'const id = crypto.randomUUID();',
    'const at = Temporal.Now.instant();',
    "fetch('/x');",
    'setTimeout(run, 1);',
    'console.log(state);',
    `const key = \`\${Date.now()}\`;`,
  ])('are not when they say %s', (text) => {
    expect(checkPurity([{ path: 'src/core/referral/decide.ts', text }])).toHaveLength(1);
  });

  it('may speak of it in words', () => {
    const text =
      "// await the reply\nconst code = 'await_reply';\nconst slash = /'/; const next = 'fetch(';\nprefetch(1);";
    expect(checkPurity([{ path: 'src/policy/decide.ts', text }])).toEqual([]);
  });
});
