import type { System } from '../../contracts/canonical/network.ts';
import { holdsTaxCode } from '../../contracts/canonical/tax-code.ts';
import { targetOf } from '../proof/index.ts';

const charactersMax = 2000;

/**
 * A Location as a path below the address of its system, resolved against the path of the request that it answers (RFC 9110 section
 * 10.2.2); null when it leads out of the address, or cannot be kept. The network document alone says where data goes.
 */
export function insideOf(location: string, requestPath: string, { address }: Pick<System, 'address'>): string | null {
  if (address === undefined) return null;
  const base = address.replace(/\/+$/, '');
  const start = URL.parse(base);
  const from = URL.parse(targetOf(address, requestPath));
  const url = from && URL.parse(location, from.href);
  if (start === null || url === null) return null;
  const folder = start.pathname.replace(/\/$/, '');
  const isInside =
    url.origin === start.origin && (url.pathname === start.pathname || url.pathname.startsWith(`${folder}/`));
  const path = url.pathname.slice(folder.length) + url.search;
  // What stands in front of a system may take an encoded slash for one, and its dots for another folder.
  const isPlain = !/%(2f|5c)/i.test(url.pathname);
  // Where an answer waits is written down, and nothing personal is.
  const mayBeKept = path.length <= charactersMax && !holdsTaxCode(path);
  return isInside && isPlain && mayBeKept && url.username === '' && url.password === '' ? path : null;
}
