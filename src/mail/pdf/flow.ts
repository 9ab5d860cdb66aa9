import { faceOf, type Glyph, type Weight } from './face.ts';

/** Label: a word above a list or a paragraph, too small a step to be a heading. */
export type Role = 'H1' | 'H2' | 'H3' | 'Label' | 'P' | 'Fact' | 'LI';
export type Run = { readonly text: string; readonly weight: Weight };
export type PageBlock = { readonly role: Role; readonly runs: readonly Run[] };

/** A line where it stands, from the lower left corner of the page, in points. */
export type Line = {
  readonly xPt: number;
  readonly yPt: number;
  readonly sizePt: number;
  readonly pieces: readonly Piece[];
  /** Which block it is of: an index of the blocks that came in. */
  readonly block: number;
};
export type Piece = { readonly weight: Weight; readonly glyphs: readonly Glyph[] };

export const pagesMax = 20;
export const paper = { widthPt: 595.28, heightPt: 841.89, sidePt: 62, topPt: 62, bottomPt: 74 };

type Style = {
  sizePt: number;
  leadPt: number;
  beforePt: number;
  afterPt: number;
  indentPt: number;
  linesTogether: number;
};
const styles: Readonly<Record<Role, Style>> = {
  H1: { sizePt: 20, leadPt: 26, beforePt: 0, afterPt: 8, indentPt: 0, linesTogether: 4 },
  H2: { sizePt: 14, leadPt: 19, beforePt: 16, afterPt: 4, indentPt: 0, linesTogether: 4 },
  H3: { sizePt: 11.5, leadPt: 16, beforePt: 9, afterPt: 2, indentPt: 0, linesTogether: 3 },
  Label: { sizePt: 10.5, leadPt: 15, beforePt: 3, afterPt: 1, indentPt: 0, linesTogether: 2 },
  P: { sizePt: 10.5, leadPt: 15, beforePt: 0, afterPt: 6, indentPt: 0, linesTogether: 2 },
  Fact: { sizePt: 10.5, leadPt: 15, beforePt: 0, afterPt: 2, indentPt: 0, linesTogether: 1 },
  LI: { sizePt: 10.5, leadPt: 15, beforePt: 0, afterPt: 3, indentPt: 16, linesTogether: 1 },
};

// What stays with the lines that follow it.
const leads: ReadonlySet<Role> = new Set(['H1', 'H2', 'H3', 'Label']);

const noticeLines = 3;

/**
 * Breaks blocks into lines and lines into pages. A heading stays with what follows. At `pagesMax` pages the text ends with `notice`, for which
 * the last page keeps room: what is missing is said.
 */
export function flow(
  blocks: readonly PageBlock[],
  notice: PageBlock,
): { pages: Line[][]; blocks: readonly PageBlock[] } {
  const pages: Line[][] = [[]];
  let yPt = paper.heightPt - paper.topPt;
  const floorPt = () => paper.bottomPt + (pages.length === pagesMax ? noticeLines * styles.P.leadPt : 0);
  for (const [index, block] of blocks.entries()) {
    const style = styles[block.role];
    const lines = breakLines(block, style);
    if (pages.at(-1)?.length !== 0) yPt -= style.beforePt;
    const togetherPt = Math.min(lines.length + (leads.has(block.role) ? 2 : 0), style.linesTogether) * style.leadPt;
    for (const [at, pieces] of lines.entries()) {
      const neededPt = at === 0 ? togetherPt : style.leadPt;
      if (yPt - neededPt < floorPt()) {
        if (pages.length === pagesMax) return cut(pages, blocks, notice, yPt);
        pages.push([]);
        yPt = paper.heightPt - paper.topPt;
      }
      yPt -= style.leadPt;
      const xPt = paper.sidePt + style.indentPt - (at === 0 ? hangPt(block) : 0);
      pages.at(-1)?.push({ xPt, yPt, sizePt: style.sizePt, pieces, block: index });
    }
    yPt -= style.afterPt;
  }
  return { pages, blocks };
}

function cut(pages: Line[][], blocks: readonly PageBlock[], notice: PageBlock, fromPt: number) {
  const style = styles.P;
  for (const [at, pieces] of breakLines(notice, style).slice(0, noticeLines).entries()) {
    const yPt = Math.min(fromPt, paper.bottomPt + noticeLines * style.leadPt) - (at + 1) * style.leadPt;
    pages.at(-1)?.push({ xPt: paper.sidePt, yPt, sizePt: style.sizePt, pieces, block: blocks.length });
  }
  return { pages, blocks: [...blocks, notice] };
}

/** The mark of an item stands left of its text, and the lines of the text stand under each other. */
function hangPt({ role, runs }: PageBlock): number {
  if (role !== 'LI') return 0;
  const mark = /^\S+ /.exec(runs[0]?.text ?? '')?.[0] ?? '';
  const widthEm = Array.from(mark, faceOf('regular').glyphOf).reduce((sum, { width }) => sum + width, 0);
  return (widthEm * styles.LI.sizePt) / 1000;
}

type Word = { readonly weight: Weight; readonly glyphs: Glyph[]; readonly breakBefore: boolean };

function breakLines(block: PageBlock, style: Style): Piece[][] {
  const roomEm = ((paper.widthPt - 2 * paper.sidePt - style.indentPt) * 1000) / style.sizePt;
  const lines: Piece[][] = [[]];
  let usedEm = 0;
  for (const word of wordsOf(block.runs, roomEm)) {
    const widthEm = word.glyphs.reduce((sum, { width }) => sum + width, 0);
    const space = faceOf(word.weight).glyphOf(' ');
    const line = lines.at(-1) ?? [];
    if (word.breakBefore || (line.length > 0 && usedEm + space.width + widthEm > roomEm)) {
      lines.push([{ weight: word.weight, glyphs: word.glyphs }]);
      usedEm = widthEm;
      continue;
    }
    const spaced = line.length === 0 ? word.glyphs : [space, ...word.glyphs];
    line.push({ weight: word.weight, glyphs: spaced });
    usedEm += widthEm + (line.length === 1 ? 0 : space.width);
  }
  return lines.map(joinPieces);
}

/** Neighbours of one weight become one piece: fewer operators, and text that is copied whole. */
function joinPieces(pieces: readonly Piece[]): Piece[] {
  const joined: { weight: Weight; glyphs: Glyph[] }[] = [];
  for (const { weight, glyphs } of pieces) {
    const last = joined.at(-1);
    if (last?.weight === weight) last.glyphs.push(...glyphs);
    else joined.push({ weight, glyphs: [...glyphs] });
  }
  return joined;
}

/** A word that is wider than a line is cut where the line ends. */
function wordsOf(runs: readonly Run[], roomEm: number): Word[] {
  return runs
    .flatMap(({ text, weight }) => {
      const face = faceOf(weight);
      return text
        .normalize('NFC')
        .split('\n')
        .flatMap((line, lineIndex) =>
          line
            .split(' ')
            .filter((word, index) => word !== '' || index === 0)
            .flatMap((word, index) =>
              cutWord(Array.from(word, face.glyphOf), roomEm).map(
                (glyphs): Word => ({
                  weight,
                  glyphs,
                  breakBefore: lineIndex > 0 && index === 0,
                }),
              ),
            ),
        );
    })
    .filter(({ glyphs, breakBefore }) => glyphs.length > 0 || breakBefore);
}

function cutWord(glyphs: Glyph[], roomEm: number): Glyph[][] {
  const pieces: Glyph[][] = [[]];
  let usedEm = 0;
  for (const glyph of glyphs) {
    if (usedEm + glyph.width > roomEm) {
      pieces.push([]);
      usedEm = 0;
    }
    pieces.at(-1)?.push(glyph);
    usedEm += glyph.width;
  }
  return pieces;
}
