import type { Proof, TrustCode } from '../../contracts/catalogue/trust-problems.ts';
import type { Refusal } from '../ports.ts';
import { refuse } from '../problem.ts';

/** One check of a proof that does not hold. The code names the proof, the part, and what is wrong with it. */
export const fault = (code: TrustCode, detail?: string): Refusal =>
  refuse(code, detail === undefined ? {} : { detail });

/** The proofs that are a JWS with claims. */
export type TokenProof = Exclude<Proof, 'digest' | 'channel'>;
