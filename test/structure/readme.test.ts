import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { adapters } from '../../adapters/registry.ts';
import openapi from '../../contracts/api/openapi.json' with { type: 'json' };
import packageJson from '../../package.json' with { type: 'json' };
import { variables } from '../../src/config.ts';
import {
  checkAdapters,
  checkCommands,
  checkConfiguration,
  checkLimits,
  checkOperations,
  checkPaths,
  checkPicture,
  verbsOf,
} from './check-readme.ts';
import { textOf } from './sources.ts';

const root = join(import.meta.dirname, '..', '..');
const readme = textOf('README.md');
const exists = (path: string) => existsSync(join(root, path));
const nowhere = () => false;

describe('the README', () => {
  it.each(['README.md', 'CONTRIBUTING.md'])(
    'and what stands beside it, %s, names commands and paths that exist',
    (page) => {
      const verbs = verbsOf(textOf('src/entry/cli.ts'));
      expect(verbs).toContain('network check');
      expect(checkCommands(textOf(page), Object.keys(packageJson.scripts), verbs)).toEqual([]);
      expect(checkPaths(textOf(page), exists)).toEqual([]);
    },
  );

  it.each([
    ['```sh\nnpm run deploy\n```', 'deploy is no script'],
    ['`npm run -s raccordo -- network apply FILE`', 'network apply is no command'],
    ['```sh\nraccordo keys rotate\n```', 'keys rotate is no command'],
    ['`npm restart`', 'restart is no script'],
    ['1. so\n\n   ```sh\n   npm run stop\n   ```\n', 'stop is no script'],
  ])('is reported with %j', (text, fault) => {
    expect(checkCommands(text, ['start', 'raccordo'], ['network check'])).toEqual([fault]);
  });

  it.each([
    '`src/core/team/decide.ts`',
    '`src/billing`',
    '`adapters/inps/`',
    '`wrangler.json`',
    '[the profile](adapters/inps/README.md)',
    '[how to](CONTRIBUTION.md)',
  ])('is reported with the path %s', (text) => {
    expect(checkPaths(text, nowhere)).toHaveLength(1);
  });

  it.each([
    '`data/`',
    '[JSONata](https://docs.jsonata.org)',
    '`application/problem+json`',
    '`GET /v1/purposes`',
    '`TS-INV`',
  ])('may say %s', (text) => {
    expect(checkPaths(text, nowhere)).toEqual([]);
  });

  it('has every setting in its table, and no other', () => {
    expect(checkConfiguration(readme, variables)).toEqual([]);
  });

  const port = { name: 'RACCORDO_PORT', default: '8080', meaning: 'Port to listen on', secret: false };
  const table = (row: string) =>
    `## Configuration\n\n| variable | default | secret | meaning |\n| --- | --- | --- | --- |\n${row}\n`;

  it('is accepted when it says what a setting is', () => {
    expect(checkConfiguration(table('| `RACCORDO_PORT` | `8080` | | Port to listen on |'), [port])).toEqual([]);
  });

  it.each([
    ['another default', table('| `RACCORDO_PORT` | `80` | | Port to listen on |'), 2],
    ['another meaning', table('| `RACCORDO_PORT` | `8080` | | Port |'), 2],
    ['a secret that is none', table('| `RACCORDO_PORT` | `8080` | yes | Port to listen on |'), 2],
    ['no row', '', 1],
    ['a setting of its own', `${table('| `RACCORDO_PORT` | `8080` | | Port to listen on |')}\n\`RACCORDO_PROT\``, 1],
  ])('is reported with %s', (_, text, faults) => {
    expect(checkConfiguration(text, [port])).toHaveLength(faults);
  });

  it('names operations that the OpenAPI document has', () => {
    expect(checkOperations(readme, openapi.paths)).toEqual([]);
  });

  it.each([
    ['`GET /v1/people`', 1],
    ['`DELETE /v1/network`', 1],
    ['```sh\ncurl -s $gateway/v1/referrals/$referral/answers\n```', 1],
    ['`GET /v1/network`', 0],
    ['`PUT /v1/systems/{system_id}/suspension`', 0],
    ['```sh\ncurl -s "$gateway/v1/referrals/$referral/events?limit=1"\n```', 0],
  ])('is checked for operations: %j has %i faults', (text, faults) => {
    expect(checkOperations(text, openapi.paths)).toHaveLength(faults);
  });

  it('shows the folders as they are', () => {
    const folders = ['src', 'adapters', 'contracts'].flatMap((top) =>
      readdirSync(join(root, top), { withFileTypes: true }).flatMap((entry) =>
        entry.isDirectory() ? [`${top}/${entry.name}`] : [],
      ),
    );
    expect(folders).toContain('src/policy');
    expect(checkPicture(readme, exists, folders)).toEqual([]);
  });

  it('is reported with a picture of another tree', () => {
    const picture = '## How it is laid out\n\n```text\nsrc/\n  core/    pure\n  billing/\n```\n';
    expect(checkPicture(picture, (path) => path !== 'src/billing/', ['src/core', 'src/http'])).toEqual([
      'src/billing/ does not exist',
      'src/http/ is not in the picture',
    ]);
  });

  it('lists the adapters of the registry', () => {
    expect(checkAdapters(readme, [...adapters.keys()], textOf('adapters/README.md'))).toEqual([]);
  });

  it.each([
    ['an adapter that is not registered', ['mailbox'], 2],
    ['an adapter missing', ['mailbox', 'inps', 'anpr'], 2],
  ])('is reported with %s', (_, kinds, faults) => {
    const row = (kind: string, folder: string) => `| [\`${kind}\`](${folder}${kind}/README.md) | bodies | words |`;
    const text = `## Partner adapters\n\n| kind | partner | speaks |\n| --- | --- | --- |\n${row('mailbox', 'adapters/')}\n${row('inps', 'adapters/')}\n`;
    expect(checkAdapters(text, kinds, row('mailbox', ''))).toHaveLength(faults);
  });

  it('gives the limits that the code has', () => {
    expect(checkLimits(readme, textOf)).toEqual([]);
  });

  it.each([
    ['2 min', 0],
    ['120 s', 0],
    ['2 h', 1],
    ['120', 1],
    ['2 weeks', 1],
  ])('is checked for limits: %s for 120,000 ms has %i faults', (told, faults) => {
    const text = `## Guarantees and limits\n\n| limit | value | where |\n| --- | --- | --- |\n| wait | ${told} | \`src/a.ts\` waitMs |\n`;
    expect(checkLimits(text, () => 'const waitMs = 2 * 60_000;')).toHaveLength(faults);
  });

  it('is reported with a limit that the code does not have', () => {
    const text =
      '## Guarantees and limits\n\n| limit | value | where |\n| --- | --- | --- |\n| wait | 2 min | `src/a.ts` waitMs |\n';
    expect(checkLimits(text, () => 'const restMs = 2 * 60_000;')).toHaveLength(1);
    expect(checkLimits('', () => '')).toHaveLength(1);
  });
});
