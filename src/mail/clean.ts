import { isWebAddress } from '../../contracts/canonical/text.ts';

// Control, format (bidirectional marks and overrides, zero-width), surrogate and private-use characters, and the line separators of Unicode.
const invisible = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}]+/gu;

// What can end a display name or make it look like an address, with the full-width and small forms that look the same.
const misleading =
  /["<>()[\]\\,;:@\u2039\u203a\u2329\u232a\u27e8\u27e9\u3008\u3009\ufe64\ufe65\ufe6b\uff02\uff1c\uff1e\uff20]+/g;

const spaces = /\s+/g;
const nameCharactersMax = 120;

/** One line of text without anything that hides, reorders or breaks it. Breaks become spaces. */
export const cleanLine = (text: string): string =>
  text.normalize('NFC').replace(invisible, ' ').replace(spaces, ' ').trim();

/** A line for a header. ASCII goes there as it is, and a mail program would decode what looks like an encoded word (RFC 2047, section 2). */
export const headerLine = (text: string): string => cleanLine(text).replaceAll('=?', '= ?');

/** Text of several lines, each of them clean. */
export const cleanProse = (text: string): string =>
  text
    .split(/\r\n|[\r\n\u2028\u2029]/)
    .map(cleanLine)
    .join('\n')
    .trim();

/**
 * A name for an address header or a calendar user: no character in it can end it or be read as an address. The contract admits quotes and
 * brackets, because bodies have them in their names; a mail program shows the name instead of the address, so here they go.
 */
export function displayName(name: string): string {
  const clean = headerLine(cleanLine(name).replace(misleading, ' '));
  return Array.from(clean).slice(0, nameCharactersMax).join('').trim();
}

const address = /^[A-Za-z0-9_+-]+(\.[A-Za-z0-9_+-]+)*@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*$/;
const messageId = /^[A-Za-z0-9._+=-]+@[A-Za-z0-9.-]+$/;
const uid = /^[A-Za-z0-9._+=@-]+$/;
// The gateway's own address: any host that its configuration admits, and no TLS on this machine.
const ownLink =
  /^(?:https:\/\/(?:[A-Za-z0-9._-]+|\[[0-9a-f:]+\])|http:\/\/(?:localhost|127\.0\.0\.1|\[::1\]))(?::[0-9]+)?\/[A-Za-z0-9._~/-]*$/;
const isLink = { test: (text: string) => isWebAddress(text) || ownLink.test(text) };

const charactersMax = 500;

// An error never carries the value: it may be somebody's address.
const checked = (what: string, pattern: Pick<RegExp, 'test'>) => (value: string) => {
  if (value.length > charactersMax || !pattern.test(value)) throw new Error(`mail: not a valid ${what}`);
  return value;
};

/** These throw: the contract admits nothing else, so another value means that a message was built past it. */
export const checkAddress = checked('address', address);
export const checkMessageId = checked('message identifier', messageId);
export const checkUid = checked('calendar identifier', uid);
export const checkLink = checked('link', isLink);
