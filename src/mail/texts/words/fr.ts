import { fr } from '../../../../contracts/catalogue/words/fr.ts';
import type { Words } from '../shape.ts';

/** As the public bodies of the Vallée d'Aoste say it. */
export const wordsFr: Words = {
  ...fr,
  answers: {
    needs_action: 'pas de réponse',
    accepted: 'participe',
    tentative: 'peut-être',
    declined: 'ne participe pas',
    delegated: 'a délégué',
  },
  unreached: {
    address: "l'adresse n'existe pas ou ne reçoit pas",
    mailbox_full: 'la boîte est pleine',
    not_accepted: "le serveur destinataire n'a pas accepté le message",
    no_receipt: "l'accusé de remise n'est pas arrivé",
    failed: "le message n'a pas été remis",
  },
  modes: { in_person: 'en présence', online: 'à distance', hybrid: 'en présence et à distance' },
  decisions: {
    assessment_framework_opened: "Ouverture du cadre d'analyse approfondi",
    inclusion_pact_drafted: "Rédaction du pacte d'inclusion sociale",
    inclusion_pact_revised: "Révision du pacte d'inclusion sociale",
    referral_to_service: 'Orientation vers un service',
    service_pact_coordinated: 'Coordination avec le pacte de service personnalisé',
    intervention_activated: "Activation d'une intervention",
    intervention_ended: "Fin d'une intervention",
    monitoring_continued: 'Poursuite du suivi',
    further_meeting: 'Nouvelle réunion',
    case_closed: 'Dossier clos',
    other: 'Autre décision',
  },
  outcomes: {
    service_pact: "Besoins surtout liés au travail\u00a0: pacte de service avec le centre pour l'emploi",
    simple_inclusion_pact: "Besoins non complexes\u00a0: pacte d'inclusion sociale simplifié",
    assessment_framework: "Besoins complexes\u00a0: équipe multidisciplinaire et cadre d'analyse approfondi",
    specialist_service: 'Prise en charge par un service spécialisé',
    no_need: 'Aucun besoin au-delà du soutien économique',
  },
  domains: {
    personal_and_social_functioning: 'Fonctionnement personnel et social',
    economic: 'Situation économique',
    work_and_employability: 'Travail et employabilité',
    education_and_training: 'Instruction et formation',
    housing: 'Logement',
    family_and_social_networks: 'Réseaux familiaux et sociaux',
  },
};
