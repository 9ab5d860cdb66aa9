import PostalMime from 'postal-mime';
import { intakeLimits as limits } from './limits.ts';
import { measure } from './measure.ts';

/** A part that is not text to be read by people. Parts of a mail inside the mail are not among them. */
export type MailPart = {
  readonly type: string;
  readonly filename: string | null;
  /** The `method` parameter of a calendar part, in capitals. */
  readonly method: string | null;
  readonly bytes: Uint8Array;
};

export type OpenMail = {
  /** Values of a header in the order of the mail, unfolded, by its name in lower case. */
  readonly header: (name: string) => readonly string[];
  /** Content-Type of the mail itself. */
  readonly type: ContentType;
  readonly parts: readonly MailPart[];
};

export type ContentType = { readonly essence: string; readonly parameter: (name: string) => string | null };

export type Unreadable = { readonly unreadable: 'too_large' | 'too_deep' | 'not_mime' };

/** Opens a mail within the limits. A message/rfc822 part stays closed: what is inside was said by somebody else, some other time. */
export async function openMail(raw: Uint8Array): Promise<OpenMail | Unreadable> {
  const tooMuch = measure(raw);
  if (tooMuch !== null) return { unreadable: tooMuch };
  const email = await parse(raw);
  if (!('headers' in email)) return email;
  const headers = new Map<string, string[]>();
  for (const { key, value } of email.headers) {
    const values = headers.get(key);
    if (values === undefined) headers.set(key, [value]);
    else values.push(value);
  }
  const header = (name: string) => headers.get(name) ?? [];
  // RFC 5322 section 3.6: a message has an originator.
  if (header('from').length === 0) return { unreadable: 'not_mime' };
  return {
    header,
    type: contentType(header('content-type')[0] ?? ''),
    parts: email.attachments.map(({ mimeType, filename, method, content }) => ({
      type: mimeType,
      filename,
      method: method ?? null,
      bytes: typeof content === 'string' ? new TextEncoder().encode(content) : new Uint8Array(content),
    })),
  };
}

async function parse(raw: Uint8Array) {
  try {
    return await PostalMime.parse(raw, {
      forceRfc822Attachments: true,
      maxNestingDepth: limits.nestingMax,
      maxHeadersSize: limits.partHeaderBytesMax,
    });
  } catch (thrown) {
    // The parser throws where its limits end; it tells which one in words only.
    const words = thrown instanceof Error ? thrown.message : '';
    const reason = /nesting depth/i.test(words) ? 'too_deep' : /header size/i.test(words) ? 'too_large' : 'not_mime';
    return { unreadable: reason } satisfies Unreadable;
  }
}

function contentType(value: string): ContentType {
  const [essence = '', ...parameters] = value.split(';');
  return {
    essence: essence.trim().toLowerCase(),
    parameter: (name) => {
      for (const parameter of parameters) {
        const [key = '', given = ''] = parameter.split('=', 2);
        if (key.trim().toLowerCase() === name) return given.trim().replace(/^"|"$/g, '').toLowerCase();
      }
      return null;
    },
  };
}

/** The only value of a header, or null where there is none or more than one. */
export function soleHeader(mail: OpenMail, name: string): string | null {
  const [value, ...more] = mail.header(name);
  return value === undefined || more.length > 0 ? null : value;
}

/** A Message-ID without its angle brackets (RFC 5322 section 3.6.4), or null. */
export function messageId(value: string | null | undefined): string | null {
  const id = /^\s*<?([\x21-\x3b\x3d\x3f-\x7e]{3,250})>?\s*$/.exec(value ?? '')?.[1];
  return id?.includes('@') ? id : null;
}

const utf8 = new TextDecoder('utf-8');
export const textOf = (bytes: Uint8Array) => utf8.decode(bytes);
