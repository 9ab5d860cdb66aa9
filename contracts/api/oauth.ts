import { z } from 'zod';
import { answers, declare, pub } from './declaration.ts';

const assertionType = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';
const assertion = 'eyJhbGciOiJFUzI1NiJ9.eyJpc3MiOiJjb211bmUifQ.c2lnbmF0dXJl';

const TokenRequest = z
  .strictObject({
    grant_type: pub(z.enum(['client_credentials'])),
    client_assertion_type: pub(z.enum([assertionType])),
    client_assertion: pub(
      z.string().max(8192).meta({ description: 'Signed JWT (RFC 7523 section 3), RS256 or ES256, used once' }),
    ),
    client_id: pub(z.string().max(64).optional()),
    scope: pub(
      z.string().max(1000).optional().meta({ description: 'Separated by spaces; absent: all that the client holds' }),
    ),
  })
  .meta({ id: 'TokenRequest', description: 'RFC 6749 section 4.4 with RFC 7523 section 2.2' });

export const TokenReply = z
  .strictObject({
    access_token: pub(z.string().max(4096)),
    token_type: pub(z.enum(['Bearer'])),
    expires_in: pub(z.int().min(1).max(86_400).meta({ description: 'In seconds' })),
    scope: pub(z.string().max(1000)),
  })
  .meta({
    id: 'TokenReply',
    description: 'RFC 6749 section 5.1',
    example: { access_token: assertion, token_type: 'Bearer', expires_in: 600, scope: 'referrals:read' },
  });

export const issueToken = declare({
  id: 'issue_token',
  method: 'post',
  path: '/oauth/token',
  tag: 'callers',
  scope: null,
  summary: { en: 'Obtain an access token', it: 'Rilascia un token di accesso' },
  description:
    'A client proves itself by an assertion signed with its own key and obtains a short-lived token, bound to its body and scopes.',
  body: {
    kind: 'form',
    schema: TokenRequest,
    example: { grant_type: 'client_credentials', client_assertion_type: assertionType, client_assertion: assertion },
  },
  reply: answers(200, 'The token', TokenReply),
  problems: ['auth/request-invalid', 'auth/assertion-invalid', 'auth/assertion-replayed', 'auth/scope-missing'],
});

const Jwks = z
  .strictObject({
    keys: z
      .array(
        z.strictObject({
          kty: pub(z.string().max(10)),
          crv: pub(z.string().max(20).optional()),
          x: pub(z.string().max(200).optional()),
          y: pub(z.string().max(200).optional()),
          n: pub(z.string().max(1400).optional()),
          e: pub(z.string().max(20).optional()),
          kid: pub(z.string().max(100)),
          alg: pub(z.string().max(10)),
          use: pub(z.enum(['sig'])),
        }),
      )
      .max(20),
  })
  .meta({
    id: 'Jwks',
    description: 'RFC 7517 section 5',
    example: {
      keys: [
        {
          kty: 'EC',
          crv: 'P-256',
          x: 'f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU',
          y: 'x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0',
          kid: 'k1',
          alg: 'ES256',
          use: 'sig',
        },
      ],
    },
  });

export const showKeys = declare({
  id: 'show_keys',
  method: 'get',
  path: '/.well-known/jwks.json',
  tag: 'callers',
  scope: null,
  summary: { en: 'The keys of the gateway', it: 'Le chiavi del gateway' },
  description: 'With which its tokens are verified, and the signatures of its replies.',
  reply: answers(200, 'The public keys', Jwks, { cached: true }),
  problems: [],
});
