/** What a PDF needs of a TrueType face, and the part of the face that draws the characters kept. */
export type CutFont = {
  readonly name: string;
  readonly ascent: number;
  readonly descent: number;
  readonly capHeight: number;
  readonly box: readonly number[];
  /** The characters in order of code point, and the glyph and the advance in thousandths of an em of each. */
  readonly characters: string;
  readonly glyphs: readonly number[];
  readonly widths: readonly number[];
  readonly program: Uint8Array;
};

// Latin, Latin-1, Latin Extended-A, and the punctuation of prose.
const kept = (code: number) =>
  (code >= 0x20 && code < 0x180) || (code >= 0x218 && code <= 0x21b) || (code >= 0x2010 && code <= 0x20ac);

// What a reader of PDF asks of an embedded TrueType programme (ISO 32000-1, table 126); character maps and kerning are not among it.
const tablesKept = ['glyf', 'head', 'hhea', 'hmtx', 'loca', 'maxp', 'prep'];

/** Glyph numbers stay as they are, so that composites and metrics need no rewriting; the outlines of what is not kept become empty. */
export function cutFont(file: Uint8Array): CutFont {
  const tables = tablesOf(file);
  const table = (tag: string) => {
    const found = tables.get(tag);
    if (found === undefined) throw new Error(`no table ${tag}`);
    return new DataView(found.buffer, found.byteOffset, found.byteLength);
  };
  const head = table('head');
  const metricsCount = table('hhea').getUint16(34);
  const scale = 1000 / head.getUint16(18);
  const advance = (glyph: number) => Math.round(table('hmtx').getUint16(Math.min(glyph, metricsCount - 1) * 4) * scale);
  const mapped = charactersOf(table('cmap')).filter(([code]) => kept(code));
  const { glyf, loca } = outlines(
    table('glyf'),
    table('loca'),
    head.getInt16(50),
    new Set(mapped.map(([, glyph]) => glyph)),
  );
  tables.set('glyf', glyf).set('loca', loca);
  return {
    name: nameOf(table('name')),
    ascent: table('hhea').getInt16(4) * scale,
    descent: table('hhea').getInt16(6) * scale,
    capHeight: table('OS/2').getInt16(88) * scale,
    box: [36, 38, 40, 42].map((at) => head.getInt16(at) * scale),
    characters: String.fromCodePoint(...mapped.map(([code]) => code)),
    glyphs: mapped.map(([, glyph]) => glyph),
    widths: mapped.map(([, glyph]) => advance(glyph)),
    program: assemble(tablesKept.flatMap((tag) => (tables.has(tag) ? [[tag, tables.get(tag) ?? glyf] as const] : []))),
  };
}

function tablesOf(file: Uint8Array): Map<string, Uint8Array> {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  return new Map(
    Array.from({ length: view.getUint16(4) }, (_, index) => {
      const at = 12 + index * 16;
      const start = view.getUint32(at + 8);
      return [new TextDecoder().decode(file.subarray(at, at + 4)), file.slice(start, start + view.getUint32(at + 12))];
    }),
  );
}

/** The pairs of code point and glyph of the format 4 subtable. */
function charactersOf(cmap: DataView): [number, number][] {
  const at = Array.from({ length: cmap.getUint16(2) }, (_, i) => cmap.getUint32(8 + i * 8)).find(
    (o) => cmap.getUint16(o) === 4,
  );
  if (at === undefined) throw new Error('no character map of format 4');
  const twice = cmap.getUint16(at + 6);
  const found: [number, number][] = [];
  for (let segment = 0; segment < twice; segment += 2) {
    const end = cmap.getUint16(at + 14 + segment);
    const start = cmap.getUint16(at + 16 + twice + segment);
    const delta = cmap.getUint16(at + 16 + twice * 2 + segment);
    const rangeAt = at + 16 + twice * 3 + segment;
    const range = cmap.getUint16(rangeAt);
    for (let code = start; code <= end && code !== 0xffff; code += 1) {
      const glyph = range === 0 ? code : cmap.getUint16(rangeAt + range + (code - start) * 2);
      if (glyph !== 0 || range === 0) found.push([code, (glyph + delta) & 0xffff]);
    }
  }
  return found.filter(([, glyph]) => glyph !== 0).sort(([a], [b]) => a - b);
}

function outlines(glyf: DataView, loca: DataView, long: number, wanted: Set<number>) {
  const count = loca.byteLength / (long ? 4 : 2) - 1;
  const offset = (glyph: number) => (long ? loca.getUint32(glyph * 4) : loca.getUint16(glyph * 2) * 2);
  const keep = new Set([0, ...wanted]);
  for (const glyph of keep) for (const part of partsOf(glyf, offset(glyph), offset(glyph + 1))) keep.add(part);
  const places = new DataView(new ArrayBuffer((count + 1) * 4));
  const pieces: Uint8Array[] = [];
  let length = 0;
  for (let glyph = 0; glyph < count; glyph += 1) {
    places.setUint32(glyph * 4, length);
    if (!keep.has(glyph)) continue;
    const piece = new Uint8Array(
      glyf.buffer.slice(glyf.byteOffset + offset(glyph), glyf.byteOffset + offset(glyph + 1)),
    );
    pieces.push(piece);
    length += piece.length;
  }
  places.setUint32(count * 4, length);
  return { glyf: joined(pieces), loca: long ? new Uint8Array(places.buffer) : halved(places) };
}

const halved = (places: DataView) => {
  const short = new DataView(new ArrayBuffer(places.byteLength / 2));
  for (let at = 0; at < short.byteLength; at += 2) short.setUint16(at, places.getUint32(at * 2) / 2);
  return new Uint8Array(short.buffer);
};

/** The glyphs a composite glyph is made of (OpenType specification, table glyf, composite glyph description). */
function partsOf(glyf: DataView, start: number, end: number): number[] {
  if (end <= start || glyf.getInt16(start) >= 0) return [];
  const parts: number[] = [];
  for (let at = start + 10, flags = 0x20; flags & 0x20; ) {
    flags = glyf.getUint16(at);
    parts.push(glyf.getUint16(at + 2));
    at += (flags & 1 ? 8 : 6) + (flags & 8 ? 2 : 0) + (flags & 0x40 ? 4 : 0) + (flags & 0x80 ? 8 : 0);
  }
  return parts;
}

function nameOf(name: DataView): string {
  const strings = name.getUint16(4);
  for (let at = 6; at < 6 + name.getUint16(2) * 12; at += 12) {
    if (name.getUint16(at + 6) !== 6 || name.getUint16(at) !== 3) continue;
    const from = name.byteOffset + strings + name.getUint16(at + 10);
    return new TextDecoder('utf-16be').decode(name.buffer.slice(from, from + name.getUint16(at + 8)) as ArrayBuffer);
  }
  throw new Error('no PostScript name');
}

function assemble(tables: readonly (readonly [string, Uint8Array])[]): Uint8Array {
  const directory = new DataView(new ArrayBuffer(12 + tables.length * 16));
  const power = 2 ** Math.floor(Math.log2(tables.length));
  directory.setUint32(0, 0x00010000);
  for (const [index, value] of [tables.length, power * 16, Math.log2(power), (tables.length - power) * 16].entries()) {
    directory.setUint16(4 + index * 2, value);
  }
  let start = directory.byteLength;
  tables.forEach(([tag, content], index) => {
    const at = 12 + index * 16;
    for (let i = 0; i < 4; i += 1) directory.setUint8(at + i, tag.charCodeAt(i));
    directory.setUint32(at + 4, sum(content));
    directory.setUint32(at + 8, start);
    directory.setUint32(at + 12, content.length);
    start += Math.ceil(content.length / 4) * 4;
  });
  const padded = tables.flatMap(([, content]) => [content, new Uint8Array(-content.length & 3)]);
  return joined([new Uint8Array(directory.buffer), ...padded]);
}

function sum(content: Uint8Array): number {
  const padded = new DataView(joined([content, new Uint8Array(-content.length & 3)]).buffer);
  let total = 0;
  for (let at = 0; at < padded.byteLength; at += 4) total = (total + padded.getUint32(at)) >>> 0;
  return total;
}

function joined(pieces: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const all = new Uint8Array(pieces.reduce((length, piece) => length + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    all.set(piece, at);
    at += piece.length;
  }
  return all;
}
