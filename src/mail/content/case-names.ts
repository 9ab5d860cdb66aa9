import type { ConvocationMail } from '../../ports.ts';
import { cleanLine } from '../clean.ts';
import type { Texts } from '../texts/index.ts';

type Named = ConvocationMail['cases'][number];

const casesNamedMax = 3;

/** `M.R. (BV-2026-0107)`: initials and case number, as far as disclosed. Never a name. */
export function caseName({ initials, case_id }: Named): string {
  const [short, number] = [cleanLine(initials ?? ''), cleanLine(case_id ?? '')];
  return short && number ? `${short} (${number})` : short || number;
}

/** The cases for a subject line or a calendar title, which mail programs cut. */
export function caseNames(cases: readonly Named[], texts: Texts): string {
  const names = cases.map(caseName).filter((name) => name !== '');
  const left = names.length - casesNamedMax;
  return [...names.slice(0, casesNamedMax), ...(left > 0 ? [texts.more(left)] : [])].join(', ');
}
