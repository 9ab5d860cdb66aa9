import type { Verdict } from '../../src/ports.ts';

type Row = { readonly outcome: Verdict['outcome']; readonly code: string; readonly detail: string };

const row = (outcome: Row['outcome'], reason: string, detail: string): Row => ({
  outcome,
  code: `labour-sap/${reason}`,
  detail,
});

// The same, whichever operation it answers: each says that the request was not worked on.
const quotaExceeded = row('deferred', 'quota-exceeded', 'The partner answered X001: the quota of requests is used up.');
const busy = row('deferred', 'busy', 'The partner is busy or closed for now.');
const credentialsRejected = row(
  'deferred',
  'credentials-rejected',
  'The partner does not accept our credentials. Check the secret of the system, or its voucher (raccordo pdnd token shows what it says); deliveries go on by themselves afterwards.',
);
const endpointAbsent = row(
  'deferred',
  'endpoint-absent',
  'Nothing answers at the path. Check address, ask_path and notify_path, or wait for the end of a deployment.',
);
const requestRejected = row(
  'refused',
  'request-rejected',
  'The partner calls the request malformed (4xx or fault Client). Check namespace and soap_action, then rerun.',
);

/**
 * What each answer means, by the step it answers. `before`: nothing was sent. `ask`: verificaEsistenzaSAP and
 * richiestaSAP_N00_A02, which change nothing, so what is not understood is asked again. `notify`: notificaSAP, which has an
 * effect, so what is not understood may have been taken.
 */
export const outcomes = {
  'before/no-tax-code': row(
    'refused',
    'no-tax-code',
    'The labour network knows people by tax code only, and this person has none or it may not be disclosed. Reach the CPI another way.',
  ),
  'before/tax-code-form': row(
    'refused',
    'tax-code-form',
    'This installation does not accept tax codes of this form (tax_code_forms). Reach the CPI another way, or widen the option.',
  ),
  'ask/quota': quotaExceeded,
  'ask/busy': busy,
  'ask/credentials': credentialsRejected,
  'ask/absent': endpointAbsent,
  'ask/rejected': requestRejected,
  'ask/failed': row('deferred', 'partner-failed', 'The partner failed while answering (5xx or fault Server).'),
  'ask/unreadable': row(
    'deferred',
    'answer-unreadable',
    'The answer to a look-up could not be read. Nothing was changed there.',
  ),
  'verify/no-sap': row(
    'refused',
    'person-not-found',
    'The person has no SAP, so there is no holder to notify. Tell the CPI, which opens one at first contact; then rerun.',
  ),
  'verify/sap-id': row(
    'refused',
    'sap-id-not-understood',
    'CodiceSAP is neither a SAP id, nor 0, nor X001. Report it to the partner, then rerun.',
  ),
  'notify/ok': row('delivered', 'notified', 'The holder of the SAP was notified.'),
  'notify/ko': row('refused', 'notification-refused', 'The partner answered KO. Ask it for the reason, then rerun.'),
  'notify/quota': quotaExceeded,
  'notify/busy': busy,
  'notify/credentials': credentialsRejected,
  'notify/absent': endpointAbsent,
  'notify/rejected': requestRejected,
  'notify/failed': row(
    'unknown',
    'notification-unconfirmed',
    'The partner failed during the notification (5xx or fault Server). Ask the CPI whether it arrived before sending again.',
  ),
  'notify/unreadable': row(
    'unknown',
    'notification-unconfirmed',
    'The answer to the notification could not be read. Ask the CPI whether it arrived before sending again.',
  ),
  'follow/news': row('delivered', 'pact-followed', 'The list of policies had news about the person.'),
  'follow/nothing-new': row('deferred', 'nothing-new', 'The list of policies has nothing that is not known already.'),
  'follow/closed': row('delivered', 'follow-closed', 'The referral is closed: the partner is not asked any more.'),
  'follow/withheld': row(
    'refused',
    'follow-not-permitted',
    'What is known of the service pact may not be disclosed here, so news cannot be told from old. See the disclosure matrix.',
  ),
  'follow/other-person': row(
    'refused',
    'other-person',
    'The list of policies is about another tax code than the one asked for. Report it to the partner; nothing was taken from it.',
  ),
} as const satisfies Record<string, Row>;

export type OutcomeRow = keyof typeof outcomes;

/** The conversation ends with a row of the table. */
export const end = (name: OutcomeRow, more: Pick<Verdict, 'retryAfterMs' | 'reports' | 'findings'> = {}) => ({
  verdict: { ...outcomes[name], ...more },
});
