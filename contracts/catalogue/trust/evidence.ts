import { type Part, part } from './part.ts';
import { audOfService, exp, header, iat, jti, keyed, nbf, signerKid, token } from './token-parts.ts';

/** Who acts (AUDIT_REST_01, AUDIT_REST_02). */
export const evidence = {
  token: token('The token in Agid-JWT-TrackingEvidence'),
  ...keyed,
  kid: signerKid,
  aud: audOfService,
  exp,
  iat,
  nbf,
  header: header(
    'Agid-JWT-TrackingEvidence',
    'one token (AUDIT_REST_01, AUDIT_REST_02)',
    'Send an evidence of who acts.',
  ),
  typ: part('typ', ['wrong'], 'JWT'),
  iss: part('iss', ['missing', 'malformed', 'wrong'], 'the client_id of the voucher'),
  jti,
  'purpose-id': part('purposeId', ['missing', 'malformed', 'wrong'], 'that of the voucher', {
    cures: { wrong: 'Make the evidence with the purposeId for which the voucher is asked.' },
  }),
  'user-id': part('userID', ['missing', 'malformed'], 'the acting user: a string of 1 to 100 characters'),
  'user-location': part(
    'userLocation',
    ['missing', 'malformed'],
    'where the user works: a string of 1 to 100 characters',
  ),
  loa: part('LoA', ['missing', 'malformed'], 'the level of assurance: a string of 1 to 60 characters'),
  dnonce: part('dnonce', ['missing', 'malformed'], '13 digits, as a number or a string (AUDIT_REST_02)'),
  binding: part(
    'digest of the voucher',
    ['missing', 'wrong'],
    'the hexadecimal SHA-256 of the evidence (AUDIT_REST_02)',
    {
      named: 'The voucher for Agid-JWT-TrackingEvidence',
      says: { wrong: 'is bound to another evidence' },
      cures: {
        missing: 'Come with a voucher that was asked for with the digest of the evidence.',
        wrong: 'Send the evidence whose digest the voucher was asked for with, byte for byte, as long as it is used.',
      },
    },
  ),
} as const satisfies Record<string, Part>;
