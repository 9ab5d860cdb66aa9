import type { PartialReferralMessage } from '../../contracts/canonical/message.ts';
import type { Options } from './config.ts';
import { concept, type Member, type Resource } from './fhir.ts';
import { own } from './vocabulary.ts';

export type References = {
  readonly patient: string;
  readonly requester: string;
  readonly recipient: string;
};

/** What is asked for, for whom, and why: as far as it may be told. */
export function writeServiceRequest(message: PartialReferralMessage, options: Options, refer: References): Resource {
  const { request, service } = message;
  const specialty = request.circumstances?.health?.specialty;
  return {
    resourceType: 'ServiceRequest',
    identifier: [
      { system: own(options, 'referral'), value: message.referral_id },
      request.case?.case_id && { system: own(options, 'case'), value: request.case.case_id },
      request.initiator_reference && {
        system: own(options, 'initiator-reference'),
        value: request.initiator_reference,
      },
    ],
    basedOn: [logical('ServiceRequest', own(options, 'referral'), request.part_of)],
    requisition: { system: own(options, 'conversation'), value: message.conversation_id },
    status: 'active',
    intent: 'order',
    category: categories(message, options),
    priority: request.priority?.level,
    code: {
      coding: [
        service.external_code && options.service_system
          ? { system: options.service_system, code: service.external_code }
          : undefined,
        { system: own(options, 'service'), code: service.id },
      ],
      text: service.name,
    },
    subject: { reference: refer.patient },
    authoredOn: message.at,
    requester: { reference: refer.requester },
    performerType: options.specialty_system ? concept(options.specialty_system, specialty) : { text: specialty },
    performer: [{ reference: refer.recipient }],
    reasonCode: reasons(message, options),
    supportingInfo: request.evidence?.map((id) => logical('Consent', own(options, 'consent'), id)),
    note: notes(message).map((text) => ({ text })),
  };
}

/** A resource that is not in the Bundle, by its identifier alone. */
const logical = (type: string, system: string, value: string | undefined): Member =>
  value === undefined ? undefined : { type, identifier: { system, value } };

function categories({ request, service }: PartialReferralMessage, options: Options): Member {
  return [
    concept(own(options, 'referral-kind'), request.kind ?? service.kind),
    ...(request.interventions ?? []).map((code) => concept(own(options, 'intervention'), code)),
    ...(request.needs ?? []).map((need) => ({
      coding: [
        need.domain && { system: own(options, 'need-domain'), code: need.domain },
        need.code && { system: own(options, 'need'), code: need.code },
      ],
      text: need.text,
    })),
  ];
}

/** One reason per data class that a health body may be told of; each could be withheld alone. */
function reasons({ request: { circumstances = {} } }: PartialReferralMessage, options: Options): Member {
  const told = {
    health: circumstances.health?.reason,
    disability: circumstances.disability,
    social: circumstances.social,
    violence_protection: circumstances.violence_protection,
  };
  return Object.entries(told).map(([code, text]) => text && concept(own(options, 'circumstance'), code, text));
}

function notes({ request }: PartialReferralMessage): readonly Member[] {
  return [
    // Said in words as well: a coded flag that the partner's screen does not show protects nobody.
    request.safety?.do_not_contact_directly &&
      'Non contattare direttamente la persona: rivolgersi al servizio inviante.',
    request.safety?.protected_address && 'Indirizzo protetto.',
    request.priority?.justification,
    request.urgent_reason,
  ].filter((text) => text !== undefined && text !== false);
}
