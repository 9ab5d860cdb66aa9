import type { ProblemCode } from '../catalogue/problems.ts';

/** What a status says of any operation, and the code that its example shows: operations share one reply for each status. */
export const problemWords = {
  400: ['A header, a parameter, the body or a proof beside it is not as it must be', 'request/invalid-parameter'],
  401: [
    'Who is calling is not proven: the token, the voucher of PDND, its DPoP proof or the certificate does not hold',
    'auth/token-invalid',
  ],
  403: ['The caller is known, and may not do this', 'gate/denied'],
  404: ['There is no such thing for the caller', 'referral/not-found'],
  406: ['No representation is to be had that the caller accepts', 'request/not-acceptable'],
  409: [
    'It does not fit what there is now: the state of the resource, or a request or proof that was used before',
    'referral/event-not-available',
  ],
  410: ['The link does not lead anywhere any more', 'convocation/link-expired'],
  412: ['The resource changed meanwhile', 'request/stale'],
  413: ['The body is too large', 'request/too-large'],
  415: ['The content type or coding is not read here', 'request/unsupported-media-type'],
  422: [
    'The body is read, and something that it says does not hold: detail, or errors member by member, says what',
    'request/invalid-body',
  ],
  428: ['If-Match is missing', 'request/if-match-missing'],
  429: ['Too many requests: Retry-After says when to go on', 'request/rate-limited'],
  500: ['The gateway failed, and nothing was half done', 'gateway/failure'],
  503: ['The gateway, or a source that it must ask, does not answer now: repeat later', 'gateway/unavailable'],
} as const satisfies Readonly<Record<number, readonly [description: string, example: ProblemCode]>>;
