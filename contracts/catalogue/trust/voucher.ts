import { type Part, part } from './part.ts';
import { aud, header, jti, keyed, timedByPdnd, token } from './token-parts.ts';

const environments = 'test, attestation and production of PDND differ.';
const uuid = 'a UUID';
const notOurs =
  'Ask PDND for a voucher under a purpose for the e-service of this body: another one may have the same audience.';
const kid = part('kid', ['missing', 'malformed', 'unknown', 'unavailable'], 'the identifier of a published key', {
  cures: { unknown: `Obtain a new voucher, from the environment that the gateway takes vouchers of: ${environments}` },
});

/** The voucher of PDND. */
export const voucher = {
  token: { ...token('The voucher'), cures: { malformed: 'Send the token whole, as it was given.' } },
  ...keyed,
  seal: { ...keyed.seal, cures: { wrong: 'Send the voucher as PDND gave it, to the letter, or obtain a new one.' } },
  kid,
  aud: aud(notOurs),
  ...timedByPdnd,
  scheme: part('Authorization', ['missing', 'wrong'], 'Authorization: Bearer <voucher>, or DPoP <voucher>', {
    named: 'The scheme of Authorization',
    says: { wrong: 'does not fit the voucher' },
    cures: {
      missing: 'Write Bearer, or DPoP, and a space before the voucher.',
      wrong: 'Send a voucher that is bound to a key (cnf) as DPoP, any other as Bearer.',
    },
  }),
  header: header(
    'Authorization',
    'one header, with a voucher of PDND',
    'Obtain a voucher of PDND for this e-service and send it.',
  ),
  typ: part('typ', ['missing', 'wrong'], 'at+jwt (RFC 9068 section 2.1)', {
    cures: { wrong: 'Send the voucher that PDND gave, not the assertion with which it was asked for.' },
  }),
  iss: part(
    'iss',
    ['missing', 'malformed', 'wrong'],
    'the issuer of the network document, a bare host without a scheme',
    { cures: { wrong: `Obtain it from the environment that the gateway takes vouchers of: ${environments}` } },
  ),
  jti,
  sub: part('sub', ['missing', 'malformed', 'wrong'], 'the client_id'),
  'client-id': part(
    'client_id',
    ['missing', 'malformed', 'unknown'],
    `${uuid} that a client of the network document names`,
    { cures: { unknown: 'Ask the administrator of the network to name it as pdnd.client_id of your client.' } },
  ),
  'purpose-id': part(
    'purposeId',
    ['missing', 'malformed', 'unknown', 'suspended', 'stale'],
    `${uuid} mapped to purposes of the catalogue for the client`,
    {
      cures: {
        unknown:
          "Use a purpose that the network document maps, or ask its administrator to add it to your client's pdnd.purposes. One that is new on PDND is known within a minute.",
        suspended: 'Have the purpose activated again on PDND, by the body that suspended it.',
        stale: "Repeat later: PDND's API does not answer, and its last word on the purpose is too old.",
      },
    },
  ),
  'producer-id': part(
    'producerId',
    ['missing', 'malformed', 'wrong'],
    `${uuid}: the body that publishes this e-service`,
    { cures: { wrong: notOurs } },
  ),
  'consumer-id': part('consumerId', ['missing', 'malformed', 'wrong'], `${uuid}: the body of the client`, {
    cures: { wrong: 'Compare consumer_id of the client in the network document with your body on PDND.' },
  }),
  'eservice-id': part('eserviceId', ['missing', 'malformed', 'wrong'], `${uuid} of this e-service`, {
    cures: { wrong: notOurs },
  }),
  'descriptor-id': part('descriptorId', ['missing', 'malformed', 'wrong'], `${uuid} of a version of this e-service`, {
    cures: {
      wrong:
        'Subscribe to a version of the e-service that is in use, or have the administrator of the network add yours to descriptor_ids.',
    },
  }),
  digest: part('digest', ['malformed', 'missing'], '{alg: "SHA256", value: 64 hexadecimal digits}', {
    cures: {
      missing: 'Make the evidence first, and put its digest into the assertion with which you ask for the voucher.',
    },
  }),
  cnf: part('cnf', ['missing', 'malformed'], '{jkt: the thumbprint of a key} (RFC 9449 section 6.1)', {
    cures: { missing: 'Ask PDND for the voucher with a DPoP proof; then it is bound to the key of the proof.' },
  }),
} as const satisfies Record<string, Part>;
