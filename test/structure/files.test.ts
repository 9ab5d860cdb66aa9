import { describe, expect, it } from 'vitest';
import { checkFiles } from './check-files.ts';
import { typescriptUnder } from './sources.ts';

const toolsOfThisFolder = (path: string) => /^test\/structure\/(check-files|files\.test)\.ts$/.test(path);

describe('the files of the project', () => {
  it('keep their shape', () => {
    const sources = typescriptUnder('src', 'adapters', 'contracts', 'test');
    expect(checkFiles(sources.filter(({ path }) => !toolsOfThisFolder(path)))).toEqual([]);
  });

  it.each([
    ['src/core/referral/decide.ts', '\n'.repeat(260).concat('x')],
    ['contracts/catalogue/problems.ts', '\n'.repeat(260).concat('x')],
    ['src/utils/strings.ts', ''],
    ['test/unit/helpers.ts', ''],
    ['src/common.ts', ''],
    ['src/http/app.ts', 'export default app;'],
    ['src/http/app.ts', '// biome-ignore lint: later'],
    ['src/http/app.ts', '// @ts-ignore'],
    ['src/http/app.ts', 'const x = y as any;'],
    ['test/unit/referral.test.ts', "it.skip('is sent', () => {});"],
    ['test/unit/referral.test.ts', "describe.only('a referral', () => {});"],
    ['test/unit/referral.test.ts', "it.todo('is sent');"],
  ])('are reported when %s breaks it', (path, text) => {
    expect(checkFiles([{ path, text }])).toHaveLength(1);
  });

  it.each([
    ['contracts/catalogue/combining-table.ts', '\n'.repeat(260).concat('x')],
    ['contracts/api/types.generated.ts', '\n'.repeat(260).concat('x')],
    ['src/entry/worker.ts', 'export default { fetch };'],
    ['vitest.config.ts', 'export default {};'],
    ['src/core/common-ground.ts', ''],
  ])('are accepted when %s may', (path, text) => {
    expect(checkFiles([{ path, text }])).toEqual([]);
  });
});
