import type { Reply } from './send-over-fetch.ts';

/**
 * The reply's bytes and text, or null when it is larger than `replyBytesMax`: counted while it streams in, after any decompression, whatever
 * Content-Length says. Nothing more is read then.
 */
export async function readReply(
  reply: Reply,
  replyBytesMax: number,
): Promise<{ readonly bytes: Uint8Array; readonly text: string } | null> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of reply.body) {
    bytes += chunk.byteLength;
    if (bytes > replyBytesMax) return null;
    chunks.push(chunk);
  }
  const whole = chunks.length === 1 && chunks[0] ? chunks[0] : joined(chunks, bytes);
  return { bytes: whole, text: decoderFor(reply.headers['content-type'] ?? '', whole).decode(whole) };
}

function joined(chunks: readonly Uint8Array[], bytes: number): Uint8Array {
  const whole = new Uint8Array(bytes);
  let at = 0;
  for (const chunk of chunks) {
    whole.set(chunk, at);
    at += chunk.byteLength;
  }
  return whole;
}

const utf8 = new TextDecoder();
const prologBytes = 100;

/**
 * The charset of the Content-Type, else of the XML prolog (older partners write ISO-8859-1), else UTF-8. Bytes that do not fit
 * become U+FFFD: a reply is read as far as it can be.
 */
function decoderFor(contentType: string, whole: Uint8Array): TextDecoder {
  const declared =
    /charset\s*=\s*"?([\w.:-]+)/i.exec(contentType)?.[1] ??
    /^\s*<\?xml[^>]*\sencoding\s*=\s*["']([\w.:-]+)/.exec(utf8.decode(whole.subarray(0, prologBytes)))?.[1];
  if (declared === undefined || /^utf-?8$/i.test(declared)) return utf8;
  try {
    return new TextDecoder(declared);
  } catch {
    return utf8;
  }
}
