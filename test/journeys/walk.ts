import { isDeepStrictEqual } from 'node:util';
import { blocksOf } from '../structure/markdown.ts';

/** One command of the README, and what stands below it as its reply. */
export type Step = {
  readonly command: string;
  readonly reply: { readonly language: string; readonly text: string } | null;
};

/** The shell blocks of a text, each with the reply that follows it, if one does. */
export function stepsOf(markdown: string): Step[] {
  const blocks = blocksOf(markdown);
  return blocks.flatMap(({ language, text }, index) => {
    const next = blocks[index + 1];
    return language === 'sh'
      ? [{ command: text, reply: next === undefined || next.language === 'sh' ? null : next }]
      : [];
  });
}

const mark = '--- what the next command prints';

/** One script of all the commands, which stops at the first that fails. */
export const scriptOf = (steps: readonly Step[]): string =>
  ['set -eu', ...steps.map(({ command }) => `echo; echo '${mark}'\n${command}`)].join('\n');

/** What each command of such a script printed, in order. */
export const printedBy = (output: string): string[] =>
  output
    .split(`\n${mark}\n`)
    .slice(1)
    .map((text) => text.trim());

/** A reply of the README as a value, and what was really printed, as far as the README shows it. */
export function compared({ language, text }: { readonly language: string; readonly text: string }, printed: string) {
  if (language === 'json') {
    const said: unknown = JSON.parse(text);
    return { said, printed: asFarAs(said, JSON.parse(printed)) };
  }
  const said = text.trim();
  return { said, printed: said.endsWith('…') && printed.startsWith(said.slice(0, -1)) ? said : printed };
}

/** `…` stands for any text, an object for one that has these members and more, a list for one that has these items in this order. */
function asFarAs(said: unknown, printed: unknown): unknown {
  if (said === '…') return typeof printed === 'string' && printed !== '' ? said : printed;
  if (Array.isArray(said) && Array.isArray(printed)) return itemsAsFarAs(said, printed);
  if (!isObject(said) || !isObject(printed)) return printed;
  return Object.fromEntries(
    Object.entries(said).flatMap(([name, value]) => (name in printed ? [[name, asFarAs(value, printed[name])]] : [])),
  );
}

function itemsAsFarAs(said: readonly unknown[], printed: readonly unknown[]): readonly unknown[] {
  // A list of plain words is told whole.
  if (!said.some(isObject)) return printed;
  const left = printed.values();
  const found = said.filter((item) => left.some((each) => isDeepStrictEqual(asFarAs(item, each), item)));
  return found.length === said.length ? said : printed;
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
