export type Block = { readonly language: string; readonly text: string };

const fence = /^(?<indent> *)```(?<language>\w*)\n(?<text>[\s\S]*?)^\k<indent>```$/gm;

/** The fenced blocks of a page, in order; those of a list without its indent. */
export const blocksOf = (markdown: string): Block[] =>
  [...markdown.matchAll(fence)].map(({ groups: { indent = '', language = '', text = '' } = {} }) => ({
    language,
    text: text.replaceAll(new RegExp(`^${indent}`, 'gm'), ''),
  }));

/** What stands between backticks in the text around the blocks. */
export const spansOf = (markdown: string): string[] =>
  [...markdown.replace(fence, '').matchAll(/`([^`\n]+)`/g)].map(([, span]) => span ?? '');

/** Where the links of a page lead. */
export const linksOf = (markdown: string): string[] =>
  [...markdown.replace(fence, '').matchAll(/\]\(([^)\s]+)\)/g)].map(([, target]) => target ?? '');

/** What stands under a heading, as far as the next one of its rank or higher; empty where there is no such heading. */
export function sectionOf(markdown: string, heading: string): string {
  const lines = markdown.split('\n');
  const start = lines.indexOf(heading);
  if (start === -1) return '';
  const rank = heading.indexOf(' ');
  const end = lines.findIndex((line, index) => index > start && /^#+ /.test(line) && line.indexOf(' ') <= rank);
  return lines.slice(start + 1, end === -1 ? undefined : end).join('\n');
}

/** The rows of the tables of a page, as cells, without the heads. */
export const rowsOf = (markdown: string): string[][] =>
  [...markdown.matchAll(/^\|[ :|-]+\|\n(?<rows>(?:\|.*\|(?:\n|$))*)/gm)]
    .flatMap(({ groups }) => (groups?.rows ?? '').split('\n'))
    .filter((row) => row !== '')
    .map((row) =>
      row
        .slice(1, -1)
        .split('|')
        .map((cell) => cell.trim()),
    );

/** The paths that a picture of folders names: two spaces for each level, a name, and two spaces before what is said of it. */
export function pathsOf(picture: string): string[] {
  const above: string[] = [];
  return picture
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => {
      const level = line.search(/\S/) / 2;
      above.length = level;
      above.push(line.trim().split(/\s{2,}/)[0] ?? '');
      return above.join('');
    });
}
