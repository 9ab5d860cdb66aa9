import { type JWTPayload, SignJWT } from 'jose';
import { type Client, type Scope, scopes } from '../../contracts/canonical/network.ts';
import type { Awaitable, Clock, NetworkView, NewId, Refusal, Store } from '../ports.ts';
import type { SigningKeys } from './signing-keys.ts';
import { tokenAlgorithm } from './signing-keys.ts';
import { verifyAssertion } from './verify-assertion.ts';

const tokenSecondsMax = 600;
const assertionLifetimeSecondsMax = 300;
const skewSecondsMax = 5;

export const assertionType = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';

/** The reply of RFC 6749 section 5.1. To be sent with `Cache-Control: no-store`. */
export type TokenReply = {
  readonly access_token: string;
  readonly token_type: 'Bearer';
  readonly expires_in: number;
  readonly scope: string;
};

export type IssueToken = (form: URLSearchParams) => Promise<TokenReply | Refusal>;

/** The token endpoint: `client_credentials` with a signed client assertion (RFC 6749 section 4.4, RFC 7523 section 2.2). */
export function createIssueToken(ports: {
  /** Issuer and audience of the tokens: the public address of the gateway, without a slash at the end. */
  readonly issuer: string;
  readonly network: () => Awaitable<NetworkView | null>;
  readonly signingKeys: SigningKeys;
  readonly useOnce: Store['useOnce'];
  readonly now: Clock;
  readonly newId: NewId;
}): IssueToken {
  const { issuer } = ports;
  const rules = {
    audiences: [`${issuer}/oauth/token`, issuer, `${issuer}/`],
    lifetimeSecondsMax: assertionLifetimeSecondsMax,
    skewSecondsMax,
  };

  return async function issueToken(form) {
    const fault = formFault(form);
    if (fault !== null) return { refused: true, code: 'auth/request-invalid', detail: fault };
    const network = await ports.network();
    if (network === null) return { refused: true, code: 'gateway/unavailable' };

    const now = ports.now();
    const client = await verifyAssertion(form.get('client_assertion') ?? '', network, rules, ports.useOnce, now);
    if ('refused' in client) return client;
    const claimed = form.get('client_id') || client.id;
    if (claimed !== client.id) {
      return {
        refused: true,
        code: 'auth/request-invalid',
        detail: 'client_id must be the sub of the client assertion (RFC 7521 section 4.2).',
      };
    }
    const granted = grant(form.get('scope') ?? '', client);
    if ('refused' in granted) return granted;
    const scope = granted.scopes.join(' ');
    const access_token = await sign({ client_id: client.id, organization: client.organization, scope }, now);
    return { access_token, token_type: 'Bearer', expires_in: tokenSecondsMax, scope };
  };

  function sign(claims: JWTPayload & { client_id: string }, now: string): Promise<string> {
    const iat = Math.floor(Date.parse(now) / 1000);
    return new SignJWT({
      ...claims,
      iss: issuer,
      aud: issuer,
      sub: claims.client_id,
      iat,
      exp: iat + tokenSecondsMax,
      jti: ports.newId(),
    })
      .setProtectedHeader({ alg: tokenAlgorithm, typ: 'at+jwt', kid: ports.signingKeys.kid })
      .sign(ports.signingKeys.privateKey);
  }
}

/** RFC 6749 section 3.2: no parameter twice, an empty one counts as absent, unknown ones are ignored. */
function formFault(form: URLSearchParams): string | null {
  const names = ['grant_type', 'client_assertion_type', 'client_assertion', 'client_id', 'scope'];
  const repeated = names.find((name) => form.getAll(name).length > 1);
  if (repeated !== undefined) return `${repeated} must be given once.`;
  if (form.get('grant_type') !== 'client_credentials') return 'grant_type must be client_credentials.';
  if (form.get('client_assertion_type') !== assertionType) return `client_assertion_type must be ${assertionType}.`;
  if (!form.get('client_assertion')) return 'client_assertion is missing.';
  return null;
}

function grant(requested: string, client: Client): { readonly scopes: readonly Scope[] } | Refusal {
  const wanted = requested.split(' ').filter((scope) => scope !== '');
  if (wanted.length === 0) return { scopes: client.scopes };
  if (wanted.some((name) => !scopes.some((scope) => scope === name))) {
    return {
      refused: true,
      code: 'auth/request-invalid',
      detail: 'scope holds a value that is no scope of this gateway.',
    };
  }
  const asked = scopes.filter((scope) => wanted.includes(scope));
  const missing = asked.filter((scope) => !client.scopes.includes(scope));
  if (missing.length > 0) {
    return {
      refused: true,
      code: 'auth/scope-missing',
      detail: `The client does not hold the scope: ${missing.join(', ')}.`,
    };
  }
  return { scopes: asked };
}
