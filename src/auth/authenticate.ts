import { fault, tokenCharactersMax } from '../modi/index.ts';
import type { Awaitable, Caller, NetworkView, Refusal } from '../ports.ts';
import type { Shown, Strategy } from './strategy.ts';

export type Authenticate = (request: Shown) => Promise<Caller | Refusal>;

const schemeCharactersMax = 20;
/** Longest Authorization header that is looked at: a token of ours is below 1 KiB, a voucher below 4 KiB. */
const headerCharactersMax = schemeCharactersMax + 1 + tokenCharactersMax;

// One scheme and one token68 (RFC 9110 section 11.4). A repeated header arrives joined by a comma and is no token68.
const shape = /^([A-Za-z][A-Za-z0-9-]{0,19}) +([A-Za-z0-9._~+/-]+=*)$/;
const tokenShape = /^[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]*$/;

/** Who is calling, by the Authorization header: the first strategy that knows the credentials decides. */
export function createAuthenticate(ports: {
  readonly network: () => Awaitable<NetworkView | null>;
  readonly strategies: readonly Strategy[];
}): Authenticate {
  return async function authenticate({ headers, method, url }) {
    const header = headers.get('authorization');
    if (header === null || header === '') return { refused: true, code: 'auth/credentials-missing' };
    const presented = read(header);
    const network = await ports.network();
    if ('refused' in presented) return (takesVouchers(network) ? voucherHeaderFault(header) : null) ?? presented;
    if (network === null) return { refused: true, code: 'gateway/unavailable' };
    for (const strategy of ports.strategies) {
      const result = await strategy({ ...presented, headers, method, url, network });
      if (result !== null) return result;
    }
    const isToken = presented.scheme !== 'bearer' && tokenShape.test(presented.credentials);
    return isToken && takesVouchers(network) ? fault('voucher/scheme-wrong') : unrecognized(presented.scheme);
  };
}

const takesVouchers = (network: NetworkView | null) => network?.document.trust !== undefined;

function read(header: string): { scheme: string; credentials: string } | Refusal {
  if (header.length > headerCharactersMax) {
    return invalid(`The Authorization header is longer than ${headerCharactersMax} characters.`);
  }
  const match = shape.exec(header);
  if (match?.[1] === undefined || match[2] === undefined) {
    return invalid('The Authorization header must be one scheme and one token: Bearer <access token>.');
  }
  return { scheme: match[1].toLowerCase(), credentials: match[2] };
}

/** What senders of vouchers get wrong about the header: said by name, because every gateway hides it. */
function voucherHeaderFault(header: string): Refusal | null {
  if (header.includes(',')) return fault('voucher/header-repeated');
  if (header.length > headerCharactersMax) return fault('voucher/token-too-large');
  return tokenShape.test(header) ? fault('voucher/scheme-missing') : null;
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
