import type { PartialReferralMessage } from '../../contracts/canonical/message.ts';
import type { Options, WrittenType } from './config.ts';
import { type Entry, fullUrl, type Member, prune, type Resource, type Role } from './fhir.ts';
import { hl7, own } from './vocabulary.ts';
import {
  hasCaseManager,
  type Identifier,
  identifiersOf,
  writeOrganization,
  writePractitioner,
  writePractitionerRole,
} from './write-parties.ts';
import { writePatient } from './write-patient.ts';
import { writeServiceRequest } from './write-service-request.ts';
import { writeTask } from './write-task.ts';

export type TransactionBundle = {
  readonly resourceType: 'Bundle';
  readonly type: 'transaction';
  readonly entry: readonly Entry[];
};

/**
 * The referral as one transaction (FHIR R4, 3.1.0.11): all of it or nothing. Each entry is a conditional create on an
 * identifier of ours (3.1.0.8.1), so that a repeat finds what is there and creates nothing.
 */
export function writeBundle(message: PartialReferralMessage, options: Options): TransactionBundle {
  const url = (role: Role) => fullUrl(message.message_id, role);
  const [initiatorId] = identifiersOf(message.from, options);
  const [recipientId] = identifiersOf(message.to, options);
  // Two creates under one condition in one transaction are an error at some servers: one body, one entry.
  const sameBody = condition(initiatorId) === condition(recipientId);
  const told = hasCaseManager(message);

  const refer = {
    patient: url('patient'),
    requester: url(told ? 'case_manager_role' : 'initiator'),
    recipient: url(sameBody ? 'initiator' : 'recipient'),
    practitioner: url('case_manager'),
    organization: url('initiator'),
    focus: url('service_request'),
  };
  const mine = (name: Parameters<typeof own>[1]) => ({ system: own(options, name), value: message.referral_id });
  const entry = (role: Role, by: Identifier, resource: Resource): Entry => ({
    fullUrl: url(role),
    resource: labelled(resource, message, options),
    request: { method: 'POST', url: resource.resourceType, ifNoneExist: condition(by) },
  });

  return {
    resourceType: 'Bundle',
    type: 'transaction',
    entry: [
      entry('patient', mine('subject-of-referral'), writePatient(message, options)),
      entry('initiator', initiatorId, writeOrganization(message.from, options)),
      ...(sameBody ? [] : [entry('recipient', recipientId, writeOrganization(message.to, options))]),
      ...(told
        ? [
            entry('case_manager', mine('case-manager-of-referral'), writePractitioner(message, options)),
            entry(
              'case_manager_role',
              mine('case-manager-of-referral'),
              writePractitionerRole(message, options, refer),
            ),
          ]
        : []),
      entry('service_request', mine('referral'), writeServiceRequest(message, options, refer)),
      entry('task', mine('referral'), writeTask(message, options, refer)),
    ],
  };
}

const condition = ({ system, value }: Identifier) => `identifier=${system}|${value}`;

/** Purpose and profile on everything that speaks of the person; directory facts carry no label. */
function labelled(resource: Resource, message: PartialReferralMessage, options: Options): Resource {
  const profile = options.profiles[resource.resourceType as WrittenType];
  const meta = { profile: [profile], security: isAboutPerson(resource) ? labels(message, options) : undefined };
  return prune({ ...resource, meta }) as Resource;
}

const isAboutPerson = ({ resourceType }: Resource) => ['Patient', 'ServiceRequest', 'Task'].includes(resourceType);

function labels(message: PartialReferralMessage, options: Options): Member {
  const purposeOfUse = options.purposes[message.purpose];
  return [
    purposeOfUse && { system: hl7.actReason, code: purposeOfUse },
    { system: own(options, 'purpose'), code: message.purpose },
    message.withheld.length > 0 ? { system: hl7.redacted, code: 'REDACTED' } : undefined,
  ];
}
