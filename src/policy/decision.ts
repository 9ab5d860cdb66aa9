import type { DataClass } from '../../contracts/canonical/data-class.ts';
import type { EvidenceReference } from './evidence.ts';

export const gateRules = {
  'party/unknown': 'Both bodies are members of the network.',
  'purpose/unknown': 'The purpose is in the catalogue.',
  'deny/voucher-purpose': 'The voucher of the caller stands for the purpose of the exchange.',
  'purpose/operation': 'The purpose allows this operation.',
  'purpose/sender-kind': 'The purpose allows this kind of sender.',
  'purpose/activable-only':
    'The person is activable (attivabile al lavoro), where the purpose is for such people only.',
  'agreement/missing': 'An agreement in force binds both bodies, for this purpose and this service.',
  'matrix/no-cell': 'The disclosure matrix has a cell for this purpose and this kind of recipient.',
  'evidence/objection':
    'No objection of the person covers the exchange, unless its basis is one that cannot be objected to (GDPR article 21).',
  'evidence/withdrawn': 'The evidence the purpose needs was not withdrawn.',
  'evidence/refused': 'The person did not refuse the consent the purpose needs.',
  'evidence/missing': 'The evidence the purpose needs is on file and in force.',
  'party/not-yours': 'A body speaks in its own name only.',
  'subject/ambiguous': 'The identifiers given belong to one person.',
  'party/not-registrar': 'Evidence that permits is registered by bodies the catalogue names as registrars.',
  'closing/never-told': 'The body was told of the referral before it is told of its end.',
  'permit/closing':
    'Permitted without the evidence, references and state only: the other body must learn that it ends.',
  'permit/open-referral': 'Permitted to the bodies that may claim the referral: service and state only.',
  'permit/matrix': 'Permitted, as far as the cell of the disclosure matrix goes.',
  'permit/own-data': 'Permitted: the body reads what it supplied itself.',
  'permit/directory': 'Permitted: the reply holds no personal data.',
  'permit/supplied': 'Permitted: the body registers what it is responsible for.',
} as const;
export type GateRule = keyof typeof gateRules;

export type Decision = {
  readonly permitted: boolean;
  readonly rule: GateRule;
  readonly classes: ReadonlySet<DataClass>;
  readonly purpose: string | null;
  readonly legal_basis: string | null;
  readonly agreement: string | null;
  readonly evidence: readonly EvidenceReference[];
};

const nothing: ReadonlySet<DataClass> = new Set();

/** A denial, by its rule. */
export const denied = (rule: GateRule, more: Partial<Decision> = {}): Decision => ({
  permitted: false,
  rule,
  classes: nothing,
  purpose: null,
  legal_basis: null,
  agreement: null,
  evidence: [],
  ...more,
});
