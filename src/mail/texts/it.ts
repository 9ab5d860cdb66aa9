import type { Contact, Texts } from './shape.ts';
import { wordsIt } from './words/it.ts';

const reach = ({ phone, email }: Contact) =>
  phone ? `telefoni al numero ${phone} o scriva a ${email}` : `scriva a ${email}`;

export const it: Texts = {
  locale: 'it-IT',
  colon: ':',
  subjects: {
    invitation: "Convocazione dell'équipe multidisciplinare",
    update: 'Convocazione aggiornata',
    cancellation: 'Riunione annullata',
    cancellation_of_part: 'La Sua partecipazione non è più richiesta',
    reminder: 'Promemoria: manca la Sua risposta alla convocazione',
    minutes: "Verbale della riunione dell'équipe",
    letter: 'Invito a un incontro',
    letter_update: 'Il nostro incontro è cambiato',
    letter_cancellation: 'Il nostro incontro è annullato',
    confirmation: 'Riunione confermata',
    confirmation_lost: 'Riunione non più confermata',
    answers_overdue: 'Risposte non ancora arrivate',
    mail_failed: 'Convocazione non consegnata',
    meeting_record: "Verbale di riunione dell'équipe per l'ente",
  },
  openings: {
    invitation: ({ organizer, day }) => [
      `${organizer} La invita alla riunione dell'équipe multidisciplinare di ${day}.`,
      'Qui trova i casi che La riguardano, chi partecipa a ciascuno e come rispondere.',
    ],
    update: ({ day }) => [
      `La convocazione alla riunione di ${day} è cambiata. Qui sotto trova che cosa cambia per Lei.`,
    ],
    cancellation: ({ day }) => [
      `La riunione di ${day} è annullata. Non deve fare nulla: può togliere l'impegno dal calendario.`,
    ],
    cancellation_of_part: ({ day }) => [
      `Per la riunione di ${day} la Sua partecipazione non è più richiesta. Non deve fare nulla: può togliere l'impegno dal calendario.`,
    ],
    reminder: ({ day }) => [
      `Le ricordiamo la riunione dell'équipe multidisciplinare di ${day}. Non abbiamo ancora ricevuto la Sua risposta.`,
    ],
    minutes: ({ day }) => [`Ecco il verbale della riunione di ${day}, per i casi a cui ha partecipato.`],
    letter: ({ organizer, day }) => [
      `${organizer} La invita a un incontro ${day}.`,
      'All’incontro ci saranno le persone che La stanno aiutando. Vogliamo ascoltare che cosa è importante per Lei e decidere insieme i prossimi passi.',
    ],
    letter_update: ({ organizer, day }) => [
      `Il nostro incontro è cambiato. ${organizer} La aspetta ${day}.`,
      'Ci scusiamo per il cambiamento.',
    ],
    letter_cancellation: ({ day }) => [
      `L'incontro di ${day} non si fa. Non deve venire e non deve fare nulla.`,
      'Se serve un nuovo incontro Le scriveremo. Questo non cambia gli aiuti che riceve.',
    ],
    confirmation: ({ day }) => [
      `Tutte le persone la cui presenza è necessaria parteciperanno alla riunione di ${day}.`,
    ],
    confirmation_lost: ({ day }) => [
      `Una persona la cui presenza è necessaria non partecipa più alla riunione di ${day}. La riunione non è più confermata: decida se spostarla o sostituire chi manca.`,
    ],
    answers_overdue: ({ day }) => [
      `È passato il termine per rispondere alla convocazione di ${day} e alcune risposte non sono arrivate.`,
    ],
    mail_failed: ({ day }) => [
      `Il messaggio di convocazione per la riunione di ${day} non è arrivato alle persone indicate qui sotto. Le contatti in altro modo o corregga l'indirizzo.`,
    ],
    meeting_record: ({ organizer, day }) => [
      `${organizer} trasmette il verbale della riunione dell'équipe multidisciplinare di ${day}, alla quale ha partecipato il Suo ente.`,
    ],
  },
  greeting: (name) => `Gentile ${name},`,
  clock: (hour, minute) => `${hour}:${minute}`,
  fromTo: (from, to, ends) => `ore ${from}–${to}${ends}`,
  calendarTitle: 'Équipe multidisciplinare',
  more: (count) => (count === 1 ? 'e un altro' : `e altri ${count}`),
  changes: {
    time: () => 'È cambiato il giorno o l’orario.',
    place: () => 'È cambiato il luogo.',
    mode: () => 'È cambiato il modo di partecipare.',
    member_added: (name, caseName) => `Si aggiunge ${name}${caseName && `, caso ${caseName}`}.`,
    member_removed: (name, caseName) => `Non partecipa più ${name}${caseName && `, caso ${caseName}`}.`,
    case_withdrawn: (_, caseName) => `Non si tratta più il caso ${caseName}.`,
    you_were_removed: (_, caseName) =>
      caseName
        ? `La Sua partecipazione non è più richiesta per il caso ${caseName}.`
        : 'La Sua partecipazione non è più richiesta.',
    answer_by: () => 'È cambiato il termine per rispondere.',
  },
  formalNotice:
    'Questo messaggio di posta elettronica certificata è la comunicazione formale; la versione per il calendario arriva all’indirizzo di posta ordinaria.',
  answerButton: 'Rispondi alla convocazione',
  answerHint:
    'Può accettare, dire che forse parteciperà, non accettare o indicare una persona del Suo ente che La sostituisce. La risposta si può cambiare fino alla riunione.',
  calendarHint: 'Può rispondere anche dal Suo programma di calendario.',
  documentsButton: 'Apri i documenti',
  documentsHint: 'I documenti sono su una pagina protetta. Ogni consultazione è registrata.',
  attached: 'I documenti che La riguardano sono allegati.',
  copyAddress: 'Se il pulsante non funziona, copi questo indirizzo nel browser:',
  withheldWhy:
    'In base alla finalità, all’accordo con il Suo ente e alla Sua funzione, non Le sono comunicati i dati su:',
  confidential: (name) =>
    `Messaggio riservato a ${name}. Contiene dati personali: non lo inoltri. Se lo ha ricevuto per errore, lo cancelli e avvisi chi lo ha mandato.`,
  letterFooter: (organizer) => `Se questa lettera non è per Lei, la elimini e avvisi ${organizer}. Grazie.`,
  automatic: (organizer) => `Messaggio inviato in automatico per conto di ${organizer}.`,
  extract: {
    filename: 'estratto.pdf',
    title: "Estratto dell'analisi preliminare",
    intro: (organizer) =>
      `Estratto preparato da ${organizer} per chi partecipa alla riunione. Riporta solo ciò che la finalità, l'accordo e la funzione di chi lo riceve permettono.`,
    noContent: 'Di questa analisi nulla può essere comunicato a chi riceve questo estratto.',
    confidential: 'Riservato',
    tooLong:
      'Il documento supera il numero massimo di pagine e termina qui. Il resto va chiesto a chi ha convocato la riunione.',
  },
  minutes: {
    filename: 'verbale.pdf',
    intro: (organizer) =>
      `Verbale trasmesso da ${organizer} a chi ha partecipato. Riporta i casi a cui chi lo riceve ha partecipato e solo ciò che la finalità, l'accordo e la funzione di chi lo riceve permettono.`,
    noDecisions: 'Per questo caso il documento non riporta decisioni.',
  },
  letterFilename: 'lettera.pdf',
  page: (page, of) => `pagina ${page} di ${of}`,
  letter: {
    answerButton: "Rispondi all'invito",
    bringTitle: 'Che cosa portare',
    bring: [
      'un documento di identità',
      'questa lettera, anche sul telefono',
      'i documenti che Le sembrano utili, se ne ha',
    ],
    otherDayTitle: 'Se non può venire',
    otherDay: (contact) => [
      `Può chiedere un altro giorno: ${reach(contact)}. Risponde ${contact.person}.`,
      'Può venire con una persona di fiducia. Se Le serve un interprete, o ha difficoltà a raggiungerci, ce lo dica: troviamo una soluzione.',
    ],
    whoFollows: 'La persona che La segue',
    closing: 'Cordiali saluti',
  },
  labels: {
    when: 'Quando',
    where: 'Dove',
    mode: 'Come',
    link: 'Collegamento',
    organizer: 'Chi convoca',
    contact: 'Contatto',
    answer_by: 'Rispondere entro',
    attendance: 'La Sua presenza',
    required: 'necessaria',
    case: 'Caso',
    case_manager: 'Responsabile del caso',
    team: 'Chi partecipa',
    present: 'Presenti',
    changes: 'Che cosa cambia',
    before: 'Prima',
    decisions: 'Decisioni',
    responsible: 'a cura di',
    due_on: 'entro',
    minutes: 'Verbale',
    answers: 'Risposte',
    invited: 'Persone invitate per lettera',
    unreached: 'Persone non raggiunte',
    withheld: 'Che cosa non è comunicato',
    subject: 'Persona',
    born: 'Data di nascita',
    tax_code: 'Codice fiscale',
    stp_eni_code: 'Codice STP o ENI',
    residence: 'Residenza',
    phone: 'Telefono',
    email: 'E-mail',
    guardian: 'Genitore o tutore',
    assessed: 'Analisi',
    household: 'Nucleo familiare',
    household_size: 'Componenti',
    activable: 'attivabile al lavoro',
    needs: 'Bisogni',
    resources: 'Risorse',
    notes: 'Note',
    outcome: 'Esito proposto',
    age: 'età',
    recipient: 'Per',
    reference: 'Riferimento',
  },
  words: wordsIt,
};
