import { fault, type Sha256, thumbOf } from '../modi/index.ts';
import type { FoundKey, Refusal, Store } from '../ports.ts';
import { refuse } from '../problem.ts';

/** Sources that throw did not answer, and what did not answer lets nobody in. */
export const keyAnswer = (asked: Promise<FoundKey>): Promise<FoundKey> =>
  asked.catch(() => ({ found: 'unavailable' as const }));

export const answered = <T>(asked: Promise<T>): Promise<T | Refusal> =>
  asked.catch(() => refuse('gateway/unavailable'));

/**
 * The widest tolerances that a network document may give (`Tolerances`): what was used stays used when an administrator widens one meanwhile.
 */
export const widest = { signatureAgeSeconds: 86_400, expiredSeconds: 300, dpopLifeSeconds: 3_600 } as const;

/**
 * Takes the jti of a proof, once per signer and kind of proof. The last of all checks: a proof that fails another one is not used up by
 * it. `untilSeconds`: when the proof counts no more whatever its jti.
 */
export async function takeOnce(
  useOnce: Store['useOnce'],
  proof: 'dpop' | 'signature',
  signer: string,
  jti: string,
  untilSeconds: number,
  digest?: Sha256,
): Promise<Refusal | null> {
  // The second in which a proof runs out still counts whole.
  const expiresAt = new Date((Math.ceil(untilSeconds) + 1) * 1000).toISOString();
  const first = await answered(useOnce(`${proof} ${signer} ${await thumbOf(jti, digest)}`, expiresAt));
  if (typeof first !== 'boolean') return first;
  return first ? null : fault(`${proof}/jti-used`);
}
