import { type Part, part } from './part.ts';
import { header, iat, keyed, oneShot, token } from './token-parts.ts';

/** The proof of the key that a voucher is bound to (RFC 9449). */
export const dpop = {
  token: token('The DPoP proof'),
  ...keyed,
  header: header(
    'DPoP',
    'one proof, beside Authorization: DPoP (RFC 9449 section 7.1)',
    'Send a proof of the key that the voucher is bound to.',
  ),
  typ: part('typ', ['missing', 'wrong'], 'dpop+jwt'),
  jwk: part(
    'jwk',
    ['missing', 'malformed', 'wrong'],
    'the public key of the proof, RSA or EC P-256, whose thumbprint is cnf.jkt of the voucher',
    { cures: { wrong: 'Sign the proof with the key of the proof with which the voucher was asked for.' } },
  ),
  htm: part('htm', ['missing', 'malformed', 'wrong'], 'the method of the request', {
    cures: { wrong: 'Name the method of this request, in capital letters.' },
  }),
  htu: part('htu', ['missing', 'malformed', 'wrong'], 'the address of the request without query and fragment', {
    cures: {
      wrong:
        'Name the public address, as callers know the gateway. Behind a proxy its operator sets RACCORDO_PUBLIC_URL to that.',
    },
  }),
  iat,
  jti: oneShot,
  ath: part('ath', ['missing', 'malformed', 'wrong'], 'base64url of the SHA-256 of the voucher', {
    cures: { wrong: 'Compute it over the voucher that stands in Authorization.' },
  }),
} as const satisfies Record<string, Part>;
