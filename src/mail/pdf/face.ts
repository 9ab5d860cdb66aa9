import { regular, semibold } from './font.generated.ts';

/** A face ready to measure and to draw with: what is asked of it again and again is looked up once. */
export type Face = {
  readonly name: string;
  readonly ascent: number;
  readonly descent: number;
  readonly capHeight: number;
  readonly box: readonly number[];
  readonly program: Uint8Array;
  readonly programBytes: number;
  readonly glyphOf: (character: string) => Glyph;
};

/** `width` in thousandths of an em. `character` is what a reader copies. */
export type Glyph = { readonly id: number; readonly width: number; readonly character: string };

export type Weight = 'regular' | 'semibold';

// Drawn for what the face does not have: its own sign for that is blank, and a letter that is missing must be seen to be missing.
const standIn = '¤';

const sources = { regular, semibold };
const made = new Map<Weight, Face>();

/** Decoded at the first document, not at the start. */
export function faceOf(weight: Weight): Face {
  const known = made.get(weight);
  if (known !== undefined) return known;
  const face = load(sources[weight]);
  made.set(weight, face);
  return face;
}

function load(source: (typeof sources)[Weight]): Face {
  const { deflated, characters, glyphs, widths, ...metrics } = source;
  const table = new Map(
    Array.from(characters, (character, index): [string, Glyph] => [
      character,
      { id: glyphs[index] ?? 0, width: widths[index] ?? 0, character },
    ]),
  );
  const missing = table.get(standIn);
  if (missing === undefined) throw new Error('a face without its stand-in');
  return {
    ...metrics,
    program: Uint8Array.from(atob(deflated), (character) => character.charCodeAt(0)),
    glyphOf: (character) => table.get(character) ?? missing,
  };
}
