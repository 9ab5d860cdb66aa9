type Row = { readonly code: string; readonly detail: string };

/** Why a pushed message is not understood. The partner reads code and place in an OperationOutcome. */
export const refusals = {
  'content-type': {
    code: 'fhir-r4/content-type',
    detail: 'Only FHIR R4 as JSON is read: application/fhir+json or application/json.',
  },
  'not-json': { code: 'fhir-r4/not-json', detail: 'The body is not one JSON object.' },
  'too-large': { code: 'fhir-r4/too-large', detail: 'The body is larger than 1,000,000 characters.' },
  'too-deep': { code: 'fhir-r4/too-deep', detail: 'The body nests deeper than 40 levels.' },
  'forbidden-name': { code: 'fhir-r4/forbidden-name', detail: 'A member has a name that FHIR does not know.' },
  'wrong-type': {
    code: 'fhir-r4/wrong-type',
    detail:
      'Expected a Task, an Appointment, or a Bundle (transaction, batch, message, searchset, collection) of them.',
  },
  invalid: { code: 'fhir-r4/invalid', detail: 'A member does not follow FHIR R4.' },
  'clinical-content': {
    code: 'fhir-r4/clinical-content',
    detail: 'The message holds a resource that is not administrative. Clinical documents must not be sent here.',
  },
  'referral-unknown': {
    code: 'fhir-r4/referral-unknown',
    detail: 'No identifier says which referral this is. Keep the identifier that came with the Task.',
  },
  'entered-in-error': {
    code: 'fhir-r4/entered-in-error',
    detail: 'Only the sender may mark a referral as entered in error. Reject or cancel the Task instead.',
  },
  'outcome-missing': {
    code: 'fhir-r4/outcome-missing',
    detail: 'A completed Task must say its outcome: a code in Task.output or Task.statusReason.',
  },
} as const satisfies Record<string, Row>;

export type Refused = keyof typeof refusals;
