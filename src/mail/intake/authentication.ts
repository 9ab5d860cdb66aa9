import { domainOf, sameAddress, unquoted } from './address.ts';

/**
 * Whether the mail server that calls itself `authservId` found the author's domain to pass DMARC (RFC 8601, RFC 7489 section 11.1).
 * Only the topmost Authentication-Results of that server counts: servers add on top, and what lies below may have come with the mail. The
 * server must take out those that claim its name (RFC 8601 section 5).
 */
export function dmarcPasses(results: readonly string[], authservId: string, from: readonly string[]): boolean {
  const [author, ...others] = from;
  if (author === undefined || others.length > 0 || !sameAddress(author, author)) return false;
  const [verdict, ...more] = (verdictsOf(results, authservId) ?? []).filter((method) => /^\s*dmarc\b/i.test(method));
  if (verdict === undefined || more.length > 0 || !/^\s*dmarc(?:\/1)?\s*=\s*pass(?:\s|$)/i.test(verdict)) return false;
  const [domain, ...domains] = [...verdict.matchAll(/\sheader\.from\s*=\s*(\S+)/gi)].map((found) => found[1]);
  return domains.length === 0 && domain?.toLowerCase() === domainOf(author);
}

/**
 * What that server says of the domain of the provider in From: by DMARC, or by DKIM or SPF for that very domain, since few providers of certified
 * mail have a policy for DMARC.
 */
export function providerSaid(results: readonly string[], authservId: string, from: readonly string[]) {
  const verdicts = verdictsOf(results, authservId);
  if (verdicts === null) return 'nothing';
  const [author] = from;
  if (author === undefined || from.length > 1) return 'not_passed';
  const own = domainOf(author);
  const passes = verdicts.some((verdict) => {
    const domain =
      /^\s*dkim\s*=\s*pass\s(?:.*\s)?header\.d\s*=\s*(\S+)/i.exec(verdict)?.[1] ??
      /^\s*spf\s*=\s*pass\s(?:.*\s)?smtp\.mailfrom\s*=\s*(?:\S*@)?([^\s@]+)/i.exec(verdict)?.[1];
    return domain?.toLowerCase() === own;
  });
  return passes || dmarcPasses(results, authservId, from) ? 'pass' : 'not_passed';
}

/** Results of the topmost header of the server, one by one; null where there is none. What has no end may have more to it, so it says nothing good. */
function verdictsOf(results: readonly string[], authservId: string): readonly string[] | null {
  const ours = results
    .map((result) => unquoted(result).split(';'))
    .find(([server]) => server?.trim().split(/\s/, 1)[0]?.toLowerCase() === authservId.toLowerCase());
  if (ours === undefined) return null;
  return ours.at(-1)?.endsWith(' @') ? [] : ours.slice(1);
}
