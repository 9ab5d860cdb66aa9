import { en } from '../../../../contracts/catalogue/words/en.ts';
import type { Words } from '../shape.ts';

export const wordsEn: Words = {
  ...en,
  answers: {
    needs_action: 'no answer',
    accepted: 'takes part',
    tentative: 'maybe',
    declined: 'does not take part',
    delegated: 'sends a delegate',
  },
  unreached: {
    address: 'the address does not exist or takes no mail',
    mailbox_full: 'the mailbox is full',
    not_accepted: 'the server of the recipient did not accept the message',
    no_receipt: 'the delivery receipt has not come in',
    failed: 'the message was not delivered',
  },
  modes: { in_person: 'in person', online: 'online', hybrid: 'in person and online' },
  decisions: {
    assessment_framework_opened: 'In-depth assessment opened',
    inclusion_pact_drafted: 'Social inclusion pact drafted',
    inclusion_pact_revised: 'Social inclusion pact revised',
    referral_to_service: 'Referral to a service',
    service_pact_coordinated: 'Coordinated with the personal service pact',
    intervention_activated: 'Intervention started',
    intervention_ended: 'Intervention ended',
    monitoring_continued: 'Monitoring continues',
    further_meeting: 'Further meeting',
    case_closed: 'Case closed',
    other: 'Other decision',
  },
  outcomes: {
    service_pact: 'Mostly needs of work: service pact with the employment centre',
    simple_inclusion_pact: 'No complex needs: simplified social inclusion pact',
    assessment_framework: 'Complex needs: multidisciplinary team and in-depth assessment',
    specialist_service: 'Care by a specialist service',
    no_need: 'No need beyond the economic support',
  },
  domains: {
    personal_and_social_functioning: 'Personal and social functioning',
    economic: 'Economic situation',
    work_and_employability: 'Work and employability',
    education_and_training: 'Education and training',
    housing: 'Housing',
    family_and_social_networks: 'Family and social networks',
  },
};
