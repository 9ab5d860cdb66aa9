import { posix } from 'node:path';
import { withoutComments } from './code-only.ts';
import type { Source } from './sources.ts';

/** The stages of the flow, in order. They see each other through `index.ts` only. */
export const stages = [
  'http',
  'auth',
  'network',
  'policy',
  'command',
  'core',
  'commit',
  'dispatch',
  'audit',
  'mail',
  'modi',
  'proof',
  'pdnd',
];

/** Libraries that tie a file to one runtime, and the only places that may name them. */
const runtimeOnly = /^(node:|cloudflare:|pg$|undici$|@hono\/node-server)/;
const runtimePlaces = /^src\/(entry\/|commit\/(sqlite|postgres)(\/|\.ts$))/;

/** Scripts that write or lint the API document; they run on Node and never ship. */
const documentScripts = /^contracts\/api\/(generate|lint)\.ts$/;

/** The script that cuts the faces of the PDF documents out of their package into a module: a Worker has no file to read them from. */
const fontScript = 'src/mail/pdf/generate-font.ts';

/** The branded type that ports accept and only the policy makes. */
const disclosedType = 'src/policy/disclosed.ts';

/** What every stage may name beside its own folder: the ports, and the refusals they speak in. */
const vocabulary = ['src/ports.ts', 'src/problem.ts'];

const dates = /^temporal-polyfill(\/|$)/;
// Which days a recurrence rule gives is a pure question whose answer RFC 5545 fills pages with; the library answers it without clock or runtime.
const recurrence = /^rrule-temporal$/;
const adapterLibraries = /^(zod|fast-xml-parser|jsonata|temporal-polyfill)(\/|$)/;

/** Says of every import whether `architecture.md`, "who may import whom", allows it. Findings read `path -> import: why`. */
export function checkImports(sources: readonly Source[]): string[] {
  return sources
    .filter(({ path }) => !path.endsWith('.test.ts') && !path.startsWith('test/'))
    .flatMap(({ path, text }) =>
      importsOf(text).flatMap((specifier) => {
        const why = objection(path, resolve(path, specifier));
        return why === undefined ? [] : [`${path} -> ${specifier}: ${why}`];
      }),
    );
}

const statement = /\b(?:from|import)\s*\(?\s*(['"])(?<specifier>[^'"\n]+)\1/g;

/** The module specifiers a file names, in import, export ... from, import() and type positions. */
export function importsOf(text: string): string[] {
  return [...withoutComments(text).matchAll(statement)].map((match) => match.groups?.specifier ?? '');
}

const resolve = (path: string, specifier: string) =>
  specifier.startsWith('.') ? posix.join(posix.dirname(path), specifier) : specifier;

function objection(from: string, to: string): string | undefined {
  if (from.startsWith('src/entry/') || from.endsWith('.config.ts')) return undefined;
  if (runtimeOnly.test(to) && !runtimePlaces.test(from) && !documentScripts.test(from) && from !== fontScript) {
    return 'runtime libraries belong to src/entry and the engine files';
  }
  if (to.startsWith('test/')) return 'the product never imports its tests';
  if (to.startsWith('src/entry/')) return 'nothing imports an entry';
  if (from.startsWith('contracts/')) return contractsObjection(from, to);
  if (from.startsWith('adapters/')) return adapterObjection(from, to);
  if (from.startsWith('src/')) return sourceObjection(from, to);
  return undefined;
}

function contractsObjection(from: string, to: string): string | undefined {
  if (to.startsWith('contracts/') || /^zod(\/|$)/.test(to)) return undefined;
  if (from.startsWith('contracts/api/') && to === '@hono/zod-openapi') return undefined;
  if (documentScripts.test(from) && !isOurs(to)) return undefined;
  return 'contracts import zod only (contracts/api also @hono/zod-openapi)';
}

function adapterObjection(from: string, to: string): string | undefined {
  const [, folder] = from.split('/');
  if (to.startsWith('contracts/') || to === 'src/ports.ts') return undefined;
  if (to.startsWith('adapters/')) {
    if (from === 'adapters/registry.ts' || to.startsWith(`adapters/${folder}/`)) return undefined;
    return 'an adapter never imports another adapter';
  }
  if (to.startsWith('src/')) return 'an adapter never imports a stage';
  if (adapterLibraries.test(to)) return undefined;
  if (/^hono(\/|$)/.test(to) && from.endsWith('/simulator.ts')) return undefined;
  return 'not on the list of libraries for adapters';
}

function sourceObjection(from: string, to: string): string | undefined {
  const stage = stageOf(from);
  if (stage === 'core' || stage === 'policy') {
    if (to.startsWith('contracts/') || to.startsWith(`src/${stage}/`) || dates.test(to)) return undefined;
    if (from.startsWith('src/core/convocation/') && recurrence.test(to)) return undefined;
    // The gate cuts by the tags of the contract's schemas, so it reads schemas.
    if (stage === 'policy' && to === 'zod') return undefined;
    return 'src/core and src/policy import contracts only';
  }
  if (!isOurs(to) || to.startsWith('contracts/')) return undefined;
  if (from === 'src/pipeline.ts') return to.startsWith('src/') ? undefined : 'the pipeline imports stages only';
  if (from === 'src/ports.ts' || stage === 'ports') {
    if (to.startsWith('src/ports/') || to === disclosedType) return undefined;
    return 'ports import contracts and ports only';
  }
  if (from === 'src/config.ts' && to.startsWith('src/config/')) return undefined;
  if (stage === undefined || stage === 'config') {
    if (vocabulary.includes(to) || (stage === 'config' && to.startsWith('src/config/'))) return undefined;
    return 'files beside the stages import contracts and ports only';
  }
  if (!stages.includes(stage)) return `src/${stage} is not a stage; see the list in check-imports.ts`;
  if (vocabulary.includes(to) || to.startsWith(`src/${stage}/`)) return undefined;
  return stageObjection(stage, to);
}

function stageObjection(from: string, to: string): string | undefined {
  const target = stageOf(to);
  if (target === undefined) return 'a stage imports contracts, ports, its own folder and other stages through index.ts';
  if (target === 'mail')
    return 'src/mail, with its PDF and calendar libraries, is loaded by src/entry, once there is a mail';
  if (to === `src/${target}/index.ts`) return undefined;
  // One folder and one index per aggregate, and one for the days of Rome.
  if (target === 'core' && /^src\/core\/[^/]+\/index\.ts$/.test(to)) return undefined;
  const side = stages.indexOf(target) > stages.indexOf(from) ? 'later' : 'earlier';
  return `${target} is ${side === 'later' ? 'a later' : 'an earlier'} stage, seen through src/${target}/index.ts only`;
}

const isOurs = (to: string) => /^(src|contracts|adapters|test)\//.test(to);
const stageOf = (path: string) => /^src\/([^/]+)\//.exec(path)?.[1];
