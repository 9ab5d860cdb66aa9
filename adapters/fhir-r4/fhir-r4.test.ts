import type { PartialReferralMessage } from '../../contracts/canonical/message.ts';
import type { WireMessage } from '../../src/ports.ts';
import { fullMessage } from '../../test/conformance/adapter-message.ts';
import { adapterSuite, type Trial } from '../../test/conformance/adapter-suite.ts';
import { namespace, system, toHealthBody } from './example-network.ts';
import { fhirR4 } from './index.ts';
import { outcomes } from './outcomes.ts';
import { simulate } from './simulator.ts';
import type { FaultName } from './simulator-faults.ts';
import type { BundleEntry } from './simulator-shelf.ts';
import { writeBundle } from './write-bundle.ts';

type Partner = ReturnType<typeof simulate>;
const message = fullMessage({ ...toHealthBody, purpose: 'SAN-INV' });
const options = fhirR4.options.parse(system.options);

/** A partner that took the referral before, and did something with it since. */
const holding =
  (act: (partner: Partner) => void = () => {}) =>
  (partner: Partner): void => {
    const { entry } = writeBundle(message, options);
    partner.keep(entry as unknown as BundleEntry[]);
    act(partner);
  };

const sentinel = (fault: FaultName): Trial<Partner> => ({
  message: (full) => ({ ...full, request: { ...full.request, case: { case_id: `SIM-${fault}` } } }),
});
const cancelling = (full: PartialReferralMessage): PartialReferralMessage => ({
  ...full,
  message_id: full.message_id.replace(/.$/, 'f'),
  event_type: 'request_cancellation',
  event: { type: 'request_cancellation', reason: 'no_longer_needed' },
  status: 'cancellation_requested',
  version: 4,
});
const changing = (act: (partner: Partner) => void = () => {}): Trial<Partner> => ({
  message: cancelling,
  prepare: holding(act),
});
const following = (act: (partner: Partner) => void): Trial<Partner> => ({ task: 'follow', prepare: holding(act) });

const trials: { readonly [Row in keyof typeof outcomes]: Trial<Partner> } = {
  taken: {},
  updated: changing(),
  already_so: changing((partner) => {
    void partner.change(message.referral_id, { input: [{ id: cancelling(message).message_id }] });
  }),
  state_read: following((partner) => void partner.acceptReferral(message.referral_id)),
  tax_code_form: {
    message: (full) => ({ ...full, request: { ...full.request, subject: { tax_code: '01234567897' } } }),
  },
  bad_request: sentinel('400'),
  endpoint: sentinel('404'),
  several_matches: sentinel('412'),
  too_large: sentinel('413'),
  rule_broken: sentinel('422'),
  refused: sentinel('418'),
  refused_inside: sentinel('error-inside'),
  task_missing: { message: cancelling },
  several_tasks: changing((partner) => partner.duplicateTask(message.referral_id)),
  task_final: changing(
    (partner) => void partner.complete(message.referral_id, { outcome: 'goals_achieved', on: '2026-12-20' }),
  ),
  task_withdrawn: following((partner) => void partner.withdraw(message.referral_id)),
  clinical_content: following((partner) => partner.failNext('clinical', 'GET')),
  credentials: sentinel('401'),
  forbidden: sentinel('403'),
  conflict: sentinel('409'),
  changed_meanwhile: changing((partner) => partner.failNext('412', 'PATCH')),
  throttled: sentinel('429'),
  unavailable: sentinel('503'),
  transient_inside: sentinel('transient-inside'),
  lookup_failed: following((partner) => partner.failNext('html', 'GET')),
  server_error: sentinel('500'),
  partner_timeout: sentinel('408'),
  failed_inside: sentinel('exception-inside'),
  nonsense: sentinel('html'),
  incomplete: sentinel('missing-entries'),
};

const pushed = (body: unknown, contentType = 'application/fhir+json'): WireMessage => ({
  method: 'POST',
  contentType,
  headers: {},
  body: typeof body === 'string' ? body : JSON.stringify(body),
});
const identifier = [{ system: `${namespace}/referral`, value: message.referral_id }];
const task = (members: object) => ({ resourceType: 'Task', id: '7', meta: { versionId: '3' }, identifier, ...members });

adapterSuite({
  adapter: fhirR4,
  system,
  message,
  outcomes,
  trials,
  start: () => simulate(),
  examples: new URL('./examples/', import.meta.url),
  inbound: {
    good: [
      pushed(task({ status: 'accepted' })),
      pushed(task({ status: 'rejected', statusReason: { text: 'posti esauriti' } }), 'application/json; charset=utf-8'),
      pushed({
        resourceType: 'Bundle',
        type: 'collection',
        entry: [
          { resource: task({ status: 'in-progress', focus: { reference: 'ServiceRequest/6' } }) },
          {
            resource: {
              resourceType: 'Appointment',
              id: '8',
              status: 'booked',
              basedOn: [{ reference: 'ServiceRequest/6' }],
              start: '2026-12-01T09:30:00+01:00',
            },
          },
        ],
      }),
    ],
    refused: {
      'fhir-r4/content-type': pushed('<Task xmlns="http://hl7.org/fhir"/>', 'application/fhir+xml'),
      'fhir-r4/not-json': pushed('{"resourceType":'),
      'fhir-r4/too-large': pushed(`{"resourceType":"Task","text":"${'x'.repeat(1_000_001)}"}`),
      'fhir-r4/too-deep': pushed(`{"a":${'['.repeat(41)}${']'.repeat(41)}}`),
      'fhir-r4/forbidden-name': pushed('{"resourceType":"Task","\\u005f_proto__":{}}'),
      'fhir-r4/wrong-type': pushed({ resourceType: 'Patient' }),
      'fhir-r4/invalid': pushed(task({ status: 'finito' })),
      'fhir-r4/clinical-content': pushed({ resourceType: 'DiagnosticReport', status: 'final' }),
      'fhir-r4/referral-unknown': pushed({ resourceType: 'Task', status: 'accepted' }),
      'fhir-r4/entered-in-error': pushed(task({ status: 'entered-in-error' })),
      'fhir-r4/outcome-missing': pushed(task({ status: 'completed' })),
    },
  },
});
