import { type PDFContext, PDFRawStream, type PDFRef, PDFString } from 'pdf-lib';
import type { Face, Glyph } from './face.ts';

const mappingsPerBlockMax = 100;

/** Puts a face into a document as a composite font whose codes are glyph numbers (ISO 32000-1, section 9.7), with the way back to text. */
export function embedFace(context: PDFContext, face: Face, used: ReadonlyMap<number, Glyph>): PDFRef {
  const name = `RACCOR+${face.name}`;
  const program = context.register(
    PDFRawStream.of(
      context.obj({ Filter: 'FlateDecode', Length: face.program.length, Length1: face.programBytes }),
      face.program,
    ),
  );
  const descriptor = context.register(
    context.obj({
      Type: 'FontDescriptor',
      FontName: name,
      Flags: 4,
      FontBBox: [...face.box],
      ItalicAngle: 0,
      Ascent: face.ascent,
      Descent: face.descent,
      CapHeight: face.capHeight,
      StemV: 80,
      FontFile2: program,
    }),
  );
  const glyphs = [...used.values()].sort((a, b) => a.id - b.id);
  const descendant = context.register(
    context.obj({
      Type: 'Font',
      Subtype: 'CIDFontType2',
      BaseFont: name,
      CIDToGIDMap: 'Identity',
      CIDSystemInfo: { Registry: PDFString.of('Adobe'), Ordering: PDFString.of('Identity'), Supplement: 0 },
      FontDescriptor: descriptor,
      W: glyphs.flatMap(({ id, width }) => [id, [width]]),
    }),
  );
  return context.register(
    context.obj({
      Type: 'Font',
      Subtype: 'Type0',
      BaseFont: name,
      Encoding: 'Identity-H',
      DescendantFonts: [descendant],
      ToUnicode: context.register(context.flateStream(toUnicode(glyphs))),
    }),
  );
}

/** The codes as text (ISO 32000-1, section 9.10.3), so that the page can be read aloud, searched and copied. */
function toUnicode(glyphs: readonly Glyph[]): string {
  const mappings = glyphs.map(({ id, character }) => `<${hex(id)}> <${utf16(character)}>`);
  const blocks: string[] = [];
  for (let at = 0; at < mappings.length; at += mappingsPerBlockMax) {
    const block = mappings.slice(at, at + mappingsPerBlockMax);
    blocks.push(`${block.length} beginbfchar\n${block.join('\n')}\nendbfchar`);
  }
  return [
    '/CIDInit /ProcSet findresource begin 12 dict begin begincmap',
    '/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def',
    '/CMapName /Adobe-Identity-UCS def /CMapType 2 def',
    '1 begincodespacerange <0000> <FFFF> endcodespacerange',
    ...blocks,
    'endcmap CMapName currentdict /CMap defineresource pop end end',
  ].join('\n');
}

const hex = (value: number): string => value.toString(16).toUpperCase().padStart(4, '0');

const utf16 = (character: string): string =>
  Array.from({ length: character.length }, (_, index) => hex(character.charCodeAt(index))).join('');

/** Glyphs as the operand of a text-showing operator. */
export const shown = (glyphs: readonly Glyph[]): string => `<${glyphs.map(({ id }) => hex(id)).join('')}>`;
