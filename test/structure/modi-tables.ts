import { trustFaults } from '../../contracts/catalogue/trust/part.ts';
import { type TrustCode, trustGrid, trustProblems } from '../../contracts/catalogue/trust-problems.ts';
import { transportOutcomes } from '../../src/dispatch/transport.ts';
import { rowsOf } from './markdown.ts';

type Part = { readonly is: string; readonly rule: string; readonly can: readonly string[] };

/** The rows of the table of codes in docs/modi.md, as the catalogue has them. */
export const trustRows = (): string[] =>
  Object.entries(trustGrid).flatMap(([proof, parts]) =>
    Object.entries(parts as Record<string, Part>).map(([name, { is, rule, can }]) => {
      const faults = can.map((fault) => {
        const { status } = trustProblems[`${proof}/${name}-${fault}` as TrustCode];
        return `${fault} ${status}`;
      });
      return `| \`${proof}/${name}-\` | ${is} | ${faults.join(', ')} | ${rule.replaceAll('<', '\\<')} |`;
    }),
  );

/** The rows of its table of faults. */
export const faultRows = (): string[] =>
  Object.entries(trustFaults).map(([fault, [says]]) => `| \`${fault}\` | ${says} |`);

/** Where the tables of codes differ from the catalogue. */
export function checkTrustTables(page: string): string[] {
  const written = page.split('\n').filter((line) => /^\| `[a-z-]+(?:\/[a-z-]+-)?` \|/.test(line));
  const wanted = [...faultRows(), ...trustRows()];
  return [
    ...wanted.filter((row) => !written.includes(row)).map((row) => `missing: ${row}`),
    ...written.filter((row) => !wanted.includes(row)).map((row) => `not in the catalogue: ${row}`),
  ];
}

const outcomes = Object.values(transportOutcomes);

/** Rows about deliveries whose code dispatch does not have, or whose outcome is another. */
export const checkDispatchRows = (page: string): string[] =>
  rowsOf(page).flatMap((cells) => {
    const [code] = /(?<=^`)dispatch\/[a-z-]+(?=`$)/.exec(cells[0] ?? '') ?? [];
    if (code === undefined) return [];
    const known = outcomes.find((each) => each.code === code);
    return known?.effect === cells[3] && known?.lookup === cells[4] ? [] : [cells.join(' | ')];
  });
