import { domainOf, sameAddress, unquoted } from './address.ts';

/**
 * Whether the mail server that calls itself `authservId` found the author's domain to pass DMARC (RFC 8601, RFC 7489 section 11.1).
 * Only the topmost Authentication-Results of that server counts: servers add on top, and what lies below may have come with the mail. The
 * server must take out those that claim its name (RFC 8601 section 5).
 */
export function dmarcPasses(results: readonly string[], authservId: string, from: readonly string[]): boolean {
  const [author, ...others] = from;
  if (author === undefined || others.length > 0 || !sameAddress(author, author)) return false;
  const ours = results
    .map((result) => unquoted(result).split(';'))
    .find(([server]) => server?.trim().split(/\s/, 1)[0]?.toLowerCase() === authservId.toLowerCase());
  // What has no end may have more to it.
  if (ours?.at(-1)?.endsWith(' @')) return false;
  const [verdict, ...more] = (ours ?? []).slice(1).filter((method) => /^\s*dmarc\b/i.test(method));
  if (verdict === undefined || more.length > 0 || !/^\s*dmarc(?:\/1)?\s*=\s*pass(?:\s|$)/i.test(verdict)) return false;
  const [domain, ...domains] = [...verdict.matchAll(/\sheader\.from\s*=\s*(\S+)/gi)].map((found) => found[1]);
  return domains.length === 0 && domain?.toLowerCase() === domainOf(author);
}
