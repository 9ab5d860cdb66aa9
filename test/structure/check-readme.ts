import { blocksOf, linksOf, pathsOf, rowsOf, sectionOf, spansOf } from './markdown.ts';

/** What a reader can type: the shell blocks, and what stands between backticks. */
const typedIn = (readme: string): string[] => [...shellOf(readme), ...spansOf(readme)];

const shellOf = (readme: string): string[] =>
  blocksOf(readme).flatMap(({ language, text }) => (language === 'sh' ? [text] : []));

const others = (found: Iterable<string>, known: readonly string[], what: string): string[] =>
  [...new Set(found)].filter((name) => !known.includes(name)).map((name) => `${name} ${what}`);

/** Commands of the README that nothing answers to: npm scripts, and verbs of the command line. */
export function checkCommands(readme: string, scripts: readonly string[], verbs: readonly string[]): string[] {
  const typed = typedIn(readme).join('\n');
  const ran = [...typed.matchAll(/\bnpm (?:run (?:-s )?)?(?!run\b|ci\b|exec\b)([a-z][\w:-]*)/g)];
  const said = [...typed.matchAll(/\braccordo (?:-- )?([a-z]+ [a-z]+)\b/g)];
  return [
    ...others(
      ran.map(([, name]) => name ?? ''),
      scripts,
      'is no script',
    ),
    ...others(
      said.map(([, verb]) => verb ?? ''),
      verbs,
      'is no command',
    ),
  ];
}

/** The verbs that `src/entry/cli.ts` lists. */
export const verbsOf = (cli: string): string[] =>
  [...cli.matchAll(/^ {2}'([a-z]+ [a-z]+)':/gm)].map(([, verb]) => verb ?? '');

/** Made when the gateway runs, so not in the repository. */
const madeByRunning = ['data/', 'keys.json', 'data/sandbox/caller.json'];
const inTree = /^(?:src|adapters|contracts|test|docs|\.ci)\/[\w./-]+$/;
const looksLikePath = /^\.?[\w-][\w.-]*(?:\/[\w.-]+)*(?:\/|\.(?:ts|json|yaml|toml|md))$/;

/** Paths that the README names, in backticks or links, and that do not exist. */
export function checkPaths(readme: string, exists: (path: string) => boolean): string[] {
  const named = spansOf(readme).filter(
    (span) => (inTree.test(span) || looksLikePath.test(span)) && !madeByRunning.includes(span),
  );
  const linked = linksOf(readme).filter((target) => !/^(?:https?:|#)/.test(target));
  return [...new Set([...named, ...linked])].filter((path) => !exists(path)).map((path) => `${path} does not exist`);
}

type Variable = { readonly name: string; readonly default: string; readonly meaning: string; readonly secret: boolean };

/** Where the configuration table, or any other place, differs from the settings that the gateway reads. */
export function checkConfiguration(readme: string, variables: readonly Variable[]): string[] {
  const told = rowsOf(sectionOf(readme, '## Configuration')).map((cells) => cells.join(' | '));
  const wanted = variables.map((each) =>
    [`\`${each.name}\``, each.default === '' ? '' : `\`${each.default}\``, each.secret ? 'yes' : '', each.meaning].join(
      ' | ',
    ),
  );
  const known = variables.map(({ name }) => name);
  return [
    ...others(told, wanted, 'is not what src/config.ts says'),
    ...others(wanted, told, 'is missing'),
    ...others(readme.match(/\bRACCORDO_[A-Z_]+(?:<NAME>)?/g) ?? [], known, 'is no setting'),
  ];
}

type Paths = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/** Addresses of the interface that the README names, with or without a method, and that the OpenAPI document does not have. */
export function checkOperations(readme: string, paths: Paths): string[] {
  const inText = spansOf(readme).flatMap((span) => span.match(/^(?:(?:GET|POST|PUT|DELETE) )?\/[a-z.].*$/)?.[0] ?? []);
  const inShell = shellOf(readme).flatMap((text) =>
    [...text.matchAll(/\$gateway(\/[^\s"']+)/g)].map(([, at]) => at ?? ''),
  );
  return [...new Set([...inText, ...inShell])]
    .filter((named) => !isOperation(named, paths))
    .map((named) => `${named} is no operation`);
}

function isOperation(named: string, paths: Paths): boolean {
  const [address = '', method] = named.split(' ').reverse();
  const segments = (address.split('?')[0] ?? '').split('/');
  return Object.entries(paths).some(([path, operations]) => {
    const declared = path.split('/');
    return (
      declared.length === segments.length &&
      declared.every((segment, at) => segment.startsWith('{') || segment === segments[at]) &&
      (method === undefined || Object.hasOwn(operations, method.toLowerCase()))
    );
  });
}

/** What the picture of folders names and does not exist, and folders that it does not name. */
export function checkPicture(readme: string, exists: (path: string) => boolean, folders: readonly string[]): string[] {
  const picture = blocksOf(sectionOf(readme, '## How it is laid out')).findLast(({ language }) => language === 'text');
  const named = pathsOf(picture?.text ?? '');
  return [
    ...named.filter((path) => !exists(path)).map((path) => `${path} does not exist`),
    ...others(
      folders.map((folder) => `${folder}/`),
      named,
      'is not in the picture',
    ),
  ];
}

/** Where the table of adapters differs from the registry, or from the table in the adapters' own README. */
export function checkAdapters(readme: string, kinds: readonly string[], adaptersReadme: string): string[] {
  const table = rowsOf(sectionOf(readme, '## Partner adapters'));
  const named = table.map(
    ([kind]) => /^\[`([\w-]+)`\]\(adapters\/\1\/README\.md\)$/.exec(kind ?? '')?.[1] ?? `${kind}`,
  );
  const own = adaptersReadme.split('\n').filter((line) => line.startsWith('| [`'));
  const rows = table.map((cells) => `| ${cells.join(' | ')} |`.replace('](adapters/', ']('));
  return [
    ...others(named, kinds, 'is not in the registry'),
    ...others(kinds, named, 'is not in the table'),
    ...others(rows, own, 'is not what adapters/README.md says'),
  ];
}

const units: Readonly<Record<string, number>> = {
  ms: 1,
  s: 1000,
  min: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  KiB: 1024,
  MiB: 1024 ** 2,
};

/** Limits whose value in the README is not the one in the code. `textOf` gives a file of the repository. */
export function checkLimits(
  readme: string,
  textOf: (path: string) => string,
  section = '## Guarantees and limits',
): string[] {
  const rows = rowsOf(sectionOf(readme, section));
  if (rows.length === 0) return ['no limit is told'];
  return rows.flatMap(([what, told = '', where = '']) => {
    const [, path = '', name = ''] = /^`([^`]+)` (\w+)$/.exec(where) ?? [];
    const product = new RegExp(`\\b${name}(?:: number)?\\s*[:=]\\s*([\\d_]+(?: \\* [\\d_]+)*)[;,]`).exec(
      textOf(path),
    )?.[1];
    const [amount = '', unit] = told.split(' ');
    const inCode = (product ?? '')
      .split(' * ')
      .reduce((value, factor) => value * Number(factor.replaceAll('_', '')), 1);
    const scale = name.includes('Seconds') ? 1000 : 1;
    const inReadme = Number(amount.replaceAll(',', '')) * (unit === undefined ? 1 : (units[unit] ?? Number.NaN));
    return product !== undefined && inCode * scale === inReadme ? [] : [`${what}: ${told} is not ${name} of ${path}`];
  });
}
