import { it } from '../../../../contracts/catalogue/words/it.ts';
import type { Words } from '../shape.ts';

export const wordsIt: Words = {
  ...it,
  answers: {
    needs_action: 'nessuna risposta',
    accepted: 'partecipa',
    tentative: 'forse',
    declined: 'non partecipa',
    delegated: 'ha delegato',
  },
  unreached: {
    address: "l'indirizzo non esiste o non riceve",
    mailbox_full: 'la casella è piena',
    not_accepted: 'il server di chi riceve non ha accettato il messaggio',
    no_receipt: 'non è arrivata la ricevuta di consegna',
    failed: 'il messaggio non è stato consegnato',
  },
  modes: { in_person: 'in presenza', online: 'a distanza', hybrid: 'in presenza e a distanza' },
  decisions: {
    assessment_framework_opened: 'Avviato il quadro di analisi approfondito',
    inclusion_pact_drafted: "Predisposto il patto per l'inclusione sociale",
    inclusion_pact_revised: "Rivisto il patto per l'inclusione sociale",
    referral_to_service: 'Invio a un servizio',
    service_pact_coordinated: 'Raccordo con il patto di servizio personalizzato',
    intervention_activated: 'Attivato un intervento',
    intervention_ended: 'Concluso un intervento',
    monitoring_continued: 'Prosegue il monitoraggio',
    further_meeting: 'Nuovo incontro',
    case_closed: 'Caso chiuso',
    other: 'Altra decisione',
  },
  outcomes: {
    service_pact: "Bisogni soprattutto di lavoro: patto di servizio con il centro per l'impiego",
    simple_inclusion_pact: "Bisogni non complessi: patto per l'inclusione sociale semplificato",
    assessment_framework: 'Bisogni complessi: équipe multidisciplinare e quadro di analisi approfondito',
    specialist_service: 'Presa in carico di un servizio specialistico',
    no_need: 'Nessun bisogno oltre al sostegno economico',
  },
  domains: {
    personal_and_social_functioning: 'Funzionamento personale e sociale',
    economic: 'Situazione economica',
    work_and_employability: 'Lavoro e occupabilità',
    education_and_training: 'Istruzione e formazione',
    housing: 'Condizione abitativa',
    family_and_social_networks: 'Reti familiari e sociali',
  },
};
