import type { Finding } from '../../src/ports.ts';
import type { Options } from './config.ts';
import type { Concept } from './resources.ts';
import { type OwnName, own } from './vocabulary.ts';

export type Coded<C extends string> = { readonly code: C | undefined; readonly findings: readonly Finding[] };

/** A code of ours in a concept of theirs: by our own code system, or by the translation in the options. Text is not read. */
export function coded<C extends string>(
  concept: Concept | undefined,
  ask: { readonly system: OwnName; readonly codes: readonly C[]; readonly pointer: string },
  options: Options,
): Coded<C> {
  const system = own(options, ask.system);
  const code = concept?.coding
    ?.map((c) => (c.system === system ? c.code : options.reasons[`${c.system ?? ''}|${c.code ?? ''}`]))
    .map((candidate) => ask.codes.find((known) => known === candidate))
    .find((known) => known !== undefined);
  const findings: Finding[] = [];
  if (concept?.text !== undefined) findings.push({ pointer: `${ask.pointer}/text`, code: 'not-taken' });
  if (code === undefined)
    findings.push({ pointer: ask.pointer, code: concept === undefined ? 'missing' : 'code-unknown' });
  return { code, findings };
}
