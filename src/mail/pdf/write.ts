import { PDFDocument, PDFHexString, PDFName, PDFString } from 'pdf-lib';
import type { MailLanguage } from '../../../contracts/canonical/convocation-codes.ts';
import { digestHex } from '../digest.ts';
import { embedFace } from './embed-face.ts';
import { faceOf, type Glyph, type Weight } from './face.ts';
import { flow, type Line, type PageBlock, paper } from './flow.ts';
import { fontName, footerGlyphs, pageContent } from './page-content.ts';
import { structure } from './structure.ts';

export type Sheet = {
  readonly language: MailLanguage;
  readonly title: string;
  readonly author: string;
  readonly at: string;
  readonly blocks: readonly PageBlock[];
  /** What the last page says where the text is longer than the pages. */
  readonly notice: PageBlock;
  readonly footer: (page: number, of: number) => readonly [left: string, right: string];
};

/** A tagged PDF with its language and title. The same sheet gives the same bytes: dates are of the sheet, the identifier follows from the text. */
export async function writePdf(sheet: Sheet): Promise<Uint8Array> {
  const document = await PDFDocument.create({ updateMetadata: false });
  const { context, catalog } = document;
  const { pages: placed, blocks } = flow(sheet.blocks, sheet.notice);
  const footers = placed.map((_, index) => sheet.footer(index + 1, placed.length));
  const fonts = Object.fromEntries(
    [...usedGlyphs(placed, footers.flat())].map(([weight, used]) => [
      fontName[weight],
      embedFace(context, faceOf(weight), used),
    ]),
  );
  const contents = placed.map((lines, index) => pageContent(lines, blocks, footers[index] ?? ['', '']));
  const pages = contents.map(({ operators, marked }, index) => {
    const { node, ref } = document.addPage([paper.widthPt, paper.heightPt]);
    node.set(PDFName.of('Contents'), context.register(context.flateStream(operators)));
    node.set(PDFName.of('Resources'), context.obj({ Font: fonts }));
    node.set(PDFName.of('StructParents'), context.obj(index));
    node.set(PDFName.of('Tabs'), PDFName.of('S'));
    return { ref, marked };
  });
  catalog.set(PDFName.of('MarkInfo'), context.obj({ Marked: true }));
  catalog.set(PDFName.of('StructTreeRoot'), structure(context, blocks, pages));
  describe(document, sheet);
  const id = PDFHexString.of(await digestHex(contents.map(({ operators }) => operators).join('\n')));
  context.trailerInfo.ID = context.obj([id, id]);
  return document.save({
    addDefaultPage: false,
    updateFieldAppearances: false,
    objectsPerTick: Number.POSITIVE_INFINITY,
  });
}

function describe(document: PDFDocument, { title, author, language, at }: Sheet): void {
  const { context, catalog } = document;
  const date = new Date(at);
  document.setTitle(title, { showInWindowTitleBar: true });
  document.setAuthor(author);
  document.setCreator('Raccordo');
  document.setProducer('Raccordo');
  document.setCreationDate(date);
  document.setModificationDate(date);
  catalog.set(PDFName.of('Lang'), PDFString.of(language));
  const metadata = context.stream(new TextEncoder().encode(xmp(title, author, language, date.toISOString())), {
    Type: 'Metadata',
    Subtype: 'XML',
  });
  catalog.set(PDFName.of('Metadata'), context.register(metadata));
}

/** The same description as XMP (ISO 16684-1), which readers of tagged documents look at. */
const xmp = (title: string, author: string, language: string, at: string): string =>
  [
    '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>',
    '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">',
    '<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/">',
    `<dc:title><rdf:Alt><rdf:li xml:lang="x-default">${xml(title)}</rdf:li></rdf:Alt></dc:title>`,
    `<dc:creator><rdf:Seq><rdf:li>${xml(author)}</rdf:li></rdf:Seq></dc:creator>`,
    `<dc:language><rdf:Bag><rdf:li>${language}</rdf:li></rdf:Bag></dc:language>`,
    `<xmp:CreateDate>${at}</xmp:CreateDate><xmp:ModifyDate>${at}</xmp:ModifyDate><xmp:CreatorTool>Raccordo</xmp:CreatorTool>`,
    '</rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end="r"?>',
  ].join('');

const xml = (text: string): string => text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');

function usedGlyphs(pages: readonly (readonly Line[])[], footers: readonly string[]) {
  const used = new Map<Weight, Map<number, Glyph>>([['regular', new Map()]]);
  const note = (weight: Weight, glyphs: readonly Glyph[]) => {
    const known = used.get(weight) ?? new Map<number, Glyph>();
    for (const glyph of glyphs) known.set(glyph.id, glyph);
    used.set(weight, known);
  };
  for (const { pieces } of pages.flat()) for (const { weight, glyphs } of pieces) note(weight, glyphs);
  note('regular', footerGlyphs([...footers, '…']));
  return used;
}
