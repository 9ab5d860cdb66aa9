import { codeOnly } from './code-only.ts';
import type { Source } from './sources.ts';

const linesMax = 250;
const isProduct = (path: string) => /^(src|adapters|contracts)\//.test(path);
const isGenerated = ({ path, text }: Source) => path.endsWith('.generated.ts') || /^\/\/ generated\b/i.test(text);
/** Tables of which each row says what the others say: cut in pieces they would be harder to compare. */
const tables = ['contracts/catalogue/combining-table.ts', 'contracts/catalogue/purposes.ts'];

const mayDefaultExport = /^src\/entry\/worker\.ts$|\.config\.ts$/;
const vagueName = /(^|\/)(utils?|helpers?|common)(\/|\.|$)/i;

const suppression = /biome-ignore|@ts-(ignore|nocheck|expect-error)|eslint-disable/;
const anyCast = /\bas any\b|<any>/;
const switchedOff = /\b(it|test|describe|suite|bench)(\.\w+)*\.(only|skip|skipIf|runIf|todo)\b|\b[xf](it|describe)\(/;

/** What a file of this project never looks like: too long, vaguely named, default-exporting, suppressing, switched off. */
export function checkFiles(sources: readonly Source[]): string[] {
  return sources.flatMap((source) => [...shape(source), ...content(source)].map((why) => `${source.path} ${why}`));
}

function shape(source: Source): string[] {
  const found: string[] = [];
  const lines = source.text.trimEnd().split('\n').length;
  if (isProduct(source.path) && lines > linesMax && !isGenerated(source) && !tables.includes(source.path)) {
    found.push(`has ${lines} lines, more than ${linesMax}`);
  }
  if (vagueName.test(source.path)) found.push('has a name that says nothing');
  return found;
}

function content({ path, text }: Source): string[] {
  const code = codeOnly(text);
  const found: string[] = [];
  if (/\bexport default\b|\bas default\b/.test(code) && !mayDefaultExport.test(path))
    found.push('has a default export');
  if (suppression.test(text)) found.push('suppresses a check');
  if (anyCast.test(code)) found.push('casts to any');
  if (path.endsWith('.test.ts') && switchedOff.test(code)) found.push('has a test that is switched off or alone');
  return found;
}
