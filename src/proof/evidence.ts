import type { Modi } from '../../contracts/canonical/trust.ts';
import { hexDigestOf, signToken } from '../modi/index.ts';
import type { Clock, NewId, SigningKeyOf } from '../ports.ts';

/** How long an evidence says that it counts. */
const evidenceLifeSeconds = 600;
const renewedWithLeft = 0.1;
/** How old an evidence a partner takes of whom nothing is said. */
const takenSecondsDefault = 300;

export type Evidence = {
  readonly compact: string;
  /** Hexadecimal SHA-256: what the voucher is bound to (AUDIT_REST_02). */
  readonly digest: string;
  readonly renewAtMs: number;
  readonly untilMs: number;
};

type Asking = {
  readonly modi: Modi;
  readonly evidence: NonNullable<Modi['evidence']>;
  readonly voucher: NonNullable<Modi['voucher']>;
  readonly userId: string;
};

/**
 * The tracking evidence (AUDIT_REST_01, AUDIT_REST_02): who acts, from where, how well proven, for which purpose. It is used for its whole
 * life, or, where that is shorter, as long as the partner takes one of that age: `tolerances`, 5 minutes where nothing is said, as GovWay has it.
 */
export async function makeEvidence(
  { modi, evidence, voucher, userId }: Asking,
  { signingKeyOf, now, newId }: { readonly signingKeyOf: SigningKeyOf; readonly now: Clock; readonly newId: NewId },
): Promise<Evidence | null> {
  const key = await signingKeyOf(modi.key);
  if (key === null) return null;
  const seconds = Math.floor(Date.parse(now()) / 1000);
  const compact = await signToken(
    {
      iss: voucher.client_id,
      aud: modi.audience,
      iat: seconds,
      nbf: seconds,
      exp: seconds + evidenceLifeSeconds,
      jti: newId(),
      purposeId: voucher.purpose_id,
      userID: userId,
      userLocation: evidence.user_location,
      LoA: evidence.loa,
      ...(evidence.pattern === 'audit_02' ? { dnonce: newDnonce() } : {}),
    },
    key,
  );
  const usedSeconds = Math.min(evidenceLifeSeconds, modi.tolerances?.evidence_age_seconds_max ?? takenSecondsDefault);
  return {
    compact,
    digest: await hexDigestOf(compact),
    renewAtMs: (seconds + usedSeconds * (1 - renewedWithLeft)) * 1000,
    untilMs: (seconds + usedSeconds) * 1000,
  };
}

const dnonceMin = 1_000_000_000_000n;

/** 13 digits, the first of them no zero, from the runtime's cryptographic source. */
function newDnonce(): number {
  const [random = 0n] = crypto.getRandomValues(new BigUint64Array(1));
  return Number(dnonceMin + (random % (9n * dnonceMin)));
}
