import { type Document, isScalar, LineCounter, parseDocument, visit } from 'yaml';
import { type Fault, fault } from './fault.ts';

/** The largest document that is read. A network of 200 bodies is about 200 KiB. */
export const networkBytesMax = 1024 * 1024;

// An alias is a repetition its author did not want to write; a document has few. More of them is how a small file becomes a huge value.
const aliasCountMax = 100;

// A document nests a dozen levels deep; its expressions and texts may hold brackets that close nothing.
const levelsMax = 200;
const inlineLevels = new RegExp(`(?:[-?:] ){${levelsMax}}`);

// After a first error the others are often its echo.
const errorsMax = 100;

export type ReadDocument =
  | { readonly ok: true; readonly value: unknown; readonly lineOf: (pointer: string) => number }
  | { readonly ok: false; readonly faults: readonly { readonly line: number; readonly fault: Fault }[] };

/** A network document as text, YAML 1.2 or JSON (which YAML includes), with the line of each place. */
export function readDocument(text: string): ReadDocument {
  const bytes = new TextEncoder().encode(text).length;
  if (bytes > networkBytesMax)
    return unreadable(1, 'too_large', `the document is larger than ${networkBytesMax} bytes`);
  if (nestsAbsurdly(text)) return unreadable(1, 'too_deep', `the document nests deeper than ${levelsMax} levels`);
  const lines = new LineCounter();
  const parsed = parse(text, lines);
  if (parsed === null) return unreadable(1, 'too_deep', 'the document nests too deeply');
  const { document, repeated } = parsed;
  const broken = [...document.errors, ...document.warnings, ...repeated]
    .toSorted((a, b) => a.pos[0] - b.pos[0])
    .slice(0, errorsMax)
    .map(({ pos, message }) => ({ line: lines.linePos(pos[0]).line, fault: fault('', 'unreadable', message) }));
  if (broken.length > 0) return { ok: false, faults: broken };
  try {
    const value: unknown = document.toJS({ maxAliasCount: aliasCountMax });
    return { ok: true, value, lineOf: (pointer) => lineAt(pointer, document, lines) };
  } catch {
    return unreadable(1, 'bad_alias', `an alias names nothing, or aliases repeat more than ${aliasCountMax} times`);
  }
}

/** Of the nearest place that exists: a missing member is told at the line of what should hold it. */
function lineAt(pointer: string, document: Document.Parsed, lines: LineCounter): number {
  const path = pathOf(pointer);
  while (path.length > 0) {
    const node = document.getIn(path, true);
    if (hasRange(node)) return lines.linePos(node.range[0]).line;
    path.pop();
  }
  return 1;
}

/** Counted by the characters alone, before the parser, which needs seconds for a megabyte of brackets. */
function nestsAbsurdly(text: string): boolean {
  let level = 0;
  for (const [bracket] of text.matchAll(/[[\]{}]/g)) {
    level = bracket === '[' || bracket === '{' ? level + 1 : Math.max(0, level - 1);
    if (level > levelsMax) return true;
  }
  return inlineLevels.test(text);
}

/** The parser descends into what it reads, and so does the visit; what nests too deeply for them ends in a RangeError. */
function parse(text: string, lineCounter: LineCounter) {
  try {
    // The parser's own check of keys compares each with all before it: for a document of many keys that is minutes.
    const document = parseDocument(text, { lineCounter, uniqueKeys: false, prettyErrors: false, stringKeys: true });
    return { document, repeated: repeatedKeys(document) };
  } catch {
    return null;
  }
}

/** Keys that stand twice in one mapping (YAML 1.2, section 3.2.1.3), by one look at each. */
function repeatedKeys(document: Document.Parsed): { readonly pos: readonly [number]; readonly message: string }[] {
  const repeated: { pos: [number]; message: string }[] = [];
  visit(document, {
    Map(_, { items }) {
      const seen = new Set<unknown>();
      for (const { key } of items) {
        if (!isScalar(key)) continue;
        if (seen.has(key.value)) repeated.push({ pos: [key.range?.[0] ?? 0], message: 'Map keys must be unique' });
        seen.add(key.value);
      }
    },
  });
  return repeated;
}

const unreadable = (line: number, code: string, detail: string): ReadDocument => ({
  ok: false,
  faults: [{ line, fault: fault('', code, detail) }],
});

const pathOf = (pointer: string): (string | number)[] =>
  pointer
    .split('/')
    .slice(1)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'));

const hasRange = (node: unknown): node is { range: [number, number, number] } =>
  typeof node === 'object' && node !== null && 'range' in node && Array.isArray(node.range);
