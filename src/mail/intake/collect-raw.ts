import { intakeLimits } from './limits.ts';

/** As much of the Workers' `ForwardableEmailMessage` as intake needs. */
export type ForwardedMail = { readonly raw: ReadableStream<Uint8Array>; readonly rawSize: number };

export type Collected =
  | { readonly raw: Uint8Array }
  | { readonly refused: 'too_large' | 'unsupported_type' | 'not_complete' };

/** The bytes of a mail that the Workers' `email()` handler was given. Nothing is read of one whose declared size is too large. */
export async function rawOfForwarded(
  { raw, rawSize }: ForwardedMail,
  { rawBytesMax = intakeLimits.rawBytesMax }: { readonly rawBytesMax?: number } = {},
): Promise<Collected> {
  return collect(raw, rawSize, rawBytesMax);
}

/** The bytes of a mail that an MTA posts: Content-Type message/rfc822 (or message/global, RFC 6532), without Content-Encoding. */
export async function rawOfRequest(
  { headers, body }: Pick<Request, 'headers' | 'body'>,
  { rawBytesMax = intakeLimits.rawBytesMax }: { readonly rawBytesMax?: number } = {},
): Promise<Collected> {
  const type = (headers.get('content-type') ?? '').split(';', 1)[0]?.trim().toLowerCase();
  const coding = headers.get('content-encoding') ?? 'identity';
  if ((type !== 'message/rfc822' && type !== 'message/global') || coding !== 'identity')
    return { refused: 'unsupported_type' };
  const declared = headers.get('content-length');
  if (body === null) return { raw: new Uint8Array() };
  return collect(body, declared === null ? null : Number(declared), rawBytesMax);
}

async function collect(
  stream: ReadableStream<Uint8Array>,
  declaredBytes: number | null,
  rawBytesMax: number,
): Promise<Collected> {
  if (declaredBytes !== null && !(declaredBytes <= rawBytesMax)) return { refused: 'too_large' };
  const pieces: Uint8Array[] = [];
  let size = 0;
  try {
    // Leaving the loop cancels the stream: what is beyond the limit is not fetched.
    for await (const piece of stream) {
      size += piece.byteLength;
      if (size > rawBytesMax) return { refused: 'too_large' };
      pieces.push(piece);
    }
  } catch {
    return { refused: 'not_complete' };
  }
  const raw = new Uint8Array(size);
  let at = 0;
  for (const piece of pieces) {
    raw.set(piece, at);
    at += piece.byteLength;
  }
  return { raw };
}
