import type { Verdict } from '../../src/ports.ts';

type Row = { readonly outcome: Verdict['outcome']; readonly code: string; readonly detail: string };

/** What the partner's answers mean. Every verdict of this adapter is one of these rows; the README says what to do. */
export const outcomes = {
  taken: {
    outcome: 'delivered',
    code: 'fhir-r4/taken',
    detail: 'The partner stored the whole transaction.',
  },
  updated: { outcome: 'delivered', code: 'fhir-r4/updated', detail: 'The partner changed the Task.' },
  already_so: {
    outcome: 'delivered',
    code: 'fhir-r4/already-so',
    detail: 'The Task already said so: an earlier attempt arrived.',
  },
  state_read: { outcome: 'delivered', code: 'fhir-r4/state-read', detail: 'The Task was read.' },

  tax_code_form: {
    outcome: 'refused',
    code: 'fhir-r4/tax-code-form',
    detail:
      'Not sent: the tax code does not have the sixteen characters that the Italian base demands, and the person has no other identifier.',
  },
  bad_request: {
    outcome: 'refused',
    code: 'fhir-r4/bad-request',
    detail: 'The partner could not read the request (400). See the findings for the entries it names.',
  },
  endpoint: {
    outcome: 'refused',
    code: 'fhir-r4/endpoint',
    detail: 'There is no FHIR R4 endpoint for this operation at the address. Check address and options of the system.',
  },
  several_matches: {
    outcome: 'refused',
    code: 'fhir-r4/several-matches',
    detail: 'The partner holds several resources under an identifier of ours (412). It must merge them.',
  },
  too_large: { outcome: 'refused', code: 'fhir-r4/too-large', detail: 'The request exceeds the limit of the partner.' },
  rule_broken: {
    outcome: 'refused',
    code: 'fhir-r4/rule-broken',
    detail: 'The request breaks a profile or business rule of the partner (422). See the findings.',
  },
  refused: {
    outcome: 'refused',
    code: 'fhir-r4/refused',
    detail: 'The partner refused the request with another 4xx status. See the findings.',
  },
  refused_inside: {
    outcome: 'refused',
    code: 'fhir-r4/refused-inside',
    detail: 'The status says success, but the OperationOutcome inside holds an error. See the findings.',
  },
  task_missing: {
    outcome: 'refused',
    code: 'fhir-r4/task-missing',
    detail: 'The partner holds no Task with our referral identifier.',
  },
  several_tasks: {
    outcome: 'refused',
    code: 'fhir-r4/several-tasks',
    detail: 'The partner holds several Tasks with our referral identifier. It must merge them.',
  },
  task_final: {
    outcome: 'refused',
    code: 'fhir-r4/task-final',
    detail: 'The Task had already ended at the partner and was not changed. Its end is reported where it can be.',
  },
  task_withdrawn: {
    outcome: 'refused',
    code: 'fhir-r4/task-withdrawn',
    detail: 'The partner marked the Task as entered in error, which only the sender may do. Ask the partner.',
  },
  clinical_content: {
    outcome: 'refused',
    code: 'fhir-r4/clinical-content',
    detail: 'The answer holds resources that must not come through here. Nothing of it was taken.',
  },

  credentials: {
    outcome: 'deferred',
    code: 'fhir-r4/credentials',
    detail:
      'The partner does not accept our credentials (401). Renew the secret, or look at the voucher (raccordo pdnd token shows what it says); the delivery goes on by itself.',
  },
  forbidden: {
    outcome: 'deferred',
    code: 'fhir-r4/forbidden',
    detail: 'Our credentials do not allow this operation (403). Ask the partner for the right.',
  },
  conflict: {
    outcome: 'deferred',
    code: 'fhir-r4/conflict',
    detail: 'Another change was under way at the partner; ours was rolled back.',
  },
  changed_meanwhile: {
    outcome: 'deferred',
    code: 'fhir-r4/changed-meanwhile',
    detail: 'The Task changed between reading and writing; it is read again.',
  },
  throttled: { outcome: 'deferred', code: 'fhir-r4/throttled', detail: 'The partner asks for fewer requests (429).' },
  unavailable: { outcome: 'deferred', code: 'fhir-r4/unavailable', detail: 'The partner is not available (503).' },
  transient_inside: {
    outcome: 'deferred',
    code: 'fhir-r4/transient-inside',
    detail: 'The OperationOutcome inside a success says that nothing was stored for the moment.',
  },
  lookup_failed: {
    outcome: 'deferred',
    code: 'fhir-r4/lookup-failed',
    detail: 'The Task could not be read: the partner failed or answered nonsense. Nothing was changed.',
  },

  server_error: {
    outcome: 'unknown',
    code: 'fhir-r4/server-error',
    detail: 'The partner failed while it worked on the request. It may have been stored.',
  },
  partner_timeout: {
    outcome: 'unknown',
    code: 'fhir-r4/partner-timeout',
    detail: 'The partner gave up on the request. It may have been stored.',
  },
  failed_inside: {
    outcome: 'unknown',
    code: 'fhir-r4/failed-inside',
    detail: 'The status says success, the OperationOutcome inside speaks of a failure. It may have been stored.',
  },
  nonsense: {
    outcome: 'unknown',
    code: 'fhir-r4/nonsense',
    detail: 'The status says success, but the body is not the FHIR answer that belongs to the request.',
  },
  incomplete: {
    outcome: 'unknown',
    code: 'fhir-r4/incomplete',
    detail: 'The transaction response does not confirm every entry.',
  },
} as const satisfies Record<string, Row>;

export type OutcomeName = keyof typeof outcomes;

/** What a request does: creates the referral, changes the Task, or only looks. */
export type Ask = 'create' | 'change' | 'lookup';
type Meaning = OutcomeName | Readonly<Record<Ask, OutcomeName>>;
const ofEffect = (effect: OutcomeName, lookup: OutcomeName): Meaning => ({ create: effect, change: effect, lookup });

/** Statuses other than success. What is not here goes by its first digit. */
export const byStatus: Readonly<Record<number, Meaning>> = {
  400: 'bad_request',
  401: 'credentials',
  403: 'forbidden',
  404: { create: 'endpoint', change: 'task_missing', lookup: 'endpoint' },
  405: 'endpoint',
  406: 'endpoint',
  408: ofEffect('partner_timeout', 'lookup_failed'),
  409: 'conflict',
  410: { create: 'endpoint', change: 'task_missing', lookup: 'endpoint' },
  412: { create: 'several_matches', change: 'changed_meanwhile', lookup: 'refused' },
  413: 'too_large',
  415: 'endpoint',
  422: 'rule_broken',
  423: 'conflict',
  429: 'throttled',
  501: 'endpoint',
  503: 'unavailable',
};
export const byFirstDigit: Readonly<Record<string, Meaning>> = {
  3: 'endpoint',
  4: 'refused',
  5: ofEffect('server_error', 'lookup_failed'),
};

/** Issue types (FHIR R4, IssueType) of an error inside a success. What is not here was refused. */
export const byIssue: Readonly<Record<string, Meaning>> = {
  transient: ofEffect('transient_inside', 'lookup_failed'),
  'lock-error': ofEffect('transient_inside', 'lookup_failed'),
  throttled: ofEffect('transient_inside', 'lookup_failed'),
  'no-store': ofEffect('transient_inside', 'lookup_failed'),
  timeout: ofEffect('failed_inside', 'lookup_failed'),
  exception: ofEffect('failed_inside', 'lookup_failed'),
  incomplete: ofEffect('failed_inside', 'lookup_failed'),
};
