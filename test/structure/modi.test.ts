import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import openapi from '../../contracts/api/openapi.json' with { type: 'json' };
import { Modi, PdndClient, Trust } from '../../contracts/canonical/trust.ts';
import packageJson from '../../package.json' with { type: 'json' };
import { variables } from '../../src/config.ts';
import { checkCommands, checkLimits, checkOperations, checkPaths, verbsOf } from './check-readme.ts';
import { blocksOf } from './markdown.ts';
import { checkDispatchRows, checkTrustTables } from './modi-tables.ts';
import { textOf } from './sources.ts';

const root = join(import.meta.dirname, '..', '..');
const page = textOf('docs/modi.md');
const exists = (path: string) => existsSync(join(root, path)) || existsSync(join(root, 'docs', path));

describe('docs/modi.md', () => {
  it('names commands, paths and operations that exist', () => {
    expect(checkCommands(page, Object.keys(packageJson.scripts), verbsOf(textOf('src/entry/cli.ts')))).toEqual([]);
    expect(checkPaths(page, exists)).toEqual([]);
    expect(checkOperations(page, openapi.paths)).toEqual([]);
  });

  it('names settings that are read', () => {
    const named = page.match(/\bRACCORDO_[A-Z_]+(?:<NAME>)?/g) ?? [];
    expect(named).toContain('RACCORDO_CERTIFICATE_HEADER');
    const known = variables.map(({ name }) => name);
    expect(named.filter((name) => !known.includes(name))).toEqual([]);
  });

  it('gives the limits that the code has', () => {
    expect(checkLimits(page, textOf, '## Limits')).toEqual([]);
  });

  it('has the codes of the catalogue, and no others', () => {
    expect(checkTrustTables(page)).toEqual([]);
    expect(checkTrustTables(page.replace('| `voucher/aud-`', '| `voucher/audience-`'))).toHaveLength(2);
  });

  it('says of deliveries what dispatch makes of them', () => {
    expect(page).toContain('| `dispatch/answer-unproven` |');
    expect(checkDispatchRows(page)).toEqual([]);
    expect(
      checkDispatchRows(
        '| a | b | c | d | e |\n| --- | --- | --- | --- | --- |\n| `dispatch/no-answer` | x | y | refused | deferred |',
      ),
    ).toHaveLength(1);
  });

  it('shows sections that the network document may have', () => {
    const shown = blocksOf(page).flatMap(({ language, text }) => (language === 'yaml' ? [parse(text)] : []));
    const { trust, clients, systems } = Object.assign({}, ...shown);
    expect(Trust.safeParse(trust).error).toBeUndefined();
    expect(PdndClient.safeParse(clients[0].pdnd).error).toBeUndefined();
    expect(Modi.safeParse(systems[0].modi).error).toBeUndefined();
  });
});
