import type { PDFContext, PDFRef } from 'pdf-lib';
import type { PageBlock } from './flow.ts';
import { tagOf } from './page-content.ts';

type Marked = { readonly page: PDFRef; readonly mark: number };

/**
 * The structure tree of a document (ISO 32000-1, section 14.7): one element per block in reading order, items within their list. A block that
 * goes on over a page keeps one element with a mark on each.
 */
export function structure(
  context: PDFContext,
  blocks: readonly PageBlock[],
  pages: readonly { readonly ref: PDFRef; readonly marked: readonly number[] }[],
): PDFRef {
  const root = context.nextRef();
  const document = context.nextRef();
  const marks = marksByBlock(pages);
  const holders = new Map<number, PDFRef>();
  const element = (tag: string, parent: PDFRef, kids: (ref: PDFRef) => Kid[]) => {
    const ref = context.nextRef();
    context.assign(ref, context.obj({ Type: 'StructElem', S: tag, P: parent, K: kids(ref) }));
    return ref;
  };
  const content = (index: number): Kid[] =>
    (marks.get(index) ?? []).map(({ page, mark }) => ({ Type: 'MCR', Pg: page, MCID: mark }));
  const leaf = (index: number, tag: string, parent: PDFRef) => {
    const ref = element(tag, parent, () => content(index));
    holders.set(index, ref);
    return ref;
  };

  const kids = groups(blocks).map(({ role, indices }) =>
    role === 'LI'
      ? element('L', document, (listRef) =>
          indices.map((index) => element('LI', listRef, (item) => [leaf(index, tagOf.LI, item)])),
        )
      : leaf(indices[0] ?? 0, tagOf[role], document),
  );
  context.assign(document, context.obj({ Type: 'StructElem', S: 'Document', P: root, K: kids }));
  const parents = pages.flatMap(({ marked }, index) => [index, marked.map((block) => holders.get(block) ?? document)]);
  context.assign(
    root,
    context.obj({
      Type: 'StructTreeRoot',
      K: [document],
      ParentTree: { Nums: parents },
      ParentTreeNextKey: pages.length,
    }),
  );
  return root;
}

type Kid = PDFRef | { Type: 'MCR'; Pg: PDFRef; MCID: number };

function marksByBlock(pages: readonly { readonly ref: PDFRef; readonly marked: readonly number[] }[]) {
  const marks = new Map<number, Marked[]>();
  for (const { ref, marked } of pages) {
    for (const [mark, block] of marked.entries()) marks.set(block, [...(marks.get(block) ?? []), { page: ref, mark }]);
  }
  return marks;
}

/** Items that follow each other are one list. */
function groups(blocks: readonly PageBlock[]) {
  const found: { role: PageBlock['role']; indices: number[] }[] = [];
  for (const [index, { role }] of blocks.entries()) {
    const last = found.at(-1);
    if (role === 'LI' && last?.role === 'LI') last.indices.push(index);
    else found.push({ role, indices: [index] });
  }
  return found;
}
