import { shown } from './embed-face.ts';
import { faceOf, type Glyph, type Weight } from './face.ts';
import { type Line, type PageBlock, paper, type Role } from './flow.ts';

/** The standard structure type of a marked piece (ISO 32000-1, section 14.8.4). */
export const tagOf: Readonly<Record<Role, string>> = {
  H1: 'H1',
  H2: 'H2',
  H3: 'H3',
  Label: 'P',
  P: 'P',
  Fact: 'P',
  LI: 'LBody',
};

const footerSizePt = 8.5;
const footerYPt = 42;

/** The operators of a page, and the block that each marked piece is of: its place in the list is its identifier. */
export function pageContent(lines: readonly Line[], blocks: readonly PageBlock[], footer: readonly [string, string]) {
  const marked: number[] = [];
  const operators: string[] = [];
  let open: number | undefined;
  for (const line of lines) {
    if (line.block !== open) {
      if (open !== undefined) operators.push('EMC');
      operators.push(`/${tagOf[blocks[line.block]?.role ?? 'P']} <</MCID ${marked.length}>> BDC`);
      marked.push(line.block);
      open = line.block;
    }
    operators.push(textLine(line));
  }
  if (open !== undefined) operators.push('EMC');
  operators.push('/Artifact <</Type /Pagination /Subtype /Footer>> BDC', ...footerLines(footer), 'EMC');
  return { operators: operators.join('\n'), marked };
}

const textLine = ({ xPt, yPt, sizePt, pieces }: Pick<Line, 'xPt' | 'yPt' | 'sizePt' | 'pieces'>): string => {
  const show = pieces.map(({ weight, glyphs }) => `/${fontName[weight]} ${sizePt} Tf ${shown(glyphs)} Tj`);
  return `BT 1 0 0 1 ${round(xPt)} ${round(yPt)} Tm ${show.join(' ')} ET`;
};

export const fontName: Readonly<Record<Weight, string>> = { regular: 'R', semibold: 'S' };

function footerLines([left, right]: readonly [string, string]): string[] {
  const rightGlyphs = glyphsOf(right);
  const roomPt = paper.widthPt - 2 * paper.sidePt;
  const rightPt = widthPt(rightGlyphs);
  const leftGlyphs = fitting(glyphsOf(left), roomPt - rightPt - 20);
  const line = (xPt: number, glyphs: readonly Glyph[]) =>
    textLine({ xPt, yPt: footerYPt, sizePt: footerSizePt, pieces: [{ weight: 'regular', glyphs }] });
  return [
    `0.6 w 0.55 G ${paper.sidePt} ${footerYPt + 13} m ${round(paper.sidePt + roomPt)} ${footerYPt + 13} l S`,
    '0.25 g',
    line(paper.sidePt, leftGlyphs),
    line(paper.sidePt + roomPt - rightPt, rightGlyphs),
    '0 g',
  ];
}

export const footerGlyphs = (text: readonly string[]): Glyph[] => text.flatMap(glyphsOf);

const glyphsOf = (text: string): Glyph[] => Array.from(text.normalize('NFC'), faceOf('regular').glyphOf);
const widthPt = (glyphs: readonly Glyph[]) => (glyphs.reduce((sum, { width }) => sum + width, 0) * footerSizePt) / 1000;

function fitting(glyphs: Glyph[], roomPt: number): Glyph[] {
  if (widthPt(glyphs) <= roomPt) return glyphs;
  let kept = glyphs;
  while (kept.length > 0 && widthPt([...kept, ...glyphsOf('…')]) > roomPt) kept = kept.slice(0, -1);
  return [...kept, ...glyphsOf('…')];
}

const round = (value: number): number => Math.round(value * 100) / 100;
