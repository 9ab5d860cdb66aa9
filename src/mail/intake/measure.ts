import { intakeLimits as limits } from './limits.ts';

const cr = 0x0d;
const lf = 0x0a;
const dash = 0x2d;
const slash = 0x2f;

/**
 * Counts on the bytes, once through, what a parser would have to build: so that a mail made to exhaust it is refused before it starts.
 * The counts are never below what the parser meets, except where comments hide a type from it; its own limits hold there.
 */
export function measure(raw: Uint8Array): 'too_large' | 'too_deep' | null {
  if (raw.byteLength > limits.rawBytesMax) return 'too_large';
  let inHeader = true;
  let lineStart = 0;
  let lines = 0;
  let headerLines = 0;
  let delimiterLines = 0;
  let containers = 0;
  for (let at = 0; at < raw.length; at++) {
    const byte = raw[at];
    if (byte === slash && isContainer(raw, at) && ++containers > limits.containersMax) return 'too_deep';
    if (byte !== lf && at !== raw.length - 1) continue;
    if (++lines > limits.linesMax) return 'too_large';
    if (raw[lineStart] === dash && raw[lineStart + 1] === dash && ++delimiterLines > limits.delimiterLinesMax)
      return 'too_large';
    if (inHeader) {
      if (++headerLines > limits.headerLinesMax || at > limits.headerBytesMax) return 'too_large';
      inHeader = !isBlank(raw, lineStart, at);
    }
    lineStart = at + 1;
  }
  return null;
}

function isBlank(raw: Uint8Array, start: number, end: number): boolean {
  for (let at = start; at < end; at++) if (raw[at] !== cr) return false;
  return true;
}

const letters = (text: string) => new TextEncoder().encode(text);
const multipart = letters('multipart');
const message = letters('message');
const rfc822 = letters('rfc822');

const isContainer = (raw: Uint8Array, at: number) =>
  stands(raw, at - multipart.length, multipart) ||
  (stands(raw, at - message.length, message) && stands(raw, at + 1, rfc822));

/** Whether `word`, in lower case, stands at `from` in any case. */
function stands(raw: Uint8Array, from: number, word: Uint8Array): boolean {
  if (from < 0) return false;
  for (let index = 0; index < word.length; index++) {
    const byte = raw[from + index] ?? 0;
    if ((byte >= 0x41 && byte <= 0x5a ? byte + 0x20 : byte) !== word[index]) return false;
  }
  return true;
}
