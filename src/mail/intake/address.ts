import { intakeLimits } from './limits.ts';

// RFC 5321 sections 4.1.2 and 4.5.3.1, without quoted local parts, literals and anything beyond ASCII: letters that only look like others have no way in.
const localPart = /^[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*$/;
const domainName =
  /^(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?$/;

/** The address in lower case, or null for what is not a plain ASCII address. */
export function plainAddress(text: string): string | null {
  const at = text.lastIndexOf('@');
  if (text.length > 254 || at < 1 || at > 64) return null;
  return localPart.test(text.slice(0, at)) && domainName.test(text.slice(at + 1)) ? text.toLowerCase() : null;
}

/**
 * Whether both are the same plain address. Local parts are compared without regard to case, too: RFC 5321 section 2.4 lets a domain
 * tell them apart and advises against it, and calendars write addresses as they like.
 */
export function sameAddress(one: string, other: string): boolean {
  const plain = plainAddress(one);
  return plain !== null && plain === plainAddress(other);
}

export const domainOf = (address: string) => address.slice(address.lastIndexOf('@') + 1);

// One address between angle brackets, and after them the end or the next mailbox.
const shape = /^[^<>]*(?:<\s*[^<>\s]*\s*>\s*(?:[,;][^<>]*|$))*$/;

/**
 * Every address that a value of From or To can be read to contain (RFC 5322 section 3.4), each once. Whatever holds an `@` outside of quoted
 * strings and comments counts, display names included: a reader that took another one than we do shall not matter.
 * What is not a plain address is '', which equals nobody's.
 */
export function addressesIn(value: string): readonly string[] {
  const found = new Set<string>();
  const text = unquoted(value);
  if (!shape.test(text)) found.add('');
  for (const word of text.split(/[\s<>,;:]+/)) {
    if (word.includes('@')) found.add(plainAddress(word) ?? '');
    if (found.size >= intakeLimits.addressesMax) break;
  }
  return [...found];
}

/** The value with `"` for each quoted string and a space for each comment. One that does not end leaves an `@` that is no address. */
export function unquoted(value: string): string {
  let text = '';
  let comments = 0;
  let quoted = false;
  for (let at = 0; at < value.length; at++) {
    const char = value[at];
    if (char === '\\' && (quoted || comments > 0)) at++;
    else if (quoted) quoted = char !== '"';
    else if (char === '(') {
      comments++;
      text += ' ';
    } else if (comments > 0) comments -= char === ')' ? 1 : 0;
    else {
      quoted = char === '"';
      text += char;
    }
  }
  return quoted || comments > 0 ? `${text} @` : text;
}
