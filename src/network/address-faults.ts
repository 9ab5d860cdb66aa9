import { type Fault, fault } from './fault.ts';

/** What stands against an address that is called; `isBase`: paths are put after it. */
export function addressFaults(at: string, address: string, { isBase }: { readonly isBase: boolean }): Fault[] {
  const url = new URL(address);
  return [
    ...(url.protocol === 'http:' && !isLoopback(url.hostname)
      ? [fault(at, 'insecure_address', 'must be https: what is said there never leaves this machine in the clear')]
      : []),
    ...(url.username !== '' || url.password !== ''
      ? [fault(at, 'credentials_in_address', 'holds credentials: name a secret instead')]
      : []),
    ...(isBase && (url.hash !== '' || url.search !== '')
      ? [fault(at, 'not_a_base_address', 'has a query or a fragment: write the address up to the path')]
      : []),
    ...(!isBase && url.hash !== '' ? [fault(at, 'fragment', 'has a fragment, which is never sent: leave it out')] : []),
  ];
}

/** Where plain http stays on the machine (RFC 6761 section 6.3, RFC 1122 section 3.2.1.3, RFC 4291 section 2.5.3). */
const isLoopback = (host: string) => host === 'localhost' || host === '[::1]' || /^127(\.\d{1,3}){3}$/.test(host);

/** PDND refuses an assertion whose `aud` has a scheme (reason 0004). */
export const assertionAudienceFaults = (at: string, audience: string): Fault[] =>
  audience.includes('://')
    ? [fault(at, 'has_scheme', 'must be without a scheme, such as auth.interop.pagopa.it/client-assertion')]
    : [];
