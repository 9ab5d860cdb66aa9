import type { Refusal } from '../ports.ts';
import { refuse } from '../problem.ts';

/** A body as it came. */
export type ReceivedBody = { readonly type: string; readonly bytes: Uint8Array };
export type ReadBody = ReceivedBody & { readonly text: string };

// Fatal: bytes that are not UTF-8 are refused rather than replaced. The byte order mark is kept, for JSON to refuse (RFC 8259 section 8.1).
export const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** The bytes of a request's body in one of `types`, `bytesMax` at most, counted while it arrives. */
export async function receiveBody(
  request: Request,
  types: readonly string[],
  bytesMax: number,
): Promise<ReceivedBody | Refusal> {
  const type = contentType(request.headers, types);
  if (type === null) {
    return refuse('request/unsupported-media-type', {
      detail: `Content-Type must be ${types.join(' or ')}, in UTF-8 and without Content-Encoding.`,
    });
  }
  const bytes = await readBytes(request, bytesMax).catch(() => undefined);
  if (bytes === undefined)
    return refuse('request/malformed-text', { detail: 'The body ended before it was complete.' });
  if (bytes === null)
    return refuse('request/too-large', { detail: `The body exceeds the limit of ${bytesMax} bytes.` });
  return { type, bytes };
}

/** A body as text; without a decoder the bytes alone. */
export function decodeBody(body: ReceivedBody, decoder: TextDecoder | null): ReadBody | Refusal {
  try {
    return { ...body, text: decoder === null ? '' : decoder.decode(body.bytes) };
  } catch {
    return body.type === 'application/json'
      ? refuse('request/malformed-json', { detail: 'The body is not UTF-8.' })
      : refuse('request/malformed-text');
  }
}

function contentType(headers: Headers, types: readonly string[]): string | null {
  const coding = headers.get('content-encoding');
  if (coding !== null && coding !== 'identity') return null;
  const [essence = '', ...parameters] = (headers.get('content-type') ?? '').split(';');
  const charset = parameters
    .map((parameter) => /^\s*charset\s*=\s*"?([^"\s]*)"?\s*$/i.exec(parameter)?.[1])
    .find((name) => name !== undefined);
  if (charset !== undefined && charset.toLowerCase() !== 'utf-8') return null;
  const type = essence.trim().toLowerCase();
  return types.includes(type) ? type : null;
}

/** Null: too large. With a declared length the runtime reads whole, which is faster; without one, each piece is counted. */
async function readBytes(request: Request, bytesMax: number): Promise<Uint8Array | null> {
  const declared = request.headers.get('content-length');
  if (declared !== null) {
    if (!(Number(declared) <= bytesMax)) return null;
    const whole = new Uint8Array(await request.arrayBuffer());
    return whole.byteLength <= bytesMax ? whole : null;
  }
  if (request.body === null) return new Uint8Array();
  const pieces: Uint8Array[] = [];
  let size = 0;
  for await (const piece of request.body) {
    size += piece.byteLength;
    if (size > bytesMax) return null;
    pieces.push(piece);
  }
  return joined(pieces, size);
}

export function joined(pieces: readonly Uint8Array[], size: number): Uint8Array {
  const whole = new Uint8Array(size);
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.byteLength;
  }
  return whole;
}
