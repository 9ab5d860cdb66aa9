import type { Contact, Texts } from './shape.ts';
import { wordsSl } from './words/sl.ts';

const reach = ({ phone, email }: Contact) =>
  phone ? `pokličite ${phone} ali pišite na ${email}` : `pišite na ${email}`;

/** As the public bodies of Furlanija - Julijska krajina write. */
export const sl: Texts = {
  locale: 'sl-IT',
  colon: ':',
  subjects: {
    invitation: 'Sklic multidisciplinarne skupine',
    update: 'Spremenjen sklic',
    cancellation: 'Sestanek je odpovedan',
    cancellation_of_part: 'Vaša udeležba ni več potrebna',
    reminder: 'Opomnik: čakamo na Vaš odgovor na sklic',
    minutes: 'Zapisnik sestanka skupine',
    letter: 'Vabilo na srečanje',
    letter_update: 'Naše srečanje je spremenjeno',
    letter_cancellation: 'Naše srečanje je odpovedano',
    confirmation: 'Sestanek je potrjen',
    confirmation_lost: 'Sestanek ni več potrjen',
    answers_overdue: 'Manjkajoči odgovori',
    mail_failed: 'Sklic ni bil dostavljen',
    meeting_record: 'Zapisnik sestanka skupine za ustanovo',
  },
  openings: {
    invitation: ({ organizer, day }) => [
      `Ustanova ${organizer} Vas vabi na sestanek multidisciplinarne skupine: ${day}.`,
      'Tu so primeri, ki zadevajo Vas, kdo pri njih sodeluje in kako odgovorite.',
    ],
    update: ({ day }) => [`Sklic sestanka (${day}) je spremenjen. Spodaj piše, kaj se spremeni za Vas.`],
    cancellation: ({ day }) => [
      `Sestanek (${day}) je odpovedan. Ni Vam treba storiti ničesar: termin lahko izbrišete iz koledarja.`,
    ],
    cancellation_of_part: ({ day }) => [
      `Vaša udeležba na sestanku (${day}) ni več potrebna. Ni Vam treba storiti ničesar: termin lahko izbrišete iz koledarja.`,
    ],
    reminder: ({ day }) => [
      `Opominjamo Vas na sestanek multidisciplinarne skupine: ${day}. Vašega odgovora še nismo prejeli.`,
    ],
    minutes: ({ day }) => [`Pošiljamo Vam zapisnik sestanka (${day}) za primere, pri katerih ste sodelovali.`],
    letter: ({ organizer, day }) => [
      `Ustanova ${organizer} Vas vabi na srečanje: ${day}.`,
      'Na srečanju bodo osebe, ki Vam pomagajo. Želimo slišati, kaj je za Vas pomembno, in se skupaj dogovoriti za naslednje korake.',
    ],
    letter_update: ({ organizer, day }) => [
      `Naše srečanje je spremenjeno. Ustanova ${organizer} Vas pričakuje: ${day}.`,
      'Za spremembo se opravičujemo.',
    ],
    letter_cancellation: ({ day }) => [
      `Srečanja (${day}) ne bo. Ni Vam treba priti in ni Vam treba storiti ničesar.`,
      'Če bo potrebno novo srečanje, Vam bomo pisali. Pomoč, ki jo prejemate, se zaradi tega ne spremeni.',
    ],
    confirmation: ({ day }) => [`Sestanka (${day}) se bodo udeležile vse osebe, katerih prisotnost je potrebna.`],
    confirmation_lost: ({ day }) => [
      `Oseba, katere prisotnost je potrebna, se sestanka (${day}) ne bo udeležila. Sestanek ni več potrjen: odločite, ali ga prestavite ali osebo nadomestite.`,
    ],
    answers_overdue: ({ day }) => [`Rok za odgovor na sklic (${day}) je potekel, nekaj odgovorov pa še manjka.`],
    mail_failed: ({ day }) => [
      `Sklic sestanka (${day}) spodaj navedenim osebam ni bil dostavljen. Obvestite jih na drug način ali popravite naslov.`,
    ],
    meeting_record: ({ organizer, day }) => [
      `Ustanova ${organizer} pošilja zapisnik sestanka multidisciplinarne skupine (${day}), na katerem je sodelovala Vaša ustanova.`,
    ],
  },
  greeting: (name) => `Pozdravljeni, ${name}!`,
  clock: (hour, minute) => `${hour}.${minute}`,
  fromTo: (from, to, ends) => `od ${from} do ${to}${ends}`,
  calendarTitle: 'Multidisciplinarna skupina',
  more: (count) => `in še ${count}`,
  changes: {
    time: () => 'Spremenjena sta dan ali ura.',
    place: () => 'Spremenjen je kraj.',
    mode: () => 'Spremenjen je način udeležbe.',
    member_added: (name, caseName) => `Na novo sodeluje: ${name}${caseName && `, primer ${caseName}`}.`,
    member_removed: (name, caseName) => `Ne sodeluje več: ${name}${caseName && `, primer ${caseName}`}.`,
    case_withdrawn: (_, caseName) => `Primer ${caseName} se ne obravnava več.`,
    you_were_removed: (_, caseName) =>
      caseName ? `Vaša udeležba pri primeru ${caseName} ni več potrebna.` : 'Vaša udeležba ni več potrebna.',
    answer_by: () => 'Spremenjen je rok za odgovor.',
  },
  formalNotice:
    'To certificirano elektronsko sporočilo (PEC) je uradno obvestilo; različica za koledar pride na navadni elektronski naslov.',
  answerButton: 'Odgovorite na sklic',
  answerHint:
    'Lahko sprejmete, odgovorite z morda, odklonite ali navedete osebo iz svoje ustanove, ki Vas nadomesti. Odgovor lahko spremenite do sestanka.',
  calendarHint: 'Odgovorite lahko tudi iz svojega koledarja.',
  documentsButton: 'Odprite dokumente',
  documentsHint: 'Dokumenti so na zaščiteni strani. Vsak vpogled se zabeleži.',
  attached: 'Dokumenti, ki zadevajo Vas, so priloženi.',
  copyAddress: 'Če gumb ne deluje, kopirajte ta naslov v brskalnik:',
  withheldWhy: 'Glede na namen, dogovor z Vašo ustanovo in Vašo vlogo Vam niso sporočeni ti podatki:',
  confidential: (name) =>
    `Zaupno sporočilo za: ${name}. Vsebuje osebne podatke: ne posredujte ga. Če ste ga prejeli po pomoti, ga izbrišite in obvestite pošiljatelja.`,
  letterFooter: (organizer) => `Če to pismo ni namenjeno Vam, ga uničite in obvestite ustanovo ${organizer}. Hvala.`,
  automatic: (organizer) => `Samodejno sporočilo, poslano za ustanovo ${organizer}.`,
  extract: {
    filename: 'izvlecek.pdf',
    title: 'Izvleček iz predhodne analize',
    intro: (organizer) =>
      `Izvleček je pripravila ustanova ${organizer} za udeležence sestanka. Vsebuje samo to, kar dovoljujejo namen, dogovor in vloga prejemnika.`,
    noContent: 'Iz te analize prejemniku ni dovoljeno sporočiti ničesar.',
    confidential: 'Zaupno',
    tooLong:
      'Dokument presega največje število strani in se tu konča. Za preostanek se obrnite na sklicatelja sestanka.',
  },
  minutes: {
    filename: 'zapisnik.pdf',
    intro: (organizer) =>
      `Zapisnik, ki ga ${organizer} pošilja udeležencem. Vsebuje primere, pri katerih je prejemnik sodeloval, in samo tisto, kar dovoljujejo namen, dogovor in funkcija prejemnika.`,
    noDecisions: 'Dokument za ta primer ne vsebuje odločitev.',
  },
  letterFilename: 'pismo.pdf',
  page: (page, of) => `stran ${page} od ${of}`,
  letter: {
    answerButton: 'Odgovorite na vabilo',
    bringTitle: 'Kaj prinesite s seboj',
    bring: ['osebni dokument', 'to pismo, lahko na telefonu', 'dokumente, ki se Vam zdijo koristni, če jih imate'],
    otherDayTitle: 'Če ne morete priti',
    otherDay: (contact) => [
      `Lahko prosite za drug dan: ${reach(contact)}. Odgovori Vam ${contact.person}.`,
      'Pridete lahko z osebo, ki ji zaupate. Če potrebujete tolmača ali težko pridete do nas, nam to povejte: našli bomo rešitev.',
    ],
    whoFollows: 'Oseba, ki Vas spremlja',
    closing: 'Lep pozdrav',
  },
  labels: {
    when: 'Kdaj',
    where: 'Kje',
    mode: 'Kako',
    link: 'Povezava',
    organizer: 'Sklicatelj',
    contact: 'Stik',
    answer_by: 'Odgovorite do',
    attendance: 'Vaša prisotnost',
    required: 'potrebna',
    case: 'Primer',
    case_manager: 'Odgovorna oseba za primer',
    team: 'Udeleženci',
    present: 'Prisotni',
    changes: 'Kaj se spremeni',
    before: 'Prej',
    decisions: 'Odločitve',
    responsible: 'odgovorna oseba',
    due_on: 'do',
    minutes: 'Zapisnik',
    answers: 'Odgovori',
    invited: 'Osebe, povabljene s pismom',
    unreached: 'Nedosežene osebe',
    withheld: 'Kaj ni sporočeno',
    subject: 'Oseba',
    born: 'Datum rojstva',
    tax_code: 'Davčna številka',
    stp_eni_code: 'Oznaka STP ali ENI',
    residence: 'Stalno prebivališče',
    phone: 'Telefon',
    email: 'E-pošta',
    guardian: 'Starš ali skrbnik',
    assessed: 'Analiza',
    household: 'Družinska skupnost',
    household_size: 'Število članov',
    activable: 'na voljo za delo',
    needs: 'Potrebe',
    resources: 'Viri',
    notes: 'Opombe',
    outcome: 'Predlagani izid',
    age: 'starost',
    recipient: 'Za',
    reference: 'Oznaka',
  },
  words: wordsSl,
};
