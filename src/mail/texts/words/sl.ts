import { sl } from '../../../../contracts/catalogue/words/sl.ts';
import type { Words } from '../shape.ts';

/** As the public bodies of Furlanija - Julijska krajina say it. */
export const wordsSl: Words = {
  ...sl,
  answers: {
    needs_action: 'brez odgovora',
    accepted: 'se udeleži',
    tentative: 'morda',
    declined: 'se ne udeleži',
    delegated: 'je pooblastil/-a drugo osebo',
  },
  unreached: {
    address: 'naslov ne obstaja ali ne sprejema pošte',
    mailbox_full: 'poštni predal je poln',
    not_accepted: 'prejemnikov strežnik sporočila ni sprejel',
    no_receipt: 'potrdilo o dostavi ni prispelo',
    failed: 'sporočilo ni bilo dostavljeno',
  },
  modes: { in_person: 'v živo', online: 'na daljavo', hybrid: 'v živo in na daljavo' },
  decisions: {
    assessment_framework_opened: 'Začeta poglobljena analiza potreb',
    inclusion_pact_drafted: 'Pripravljen dogovor o socialnem vključevanju',
    inclusion_pact_revised: 'Spremenjen dogovor o socialnem vključevanju',
    referral_to_service: 'Napotitev v službo',
    service_pact_coordinated: 'Usklajeno z osebnim dogovorom o storitvah',
    intervention_activated: 'Ukrep se začne',
    intervention_ended: 'Ukrep je končan',
    monitoring_continued: 'Spremljanje se nadaljuje',
    further_meeting: 'Novo srečanje',
    case_closed: 'Primer je zaključen',
    other: 'Druga odločitev',
  },
  outcomes: {
    service_pact: 'Predvsem potrebe na področju dela: dogovor o storitvah s centrom za zaposlovanje',
    simple_inclusion_pact: 'Nezapletene potrebe: poenostavljen dogovor o socialnem vključevanju',
    assessment_framework: 'Zapletene potrebe: multidisciplinarna skupina in poglobljena analiza',
    specialist_service: 'Obravnava v specialistični službi',
    no_need: 'Ni potreb poleg denarne podpore',
  },
  domains: {
    personal_and_social_functioning: 'Osebno in socialno delovanje',
    economic: 'Ekonomsko stanje',
    work_and_employability: 'Delo in zaposljivost',
    education_and_training: 'Izobraževanje in usposabljanje',
    housing: 'Bivalne razmere',
    family_and_social_networks: 'Družinska in socialna mreža',
  },
};
