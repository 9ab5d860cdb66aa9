import { XMLParser, XMLValidator } from 'fast-xml-parser';

/** One element by its local name. `text` is its own text, entities resolved, CDATA as it stands. */
export type XmlElement = { readonly name: string; readonly text: string; readonly children: readonly XmlElement[] };

/** Longest document we read. A ListaDID with 200 policies is under 100,000. */
const documentCharactersMax = 256 * 1024;
const depthMax = 50;

const parser = new XMLParser({
  preserveOrder: true,
  processEntities: false,
  parseTagValue: false,
  ignoreAttributes: true,
  removeNSPrefix: true,
  trimValues: false,
  cdataPropName: '#cdata',
  maxNestedTags: depthMax,
});

/**
 * Reads one document, or answers null when it is not well formed, too large, too deep or declares a document type:
 * a DTD can make a small text expand without end (OWASP, XML External Entity Prevention), and no partner of ours needs one.
 */
export function readXml(source: string): XmlElement | null {
  const text = source.trimStart();
  if (text.length > documentCharactersMax || !text.startsWith('<') || /<!(?:DOCTYPE|ENTITY)/i.test(text)) return null;
  try {
    if (XMLValidator.validate(text) !== true) return null;
    const { children } = build('', parser.parse(text));
    return children.length === 1 ? (children[0] ?? null) : null;
  } catch {
    // The parser throws on what its limits and name rules refuse; to us that is one more unreadable document.
    return null;
  }
}

function build(name: string, nodes: unknown): XmlElement {
  let text = '';
  const children: XmlElement[] = [];
  for (const [key, value] of entriesOf(nodes)) {
    if (key === '#text') text += resolve(String(value));
    else if (key === '#cdata')
      text += entriesOf(value)
        .map(([, piece]) => String(piece))
        .join('');
    else if (!key.startsWith('?') && key !== ':@') children.push(build(key, value));
  }
  return { name, text, children };
}

const entriesOf = (nodes: unknown): (readonly [string, unknown])[] =>
  Array.isArray(nodes) ? nodes.flatMap((node: object) => Object.entries(node)) : [];

const predefined: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };

/** The five predefined entities and character references (XML 1.0, 4.1 and 4.6), once: `&amp;lt;` is `&lt;`. */
function resolve(text: string): string {
  return text.replace(/&(?:(lt|gt|amp|quot|apos)|#(\d{1,7})|#x([0-9a-fA-F]{1,6}));/g, (whole, name, decimal, hex) => {
    if (name !== undefined) return predefined[name] ?? whole;
    const point = decimal === undefined ? Number.parseInt(hex, 16) : Number(decimal);
    return point > 0x10ffff ? whole : String.fromCodePoint(point).toWellFormed();
  });
}

/** The first descendant of that local name, or undefined. */
export function find(element: XmlElement, name: string): XmlElement | undefined {
  for (const child of element.children) {
    const found = child.name === name ? child : find(child, name);
    if (found !== undefined) return found;
  }
  return undefined;
}

// What XML 1.0, 2.2 does not allow in a document, lone surrogates included.
const notCharacters = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu;
const markup: Readonly<Record<string, string>> = {
  '<': '&lt;',
  '>': '&gt;',
  '&': '&amp;',
  '"': '&quot;',
  "'": '&apos;',
};

/** Text as element content. `>` too, so that `]]>` never stands (XML 1.0, 2.4). */
export const escapeXml = (text: string): string =>
  text.replace(notCharacters, '\ufffd').replace(/[<>&"']/g, (c) => markup[c] ?? c);
