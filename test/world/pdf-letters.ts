import { faceOf } from '../../src/mail/pdf/face.ts';

const alphabet = Array.from({ length: 0x20ad }, (_, code) => String.fromCodePoint(code));
const byGlyph = (weight: 'regular' | 'semibold') =>
  new Map(alphabet.map((letter) => [faceOf(weight).glyphOf(letter).id, letter]).reverse() as [number, string][]);
let regular: Map<number, string> | null = null;
let semibold: Map<number, string> | null = null;

/** The letter that a glyph of a document's font shows: `S` is the semibold face. */
export function letterOf(font: string, glyph: number): string {
  regular ??= byGlyph('regular');
  semibold ??= byGlyph('semibold');
  return (font === 'S' ? semibold : regular).get(glyph) ?? '?';
}
