import { de } from '../../../../contracts/catalogue/words/de.ts';
import type { Words } from '../shape.ts';

/** As the public bodies of Südtirol say it. */
export const wordsDe: Words = {
  ...de,
  answers: {
    needs_action: 'keine Antwort',
    accepted: 'nimmt teil',
    tentative: 'vielleicht',
    declined: 'nimmt nicht teil',
    delegated: 'hat eine Vertretung benannt',
  },
  unreached: {
    address: 'die Adresse gibt es nicht oder sie empfängt nicht',
    mailbox_full: 'das Postfach ist voll',
    not_accepted: 'der Server der empfangenden Stelle hat die Nachricht nicht angenommen',
    no_receipt: 'die Zustellbestätigung ist nicht eingetroffen',
    failed: 'die Nachricht wurde nicht zugestellt',
  },
  modes: { in_person: 'vor Ort', online: 'online', hybrid: 'vor Ort und online' },
  decisions: {
    assessment_framework_opened: 'Vertiefte Bedarfserhebung eröffnet',
    inclusion_pact_drafted: 'Pakt für soziale Inklusion ausgearbeitet',
    inclusion_pact_revised: 'Pakt für soziale Inklusion überarbeitet',
    referral_to_service: 'Zuweisung an einen Dienst',
    service_pact_coordinated: 'Abstimmung mit der persönlichen Dienstleistungsvereinbarung',
    intervention_activated: 'Maßnahme eingeleitet',
    intervention_ended: 'Maßnahme abgeschlossen',
    monitoring_continued: 'Begleitung wird fortgesetzt',
    further_meeting: 'Weiteres Treffen',
    case_closed: 'Fall abgeschlossen',
    other: 'Andere Entscheidung',
  },
  outcomes: {
    service_pact: 'Vor allem Bedarf im Bereich Arbeit: Dienstleistungsvereinbarung mit dem Arbeitsvermittlungszentrum',
    simple_inclusion_pact: 'Kein komplexer Bedarf: vereinfachter Pakt für soziale Inklusion',
    assessment_framework: 'Komplexer Bedarf: multidisziplinäres Team und vertiefte Bedarfserhebung',
    specialist_service: 'Betreuung durch einen Fachdienst',
    no_need: 'Kein Bedarf über die finanzielle Unterstützung hinaus',
  },
  domains: {
    personal_and_social_functioning: 'Persönliche und soziale Situation',
    economic: 'Wirtschaftliche Lage',
    work_and_employability: 'Arbeit und Beschäftigungsfähigkeit',
    education_and_training: 'Schule und Ausbildung',
    housing: 'Wohnsituation',
    family_and_social_networks: 'Familiäres und soziales Umfeld',
  },
};
