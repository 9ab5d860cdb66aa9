import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { plainAddress } from './address.ts';
import { intakeLimits } from './limits.ts';
import { type MailPart, messageId, type OpenMail, textOf } from './open-mail.ts';

/** What daticert.xml says (RFC 6109). Null where it says nothing, or more than one thing. */
export type Certificate = {
  readonly kind: string;
  readonly sender: string | null;
  readonly recipient: string | null;
  readonly message_id: string | null;
};

const parser = new XMLParser({
  ignoreAttributes: false,
  attributeNamePrefix: '@',
  textNodeName: '#',
  alwaysCreateTextNode: true,
  parseTagValue: false,
  parseAttributeValue: false,
  processEntities: false,
  isArray: (_name, _path, isLeaf, isAttribute) => isLeaf && !isAttribute,
  maxNestedTags: 10,
});

/** The certification data of a mail, if it has them exactly once. They are only as true as whoever wrote them. */
export function certificateOf(mail: OpenMail): Certificate | null {
  const [part, ...more] = mail.parts.filter(({ filename }) => filename?.toLowerCase() === 'daticert.xml');
  return part === undefined || more.length > 0 ? null : readCertificate(part);
}

function readCertificate({ type, bytes }: MailPart): Certificate | null {
  if (!/^(application|text)\/xml$/.test(type) || bytes.byteLength > intakeLimits.certificateBytesMax) return null;
  const text = textOf(bytes).trim();
  // A document type can make a small text grow without end; the rules have none in the mail itself.
  if (/<!(?:DOCTYPE|ENTITY|\[CDATA)/i.test(text)) return null;
  const root = member(parse(text), 'postacert');
  const kind = member(root, '@tipo');
  if (typeof kind !== 'string') return null;
  const [header, data] = [member(root, 'intestazione'), member(root, 'dati')];
  const recipients = texts(header, 'destinatari');
  const delivered = texts(data, 'consegna');
  return {
    kind,
    sender: plainAddress(sole(texts(header, 'mittente')) ?? ''),
    recipient: plainAddress(sole(delivered.length > 0 ? delivered : recipients) ?? ''),
    message_id: messageId(sole(texts(data, 'msgid'))),
  };
}

function parse(text: string): unknown {
  try {
    return XMLValidator.validate(text) === true ? parser.parse(text) : null;
  } catch {
    // The parser throws on what its limits and name rules refuse; to us that is a document that says nothing.
    return null;
  }
}

function member(node: unknown, name: string): unknown {
  return typeof node === 'object' && node !== null && Object.hasOwn(node, name)
    ? Object.entries(node).find(([key]) => key === name)?.[1]
    : undefined;
}

function texts(node: unknown, name: string): readonly string[] {
  const found = member(node, name);
  return (Array.isArray(found) ? found : [found]).flatMap((leaf: unknown) => {
    const text = typeof leaf === 'string' ? leaf : member(leaf, '#');
    return typeof text === 'string' ? [resolve(text.trim())] : [];
  });
}

const sole = (values: readonly string[]) => (values.length === 1 ? (values[0] ?? null) : null);

const predefined: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };

/** The predefined entities only (XML 1.0, 4.6), each once: a Message-ID stands between `&lt;` and `&gt;`. */
const resolve = (text: string) => text.replace(/&(lt|gt|amp|quot|apos);/g, (whole, name) => predefined[name] ?? whole);
