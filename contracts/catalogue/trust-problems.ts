import type { Entry } from './problems/entry.ts';
import { channel } from './trust/channel.ts';
import { dpop } from './trust/dpop.ts';
import { evidence } from './trust/evidence.ts';
import { type Fault, type Part, trustFaults } from './trust/part.ts';
import { digest, signature } from './trust/signature.ts';
import { voucher } from './trust/voucher.ts';

/** Each proof with its parts and what can be wrong with each: the rows of the table in `docs/modi.md`, and one code for each cell. */
export const trustGrid = { voucher, dpop, signature, digest, evidence, channel } as const;

export type Proof = keyof typeof trustGrid;
type Grid = typeof trustGrid;
type CodesOf<P extends Proof> = {
  [C in keyof Grid[P] & string]: Grid[P][C] extends { readonly can: readonly (infer F extends string)[] }
    ? `${P}/${C}-${F}`
    : never;
}[keyof Grid[P] & string];
/** One code for each way in which a proof can fail: `<proof>/<part>-<fault>`. */
export type TrustCode = { [P in Proof]: CodesOf<P> }[Proof];

/** Whose part it is, after the name of the part. */
const proofNames: Readonly<Record<Proof, string>> = {
  voucher: 'of the voucher',
  dpop: 'of the DPoP proof',
  signature: 'of Agid-JWT-Signature',
  digest: '',
  evidence: 'of Agid-JWT-TrackingEvidence',
  channel: '',
};

const forbidden: readonly string[] = [
  'voucher/purpose-id-unknown',
  'voucher/purpose-id-suspended',
  'voucher/producer-id-wrong',
  'voucher/consumer-id-wrong',
  'voucher/eservice-id-wrong',
  'voucher/descriptor-id-wrong',
  'evidence/purpose-id-wrong',
];

/** design: voucher or DPoP 401; signature, digest, evidence 400; replay 409; mismatch of purpose or producer 403; sources that do not answer 503. */
function statusOf(proof: Proof, code: string, fault: Fault): number {
  if (fault === 'used') return 409;
  if (fault === 'unavailable' || fault === 'stale') return 503;
  if (forbidden.includes(code)) return 403;
  return proof === 'voucher' || proof === 'dpop' || proof === 'channel' ? 401 : 400;
}

/** Nobody but PDND can put these right in a voucher. */
const asIssued: readonly Fault[] = ['missing', 'malformed', 'wrong'];

function entryOf(proof: Proof, code: string, { is, rule, named, says, cures }: Part, fault: Fault): Entry {
  const [said, cure] = trustFaults[fault];
  const subject = named ?? `The ${is} ${proofNames[proof]}`.trim();
  const title = `${subject} ${says?.[fault] ?? said}`;
  return {
    status: statusOf(proof, code, fault),
    title,
    detail: `${title}. The rule: ${rule}.`,
    cure:
      cures?.[fault] ?? (proof === 'voucher' && asIssued.includes(fault) ? 'Send the voucher as PDND gave it.' : cure),
    retry: fault === 'unavailable' || fault === 'stale' ? 'after_delay' : 'never',
  };
}

const entries = Object.entries(trustGrid).flatMap(([proof, parts]) =>
  Object.entries(parts as Record<string, Part>).flatMap(([name, each]) =>
    each.can.map((fault) => {
      const code = `${proof}/${name}-${fault}`;
      return [code, entryOf(proof as Proof, code, each, fault)] as const;
    }),
  ),
);

/** The part of the problem catalogue about vouchers, proofs, signatures and evidence. */
export const trustProblems = Object.fromEntries(entries) as Readonly<Record<TrustCode, Entry>>;

export const isTrustCode = (code: string): code is TrustCode => Object.hasOwn(trustProblems, code);
