import { part } from './part.ts';

// What several proofs have in common.

const instant = 'seconds since 1970, as a number (RFC 7519 section 2)';

export const keyed = {
  alg: part('alg', ['missing', 'wrong'], 'the algorithm of the key: RS256 or ES256, never none or HMAC', {
    cures: { wrong: 'Sign with RS256 or ES256, whichever fits the key.' },
  }),
  crit: part('crit', ['wrong'], 'absent: no extension is understood (RFC 7515 section 4.1.11)', {
    says: { wrong: 'must not be there' },
    cures: { wrong: 'Leave it out.' },
  }),
  seal: part('signature', ['wrong'], 'the signature verifies with the key that the header names', {
    says: { wrong: 'does not verify' },
    cures: { wrong: 'Sign with the private half of the key that the header names, and send the token unchanged.' },
  }),
} as const;

export const token = (named: string) =>
  part('token', ['malformed', 'too-large'], 'one JWS in compact form (RFC 7515 section 7.1), at most 8192 characters', {
    named,
    says: { malformed: 'is not a JWS in compact form' },
  });

export const header = (is: string, rule: string, cure: string) =>
  part(is, ['missing', 'repeated'], rule, { named: `The header ${is}`, cures: { missing: cure } });

/** Of a signature or an evidence: the voucher says whose key it has to be. */
export const signerKid = part(
  'kid',
  ['missing', 'malformed', 'unknown', 'foreign', 'unavailable'],
  'the identifier of a published key of the sender',
  {
    cures: {
      unknown:
        'Upload the public key to the client on PDND and name it as PDND does; a new one is found within a minute. That of a client that is not on PDND belongs into its jwks in the network document.',
      foreign: 'Sign with a key of the client that the voucher names.',
    },
  },
);

export const aud = (cure: string) =>
  part(
    'aud',
    ['missing', 'malformed', 'wrong'],
    'names this receiver: a string, an array, or one comma-joined string',
    { cures: { wrong: cure } },
  );
export const audOfService = aud('Put the audience into it that the e-service publishes, to the letter.');

const timed = {
  exp: part('exp', ['missing', 'malformed', 'past'], instant),
  iat: part('iat', ['missing', 'malformed', 'old', 'early'], instant),
  nbf: part('nbf', ['malformed', 'early'], instant),
} as const;
export const { exp, iat, nbf } = timed;

const newVoucher = 'Obtain a new voucher.';
const clockOfPdnd =
  'PDND wrote it by its own clock: the operator of the gateway compares that of the gateway with UTC.';
/** The times of a voucher, which are not its sender's. */
export const timedByPdnd = {
  exp: { ...timed.exp, cures: { past: newVoucher } },
  iat: { ...timed.iat, cures: { old: newVoucher, early: clockOfPdnd } },
  nbf: { ...timed.nbf, cures: { early: clockOfPdnd } },
} as const;

const jtiRule = 'a string of 1 to 256 characters, new for each token';
export const jti = part('jti', ['missing', 'malformed'], jtiRule);
/** Of a token that counts for one request. */
export const oneShot = part('jti', ['missing', 'malformed', 'used'], jtiRule, {
  cures: { used: 'Make a new token for each request, for one that is repeated, too.' },
});
