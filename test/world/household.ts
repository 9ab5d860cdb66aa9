import { davide, elena, paolo } from './people.ts';

type Person = {
  readonly tax_code: string;
  readonly given_name: string;
  readonly family_name: string;
  readonly birth_date: string;
};

/** Numbers by which the case system knows what it sent. */
export const numbers = { elena: 'SEG-2026-0201', paolo: 'SEG-2026-0202', davide: 'SEG-2026-0203' };

const home = { comune: 'B000', indirizzo: 'Via dei Tigli 4', cap: '06999' };

/** One person in the words of the case system's vendor. */
const person = <More extends object>(who: Person, sex: 'F' | 'M', more: More) => ({
  codice_fiscale: who.tax_code,
  cognome: who.family_name,
  nome: who.given_name,
  data_nascita: who.birth_date,
  luogo_nascita: 'B000',
  sesso: sex,
  cittadinanza: '000',
  residenza: home,
  ...more,
});

const elenaMarini = person(elena, 'F', {
  recapiti: { telefono: '+39 3335550111', email: 'elena.marini@posta.example', lingua: 'ita' },
  attivabile_lavoro: true,
  situazione: {
    lavoro: 'Ha lavorato come addetta alle pulizie fino al 2023. Disponibile al mattino.',
    istruzione: 'Licenza media.',
    economia: { isee: 5312.4, sotto_soglia: true },
    sociale: 'Segue da sola la casa e il figlio.',
    salute: { motivo: 'In cura per ansia.' },
  },
  segnalazioni: [
    {
      numero: numbers.elena,
      ambito: 'LAVORO',
      ente: 'CPI',
      servizio: 'PSP',
      bisogni: [
        {
          area: 'LAVORO',
          codice: 'no_qualification',
          descrizione: 'Cerca un impiego compatibile con gli orari di famiglia.',
        },
      ],
      interventi: ['I'],
      urgente: false,
    },
  ],
});

const paoloSerra = person(paolo, 'M', {
  recapiti: { telefono: '+39 3335550122' },
  attivabile_lavoro: false,
  situazione: {
    lavoro: 'Senza impiego dal 2024.',
    salute: { motivo: 'Chiede aiuto per la dipendenza dal gioco.', specialita: 'dipendenze' },
    giustizia: 'Messa alla prova conclusa nel 2025.',
    motivo_esonero: 'In carico a un servizio specialistico.',
  },
  segnalazioni: [
    {
      numero: numbers.paolo,
      ambito: 'SANITA',
      ente: 'ASL',
      servizio: 'SERD',
      bisogni: [{ area: 'FUNZIONAMENTO', codice: 'dependency' }],
      interventi: ['H'],
      urgente: true,
      motivo_urgenza: 'Ha chiesto un colloquio entro la settimana.',
    },
  ],
});

const davideSerra = person(davide, 'M', {
  recapiti: { telefono: '+39 3335550133', email: 'davide.serra@posta.example' },
  attivabile_lavoro: true,
  situazione: { lavoro: 'Mai occupato.', istruzione: 'Ha lasciato la scuola al quarto anno.' },
  segnalazioni: [
    {
      numero: numbers.davide,
      ambito: 'LAVORO',
      ente: 'CPI',
      servizio: 'PSP',
      bisogni: [{ area: 'FORMAZIONE', codice: 'early_leaver' }],
      interventi: ['I', 'L'],
      urgente: false,
    },
  ],
});

/** A message of the case system about the household Marini-Serra, or about those of it who are named. */
export const householdMessage = (
  number: number,
  people: readonly ('elena' | 'paolo' | 'davide')[] = ['elena', 'paolo', 'davide'],
) => ({
  tipo_messaggio: 'SEGNALAZIONE_NUCLEO',
  versione_tracciato: '3.2',
  progressivo: number,
  data_invio: '2026-11-20T09:58:12+01:00',
  responsabile: {
    nome: 'Anna',
    cognome: 'Bianchi',
    telefono: '+39 0755550101',
    email: 'anna.bianchi@borgoverde.example',
  },
  pratica: { numero: 'BV-2026-0107', protocollo_inps: 'INPS-ADI-2026-0004711' },
  nucleo: {
    codice: 'N-2026-0107',
    numero_componenti: 3,
    eta: [47, 49, 19],
    componenti: people.map((name) => ({ elena: elenaMarini, paolo: paoloSerra, davide: davideSerra })[name]),
  },
});

/** What the case system is answered about what it sent. */
export type Answered = {
  readonly esito: 'OK' | 'PARZIALE' | 'KO';
  readonly segnalazioni: readonly {
    readonly esito: 'OK' | 'KO';
    readonly id_invio?: string;
    readonly segnalazione?: string;
    readonly stato?: string;
    readonly codice?: string;
    readonly descrizione?: string;
  }[];
};
