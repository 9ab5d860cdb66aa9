import { type Part, part } from './part.ts';

/** The connection that a message comes over. */
export const channel = {
  certificate: part(
    'the certificate of the connection',
    ['missing', 'wrong'],
    'one that the network document names for the call',
    {
      named: 'The client certificate of the connection',
      says: { wrong: 'is not one of those named' },
      cures: {
        missing:
          'Connect with the certificate that was agreed. The proxy passes it on once, in the header that RACCORDO_CERTIFICATE_HEADER names, as SHA-256 in hex or as URL-encoded PEM.',
        wrong: 'Connect with the certificate that was agreed, or have a new one named in the network document.',
      },
    },
  ),
} as const satisfies Record<string, Part>;
