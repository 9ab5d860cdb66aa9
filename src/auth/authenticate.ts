import type { Awaitable, Caller, NetworkView, Refusal } from '../ports.ts';
import type { Strategy } from './strategy.ts';

export type Authenticate = (headers: Headers) => Promise<Caller | Refusal>;

/** Longest Authorization header that is looked at: a token of ours is below 1 KiB, a voucher below 4 KiB. */
const headerBytesMax = 8192;

// One scheme and one token68 (RFC 9110 section 11.4). A repeated header arrives joined by a comma and is no token68.
const shape = /^([A-Za-z][A-Za-z0-9-]{0,19}) +([A-Za-z0-9._~+/-]+=*)$/;

/** Who is calling, by the Authorization header: the first strategy that knows the credentials decides. */
export function createAuthenticate(ports: {
  readonly network: () => Awaitable<NetworkView | null>;
  readonly strategies: readonly Strategy[];
}): Authenticate {
  return async function authenticate(headers) {
    const presented = read(headers.get('authorization'));
    if ('refused' in presented) return presented;
    const network = await ports.network();
    if (network === null) return { refused: true, code: 'gateway/unavailable' };
    for (const strategy of ports.strategies) {
      const result = await strategy({ ...presented, headers, network });
      if (result !== null) return result;
    }
    return unrecognized(presented.scheme);
  };
}

function read(header: string | null): { scheme: string; credentials: string } | Refusal {
  if (header === null || header === '') return { refused: true, code: 'auth/credentials-missing' };
  if (header.length > headerBytesMax) {
    return invalid(`The Authorization header is longer than ${headerBytesMax} bytes.`);
  }
  const match = shape.exec(header);
  if (match?.[1] === undefined || match[2] === undefined) {
    return invalid('The Authorization header must be one scheme and one token: Bearer <access token>.');
  }
  return { scheme: match[1].toLowerCase(), credentials: match[2] };
}

function unrecognized(scheme: string): Refusal {
  if (scheme === 'bearer') return invalid('The token is not an access token issued by this gateway.');
  return {
    refused: true,
    code: 'auth/credentials-missing',
    detail: 'The Authorization header uses a scheme that this gateway does not read. Use Bearer.',
  };
}

const invalid = (detail: string): Refusal => ({ refused: true, code: 'auth/token-invalid', detail });
