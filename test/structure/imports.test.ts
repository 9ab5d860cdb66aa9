import { describe, expect, it } from 'vitest';
import { checkImports, importsOf } from './check-imports.ts';
import { typescriptUnder } from './sources.ts';

describe('who may import whom', () => {
  it('holds for every file', () => {
    expect(checkImports(typescriptUnder('contracts', 'src', 'adapters'))).toEqual([]);
  });

  it.each([
    ['contracts/canonical/referral.ts', 'hono'],
    ['contracts/canonical/referral.ts', '@hono/zod-openapi'],
    ['contracts/canonical/referral.ts', '../../src/ports.ts'],
    ['src/core/referral/decide.ts', '../../ports.ts'],
    ['src/policy/decide.ts', '../core/index.ts'],
    ['src/policy/decide.ts', 'rrule-temporal'],
    ['src/core/referral/decide.ts', 'rrule-temporal'],
    ['src/http/app.ts', '../commit/statements.ts'],
    ['src/dispatch/claim.ts', '../command/read.ts'],
    ['src/commit/unit.ts', '../pipeline.ts'],
    ['src/commit/unit.ts', '../entry/compose.ts'],
    ['src/dispatch/send.ts', 'undici'],
    ['src/auth/tokens.ts', 'node:crypto'],
    ['src/config/keys.ts', '../commit/index.ts'],
    ['src/http/app.ts', '../config/keys.ts'],
    ['src/mail/smtp/open.ts', 'node:net'],
    ['src/commit/d1.ts', 'pg'],
    ['src/http/pages/meeting.ts', '../../mail/index.ts'],
    ['src/billing/index.ts', '../ports.ts'],
    ['adapters/inps/write.ts', '../siuss/write.ts'],
    ['adapters/inps/write.ts', '../../src/policy/index.ts'],
    ['adapters/inps/write.ts', 'hono'],
    ['adapters/inps/write.ts', 'lodash'],
  ])('reports %s importing %s', (path, specifier) => {
    expect(checkImports([{ path, text: `import { x } from '${specifier}';` }])).toHaveLength(1);
  });

  it.each([
    ['contracts/api/routes.ts', '@hono/zod-openapi'],
    ['contracts/api/generate.ts', 'node:fs'],
    ['src/core/referral/decide.ts', '../../../contracts/canonical/referral.ts'],
    ['src/policy/decide.ts', 'temporal-polyfill'],
    ['src/core/convocation/series.ts', 'rrule-temporal'],
    ['src/http/app.ts', '../core/index.ts'],
    ['src/mail/send.ts', '../ports.ts'],
    ['src/mail/pdf/generate-font.ts', 'node:fs'],
    ['src/commit/sqlite.ts', 'node:sqlite'],
    ['src/config.ts', './config/keys.ts'],
    ['src/config/mail.ts', './origin.ts'],
    ['src/mail/smtp/open.ts', 'nodemailer/lib/smtp-connection'],
    ['src/pipeline.ts', './http/index.ts'],
    ['src/entry/node.ts', '../commit/postgres.ts'],
    ['adapters/registry.ts', './inps/index.ts'],
    ['adapters/inps/simulator.ts', 'hono'],
  ])('accepts %s importing %s', (path, specifier) => {
    expect(checkImports([{ path, text: `import { x } from '${specifier}';` }])).toEqual([]);
  });

  it('sees every form of import and no comment', () => {
    const text = [
      "import 'a';",
      "import type { B } from 'b';",
      "export * from 'c';",
      "const d = await import('d');",
      "type E = import('e').E;",
      'import {\n  F,\n} from "f";',
      "// import 'g';",
      "/* from 'h' */",
    ].join('\n');
    expect(importsOf(text)).toEqual(['a', 'b', 'c', 'd', 'e', 'f']);
  });
});
