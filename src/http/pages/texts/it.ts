import type { Texts } from './texts.ts';

export const it: Texts = {
  clock: (hour, minute) => `${hour}:${minute}`,
  hours: (from, to) => `dalle ${from} alle ${to}`,
  greeting: (name) => `Buongiorno ${name},`,
  meeting: {
    heading: 'Quando e dove',
    day: 'Giorno',
    time: 'Orario',
    from: 'Inizio',
    to: 'Fine',
    place: 'Luogo',
    placeOpen: 'Il luogo non è ancora stabilito.',
    online: 'Collegamento',
    join: 'Entra nell’incontro online',
    linkOpen: 'Il collegamento non è ancora disponibile.',
    mode: 'Come si svolge',
    modes: { in_person: 'In presenza', online: 'Online', hybrid: 'In presenza oppure online' },
    status: 'Stato dell’incontro',
    statuses: {
      convened: 'Convocato, in attesa delle risposte',
      confirmed: 'Confermato',
      held: 'Si è svolto',
      minuted: 'Si è svolto, il verbale è pronto',
      cancelled: 'Annullato',
    },
  },
  cases: {
    heading: {
      member: 'I Suoi casi in questo incontro',
      delegate: 'I casi di cui si parla',
      beneficiary: 'Chi partecipa all’incontro',
    },
    number: (id) => `pratica ${id}`,
    unnamed: 'Caso senza altri dati visibili',
    manager: 'Responsabile del caso',
    members: 'Composizione dell’équipe',
    unseen: 'La composizione non è visibile.',
  },
  withheld: {
    heading: 'Che cosa non è comunicato',
    why: 'Lo scopo dell’incontro, gli accordi tra gli enti o i consensi non permettono di comunicarLe questi dati, che ce ne siano o no. Non è un errore:',
  },
  contact: { heading: 'Ha una domanda?', lead: 'Può rivolgersi a:', phone: 'Telefono' },
  answer: {
    title: 'Risposta alla convocazione',
    heading: {
      member: 'Convocazione a un incontro di équipe',
      delegate: 'Convocazione a un incontro di équipe',
      beneficiary: 'Un incontro con i servizi',
    },
    lead: {
      member: (body) => `${body} La convoca a questo incontro. Qui vede quando e dove si tiene, e può rispondere.`,
      delegate: (body) =>
        `${body} La convoca a questo incontro al posto di una persona del Suo ente. Qui vede quando e dove si tiene, e può rispondere.`,
      beneficiary: (body) =>
        `${body} La invita a un incontro per parlare insieme del Suo percorso. Qui vede quando e dove si tiene, e può dirci se viene.`,
    },
    yours: 'La Sua risposta',
    states: {
      needs_action: 'Non ha ancora risposto.',
      accepted: 'Ha risposto: partecipo.',
      tentative: 'Ha risposto: forse partecipo.',
      declined: 'Ha risposto: non partecipo.',
      delegated: 'Ha delegato un’altra persona del Suo ente.',
    },
    delegate: 'Al Suo posto viene',
    reason: 'Motivo',
    reasons: {
      other_commitment: 'Ho un altro impegno',
      absence: 'Quel giorno non ci sono',
      not_competent: 'Il caso non riguarda il mio servizio',
      other: 'Un altro motivo',
    },
    by: 'Rispondere entro',
    required: 'La Sua presenza è necessaria: senza la Sua conferma l’incontro non è confermato.',
    mayChange: 'Può cambiare risposta fino all’inizio dell’incontro.',
    anotherDay: 'Se Le serve un altro giorno, lo chieda alla persona indicata in fondo alla pagina.',
    saved: 'Grazie, la Sua risposta è stata registrata.',
    savedTitle: 'Risposta registrata',
    now: 'Risponda',
    change: 'Cambi risposta',
    accept: 'Partecipo',
    tentative: 'Forse partecipo',
    decline: 'Non partecipo',
    why: 'Perché non può partecipare?',
    sendDecline: 'Invia: non partecipo',
    delegateTo: 'Delego un’altra persona',
    delegateHint: 'Deve lavorare nel Suo stesso ente. Riceverà la convocazione al Suo posto e risponderà per sé.',
    delegateLegend: 'Chi viene al Suo posto?',
    givenName: 'Nome',
    familyName: 'Cognome',
    email: 'E-mail di lavoro',
    sendDelegate: 'Invia la delega',
    closedHeading: 'Non serve più rispondere',
    closed: {
      cancelled:
        'L’incontro è stato annullato. Non deve fare nulla. Se viene fissato un nuovo incontro, riceve un altro messaggio.',
      begun:
        'L’incontro è già iniziato o si è concluso, perciò qui non si può più cambiare la risposta. Se ha qualcosa da dire, si rivolga alla persona indicata sotto.',
      removed:
        'Non fa più parte di questo incontro, perciò non deve rispondere. Se pensa che sia un errore, si rivolga alla persona indicata sotto.',
    },
    closedElse:
      'In questo momento non è possibile rispondere. Per ogni domanda si rivolga alla persona indicata sotto.',
    personal: 'Questo link è personale: chi lo apre può rispondere al posto Suo. Non lo inoltri.',
  },
  errors: {
    title: 'Errore',
    heading: 'La risposta non è stata registrata',
    fields: {
      answer: 'Scelga una delle risposte.',
      reason: 'Scelga il motivo per cui non può partecipare.',
      given_name: 'Scriva il nome di chi viene al Suo posto.',
      family_name: 'Scriva il cognome di chi viene al Suo posto.',
      email:
        'Controlli l’indirizzo e-mail: deve essere quello di lavoro di una persona del Suo ente, con la stessa parte dopo la @ del Suo, per esempio nome.cognome@ente.it. Altre persone può convocarle solo chi ha indetto la riunione.',
    },
    form: 'I dati inviati non sono completi. Scelga di nuovo la Sua risposta.',
    outdated: 'L’incontro è cambiato dopo che aveva aperto la pagina. Guardi i dati aggiornati e risponda di nuovo.',
    notSaved: 'Ecco come stanno le cose ora.',
  },
  documents: {
    title: 'Documenti dell’incontro',
    lead: (body) => `${body} ha preparato per Lei dei documenti riservati. Li può aprire soltanto da questa pagina.`,
    holds: 'Che cosa c’è dentro',
    contents: {
      extract: 'L’estratto dell’analisi preliminare, per i casi elencati qui sotto',
      minutes: 'Il verbale dell’incontro, per i casi elencati qui sotto',
    },
    cases: 'I casi',
    empty: 'Al momento non c’è nessun documento da aprire.',
    open: 'Apri i documenti',
    viewsLeft: 'Quante volte può ancora aprirli',
    validUntil: 'Il link vale fino a',
    button: 'Scarica i documenti (PDF)',
    counted:
      'Ogni apertura viene registrata e contata. Il PDF resta sul Suo dispositivo: lo cancelli quando non Le serve più.',
    spent: 'Ha già aperto i documenti tutte le volte previste. Se Le servono ancora, chieda un nuovo link.',
    personal: 'Questo link è personale. Non lo inoltri: i documenti contengono dati riservati.',
  },
  trouble: {
    titles: {
      unknown: 'Questo link non funziona',
      expired: 'Questo link è scaduto',
      spent: 'Questo link è stato usato tutte le volte previste',
      void: 'Questo link non è più valido',
      outdated: 'L’incontro è cambiato',
      closed: 'Non è più possibile rispondere',
      invalid: 'Qualcosa non è arrivato come doveva',
      busy: 'Ci sono troppe richieste',
      failed: 'C’è stato un problema',
      refused: 'La richiesta non è stata accettata',
    },
    says: {
      unknown:
        'Forse il link non è stato copiato tutto intero. Torni al messaggio che ha ricevuto e lo apra da lì. Se non funziona, chieda un nuovo link a chi L’ha convocata.',
      expired:
        'Per proteggere i dati, ogni link vale per un tempo limitato. Se Le serve ancora, ne chieda uno nuovo a chi L’ha convocata.',
      spent:
        'Per proteggere i dati, i documenti si possono aprire un numero limitato di volte. Se Le servono ancora, chieda un nuovo link a chi L’ha convocata.',
      void: 'I documenti non sono più disponibili da questo link. Se pensa che sia un errore, lo dica a chi L’ha convocata.',
      outdated: 'La Sua risposta non è stata registrata. Apra di nuovo la pagina, guardi i dati aggiornati e risponda.',
      closed:
        'L’incontro è iniziato o è stato annullato, oppure non ne fa più parte. La Sua risposta non è stata registrata.',
      invalid: 'Non abbiamo registrato nulla. Apra di nuovo la pagina e riprovi.',
      busy: 'Non abbiamo registrato nulla. Aspetti qualche minuto e riprovi.',
      failed:
        'Il problema è nostro, non Suo. Aspetti qualche minuto e riprovi; se continua, avvisi chi L’ha convocata.',
      refused: 'Non abbiamo registrato nulla. Se pensa che sia un errore, si rivolga a chi L’ha convocata.',
    },
    again: 'Apra di nuovo la pagina',
    support: 'Codice per l’assistenza',
  },
};
