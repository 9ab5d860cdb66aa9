/** Who is calling: tokens, signatures, replay, key sources. */
export { type Authenticate, createAuthenticate } from './authenticate.ts';
export { basic } from './basic.ts';
export { bearer } from './bearer.ts';
export { challengeOf } from './challenge.ts';
export { assertionType, createIssueToken, type IssueToken, type TokenReply } from './issue-token.ts';
export { createPublicKeys, type PublicKeys } from './public-keys.ts';
export { hashSecret, secretCharactersMax, secretCharactersMin } from './secret-hash.ts';
export { loadSigningKeys, type SigningKeys } from './signing-keys.ts';
export type { KeySource, Presented, Shown, Strategy } from './strategy.ts';
export { createVerifyProofs, type VerifyProofsPorts } from './verify-proofs.ts';
export { type VoucherPorts, voucher } from './voucher.ts';
