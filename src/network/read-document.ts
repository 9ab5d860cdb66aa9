import { type Document, LineCounter, parseDocument } from 'yaml';
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
  const document = parse(text, lines);
  if (document === null) return unreadable(1, 'too_deep', 'the document nests too deeply');
  const broken = [...document.errors, ...document.warnings].slice(0, errorsMax).map((error) => ({
    line: lines.linePos(error.pos[0]).line,
    fault: fault('', 'unreadable', error.message),
  }));
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

/** The parser descends into what it reads; what nests too deeply for it ends in a RangeError. */
function parse(text: string, lineCounter: LineCounter) {
  try {
    return parseDocument(text, { lineCounter, uniqueKeys: true, prettyErrors: false, stringKeys: true });
  } catch {
    return null;
  }
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
