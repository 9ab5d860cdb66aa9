/** The words of ModI that both sides share: tokens, claims, digests, signatures. Who is calling is `auth`, who we are to others is `proof`. */
export * from './bounded-cache.ts';
export * from './budget.ts';
export * from './claims.ts';
export * from './digest.ts';
export { fault, type TokenProof } from './fault.ts';
export * from './flights.ts';
export * from './kid-of-key.ts';
export * from './public-jwk.ts';
export * from './read-token.ts';
export * from './recent.ts';
export * from './sign.ts';
export * from './signed-headers.ts';
export * from './untimely.ts';
export * from './within.ts';
