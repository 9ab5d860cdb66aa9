import type { Consent } from '../../contracts/canonical/consent.ts';
import type { DataClass } from '../../contracts/canonical/data-class.ts';
import type { Agreement } from '../../contracts/canonical/network.ts';
import type { Organization } from '../../contracts/canonical/organization.ts';
import type { MatrixCell, operations, Purpose } from '../../contracts/canonical/purpose.ts';
import { type Account, coversPurpose } from './account.ts';
import { type Decision, denied } from './decision.ts';
import { combineEvidence, type EvidenceAsk, type EvidenceReference, objectionTo } from './evidence.ts';

/** The question the gate answers. Facts arrive with it: the gate reads no clock and no store. */
export type Question = {
  readonly account: Account;
  readonly from: Organization | undefined;
  readonly to: Organization | undefined;
  readonly operation: (typeof operations)[number];
  readonly purpose: Purpose | undefined;
  readonly service: string;
  /** Civil date in the network's zone. */
  readonly today: string;
  readonly birth_date: string | null;
  readonly activable: boolean;
  /** The event ends the referral or asks to: the other body must hear of it even when the evidence is gone. */
  readonly closing: boolean;
  /** The person's address is under protection: it goes to nobody outside the initiator's restricted role. */
  readonly protected_address: boolean;
  readonly agreements: readonly Agreement[];
  readonly evidence: readonly Consent[];
  readonly minorOwnRecordAgeYears: number;
};

/**
 * Whether this may be said, to whom, and how much of it. Deny is the default: each condition that does not hold ends the
 * walk with its own rule. Source: privacy by purpose as the network's catalogue states it (GDPR articles 5, 6, 9, 21).
 */
export function decide(q: Question): Decision {
  if (q.from === undefined || q.to === undefined) return denied('party/unknown');
  const { purpose } = q;
  if (purpose === undefined) return denied('purpose/unknown');
  const about = { purpose: purpose.code, legal_basis: basisOf(purpose) };
  if (!coversPurpose(q.account, purpose.code)) return denied('deny/voucher-purpose', about);
  if (!purpose.operations.includes(q.operation)) return denied('purpose/operation', about);
  if (!maySend(purpose, q.from, q.operation)) return denied('purpose/sender-kind', about);
  const agreement = q.agreements.find((a) => binds(a, q));
  if (agreement === undefined) return denied('agreement/missing', about);
  const under = { ...about, agreement: agreement.id };
  const cell = purpose.matrix.find((c) => c.recipient_kind === q.to?.kind);
  if (cell === undefined) return denied('matrix/no-cell', under);
  const ask = evidenceAsk(q, purpose, q.to);
  const objection = objectionTo(q.evidence, ask);
  if (objection !== null && mayBeObjectedTo(purpose))
    return withoutEvidence(q, cell, denied('evidence/objection', { ...under, evidence: [objection] }));
  if (purpose.activable_only && !q.activable) return withoutEvidence(q, cell, denied('purpose/activable-only', under));
  if (purpose.evidence === 'none')
    return { ...under, permitted: true, rule: 'permit/matrix', ...classesOf(cell, q, ask, objection) };
  const found = combineEvidence(q.evidence, purpose.evidence, ask);
  if (!found.permits) return withoutEvidence(q, cell, denied(found.rule, { ...under, evidence: found.references }));
  const { classes } = classesOf(cell, q, ask, objection);
  return { ...under, permitted: true, rule: 'permit/matrix', classes, evidence: found.references };
}

/** Contract, legal obligation and vital interest (GDPR article 6(1)(b) to (d)): article 21 gives no objection to these. */
const notObjectedTo: readonly string[] = ['6(1)(b)', '6(1)(c)', '6(1)(d)'];

// A task of public interest or a legitimate interest may be objected to (GDPR article 21(1)); who objects to what rests on a
// consent takes the consent back (article 7(3)). A basis that is not understood may be objected to as well.
const mayBeObjectedTo = ({ legal_basis }: Purpose): boolean => !notObjectedTo.includes(legal_basis.gdpr_article_6);

const closingClasses: readonly DataClass[] = ['public', 'service_status', 'case_reference'];

// Telling a body to stop is what a withdrawal asks for; it takes the references of the case, as far as the cell goes, and no more.
const withoutEvidence = (q: Question, cell: MatrixCell, denial: Decision): Decision =>
  q.closing
    ? {
        ...denial,
        permitted: true,
        rule: 'permit/closing',
        classes: new Set(closingClasses.filter((c) => c === 'public' || cell.classes.includes(c))),
      }
    : denial;

const basisOf = (p: Purpose): string =>
  [`GDPR ${p.legal_basis.gdpr_article_6}`, p.legal_basis.gdpr_article_9, p.legal_basis.national_act]
    .filter((part) => part !== undefined)
    .join('; ');

// Where a purpose has no return purpose of its own, who may receive under it may also answer under it.
const maySend = (purpose: Purpose, from: Organization, operation: Question['operation']): boolean =>
  purpose.sender_kinds.includes(from.kind) ||
  (operation === 'answer' && purpose.matrix.some((c) => c.recipient_kind === from.kind));

const binds = (a: Agreement, q: Question): boolean =>
  a.parties.some((p) => p === q.from?.id) &&
  a.parties.some((p) => p === q.to?.id) &&
  a.purposes.some((p) => p === q.purpose?.code) &&
  (a.services === undefined || a.services.some((s) => s === q.service)) &&
  a.valid_from <= q.today &&
  (a.valid_until === undefined || a.valid_until >= q.today);

const evidenceAsk = (q: Question, purpose: Purpose, to: Organization): EvidenceAsk => ({
  purpose: purpose.code,
  recipient: to.id,
  recipient_kind: to.kind,
  today: q.today,
  birth_date: q.birth_date,
  minorOwnRecordAgeYears: q.minorOwnRecordAgeYears,
});

function classesOf(
  cell: MatrixCell,
  q: Question,
  ask: EvidenceAsk,
  objection: EvidenceReference | null,
): Pick<Decision, 'classes' | 'evidence'> {
  const classes = new Set(cell.classes);
  // What rests on a consent is stopped by an objection, whatever the rest stands on.
  const extra = cell.with_consent !== undefined && objection === null;
  const consent = extra ? combineEvidence(q.evidence, 'consent', ask) : null;
  if (consent?.permits) for (const c of cell.with_consent ?? []) classes.add(c);
  if (q.protected_address) classes.delete('residence');
  return { classes, evidence: consent?.permits ? consent.references : [] };
}
