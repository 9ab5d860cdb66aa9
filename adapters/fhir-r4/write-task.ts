import type { PartialReferralMessage } from '../../contracts/canonical/message.ts';
import type { Options } from './config.ts';
import { concept, type Member, type Resource } from './fhir.ts';
import { hl7, own, taskStatusOf } from './vocabulary.ts';
import type { References } from './write-service-request.ts';

/** The loop: whose turn it is with the ServiceRequest, as both sides see it. */
export function writeTask(
  message: PartialReferralMessage,
  options: Options,
  refer: References & { readonly focus: string },
): Resource {
  return {
    resourceType: 'Task',
    identifier: [{ system: own(options, 'referral'), value: message.referral_id }],
    groupIdentifier: { system: own(options, 'conversation'), value: message.conversation_id },
    status: taskStatusOf[message.status] ?? 'requested',
    businessStatus: concept(own(options, 'referral-status'), message.status),
    intent: 'order',
    priority: message.request.priority?.level,
    code: concept(hl7.taskCode, 'fulfill'),
    focus: { reference: refer.focus },
    for: { reference: refer.patient },
    authoredOn: message.at,
    lastModified: message.at,
    requester: { reference: refer.requester },
    owner: { reference: refer.recipient },
    input: safety(message, options),
  };
}

function safety({ request }: PartialReferralMessage, options: Options): Member {
  return (['do_not_contact_directly', 'protected_address'] as const)
    .filter((flag) => request.safety?.[flag] === true)
    .map((flag) => ({
      type: concept(own(options, 'task-input'), 'safety'),
      valueCodeableConcept: concept(own(options, 'safety'), flag),
    }));
}
