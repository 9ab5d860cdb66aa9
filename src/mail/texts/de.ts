import type { Contact, Texts } from './shape.ts';
import { wordsDe } from './words/de.ts';

const reach = ({ phone, email }: Contact) =>
  phone ? `Rufen Sie die Nummer ${phone} an oder schreiben Sie an ${email}` : `Schreiben Sie an ${email}`;

/** As the public bodies of Südtirol write. */
export const de: Texts = {
  locale: 'de-IT',
  colon: ':',
  subjects: {
    invitation: 'Einberufung des multidisziplinären Teams',
    update: 'Geänderte Einberufung',
    cancellation: 'Sitzung abgesagt',
    cancellation_of_part: 'Ihre Teilnahme ist nicht mehr erforderlich',
    reminder: 'Erinnerung: Ihre Antwort auf die Einberufung fehlt noch',
    minutes: 'Protokoll der Teamsitzung',
    letter: 'Einladung zu einem Gespräch',
    letter_update: 'Unser Gespräch wurde geändert',
    letter_cancellation: 'Unser Gespräch ist abgesagt',
    confirmation: 'Sitzung bestätigt',
    confirmation_lost: 'Sitzung nicht mehr bestätigt',
    answers_overdue: 'Ausstehende Antworten',
    mail_failed: 'Einberufung nicht zugestellt',
    meeting_record: 'Sitzungsprotokoll des Teams für die Körperschaft',
  },
  openings: {
    invitation: ({ organizer, day }) => [
      `${organizer} lädt Sie zur Sitzung des multidisziplinären Teams am ${day} ein.`,
      'Hier finden Sie die Fälle, die Sie betreffen, wer jeweils teilnimmt und wie Sie antworten können.',
    ],
    update: ({ day }) => [
      `Die Einberufung zur Sitzung am ${day} hat sich geändert. Was sich für Sie ändert, steht weiter unten.`,
    ],
    cancellation: ({ day }) => [
      `Die Sitzung am ${day} ist abgesagt. Sie müssen nichts tun: Sie können den Termin aus dem Kalender löschen.`,
    ],
    cancellation_of_part: ({ day }) => [
      `Für die Sitzung am ${day} ist Ihre Teilnahme nicht mehr erforderlich. Sie müssen nichts tun: Sie können den Termin aus dem Kalender löschen.`,
    ],
    reminder: ({ day }) => [
      `Wir erinnern Sie an die Sitzung des multidisziplinären Teams am ${day}. Ihre Antwort haben wir noch nicht erhalten.`,
    ],
    minutes: ({ day }) => [
      `Hier ist das Protokoll der Sitzung am ${day} zu den Fällen, an deren Besprechung Sie teilgenommen haben.`,
    ],
    letter: ({ organizer, day }) => [
      `${organizer} lädt Sie zu einem Gespräch am ${day} ein.`,
      'Beim Gespräch sind die Personen dabei, die Sie unterstützen. Wir möchten hören, was Ihnen wichtig ist, und gemeinsam die nächsten Schritte festlegen.',
    ],
    letter_update: ({ organizer, day }) => [
      `Unser Gespräch wurde geändert. ${organizer} erwartet Sie am ${day}.`,
      'Bitte entschuldigen Sie die Änderung.',
    ],
    letter_cancellation: ({ day }) => [
      `Das Gespräch am ${day} findet nicht statt. Sie müssen nicht kommen und nichts tun.`,
      'Wenn ein neues Gespräch nötig ist, schreiben wir Ihnen. An der Hilfe, die Sie erhalten, ändert sich dadurch nichts.',
    ],
    confirmation: ({ day }) => [
      `Alle Personen, deren Anwesenheit notwendig ist, nehmen an der Sitzung am ${day} teil.`,
    ],
    confirmation_lost: ({ day }) => [
      `Eine Person, deren Anwesenheit notwendig ist, nimmt an der Sitzung am ${day} nicht mehr teil. Die Sitzung ist nicht mehr bestätigt: Bitte entscheiden Sie, ob Sie sie verschieben oder die Person ersetzen.`,
    ],
    answers_overdue: ({ day }) => [
      `Die Frist für die Antwort auf die Einberufung am ${day} ist abgelaufen und einige Antworten fehlen.`,
    ],
    mail_failed: ({ day }) => [
      `Die Einberufung zur Sitzung am ${day} konnte den unten genannten Personen nicht zugestellt werden. Bitte erreichen Sie sie auf anderem Weg oder berichtigen Sie die Adresse.`,
    ],
    meeting_record: ({ organizer, day }) => [
      `${organizer} übermittelt das Protokoll der Sitzung des multidisziplinären Teams am ${day}, an der Ihre Körperschaft teilgenommen hat.`,
    ],
  },
  greeting: (name) => `Guten Tag ${name},`,
  clock: (hour, minute) => `${hour}.${minute}`,
  fromTo: (from, to, ends) => `${from}–${to} Uhr${ends}`,
  calendarTitle: 'Multidisziplinäres Team',
  more: (count) => (count === 1 ? 'und ein weiterer' : `und ${count} weitere`),
  changes: {
    time: () => 'Tag oder Uhrzeit haben sich geändert.',
    place: () => 'Der Ort hat sich geändert.',
    mode: () => 'Die Art der Teilnahme hat sich geändert.',
    member_added: (name, caseName) => `Neu dabei ist ${name}${caseName && `, Fall ${caseName}`}.`,
    member_removed: (name, caseName) => `Nicht mehr dabei ist ${name}${caseName && `, Fall ${caseName}`}.`,
    case_withdrawn: (_, caseName) => `Der Fall ${caseName} wird nicht mehr behandelt.`,
    you_were_removed: (_, caseName) =>
      caseName
        ? `Ihre Teilnahme am Fall ${caseName} ist nicht mehr erforderlich.`
        : 'Ihre Teilnahme ist nicht mehr erforderlich.',
    answer_by: () => 'Die Frist für die Antwort hat sich geändert.',
  },
  formalNotice:
    'Diese zertifizierte E-Mail (PEC) ist die förmliche Mitteilung; die Fassung für den Kalender kommt an die gewöhnliche E-Mail-Adresse.',
  answerButton: 'Auf die Einberufung antworten',
  answerHint:
    'Sie können zusagen, unter Vorbehalt zusagen, absagen oder eine Vertretung aus Ihrer Körperschaft nennen. Die Antwort lässt sich bis zur Sitzung ändern.',
  calendarHint: 'Sie können auch aus Ihrem Kalenderprogramm antworten.',
  documentsButton: 'Unterlagen öffnen',
  documentsHint: 'Die Unterlagen liegen auf einer geschützten Seite. Jeder Zugriff wird aufgezeichnet.',
  attached: 'Die Unterlagen, die Sie betreffen, liegen bei.',
  copyAddress: 'Falls die Schaltfläche nicht funktioniert, kopieren Sie diese Adresse in den Browser:',
  withheldWhy:
    'Aufgrund des Zwecks, der Vereinbarung mit Ihrer Körperschaft und Ihrer Funktion werden Ihnen keine Daten mitgeteilt zu:',
  confidential: (name) =>
    `Vertrauliche Nachricht für ${name}. Sie enthält personenbezogene Daten: Bitte leiten Sie sie nicht weiter. Falls Sie sie irrtümlich erhalten haben, löschen Sie sie und verständigen Sie den Absender.`,
  letterFooter: (organizer) =>
    `Falls dieser Brief nicht für Sie bestimmt ist, vernichten Sie ihn bitte und verständigen Sie ${organizer}. Danke.`,
  automatic: (organizer) => `Automatisch gesendet im Auftrag von ${organizer}.`,
  extract: {
    filename: 'auszug.pdf',
    title: 'Auszug aus der Erstanalyse',
    intro: (organizer) =>
      `Auszug von ${organizer} für die Teilnehmenden der Sitzung. Er enthält nur, was Zweck, Vereinbarung und Funktion der empfangenden Person zulassen.`,
    noContent: 'Aus dieser Analyse darf der empfangenden Person nichts mitgeteilt werden.',
    confidential: 'Vertraulich',
    tooLong:
      'Das Dokument überschreitet die höchste Seitenzahl und endet hier. Den Rest erfragen Sie bitte bei der einberufenden Stelle.',
  },
  minutes: {
    filename: 'protokoll.pdf',
    intro: (organizer) =>
      `Protokoll von ${organizer} für die Personen, die teilgenommen haben. Es enthält die Fälle, an deren Besprechung die empfangende Person teilgenommen hat, und nur, was Zweck, Vereinbarung und Funktion zulassen.`,
    noDecisions: 'Zu diesem Fall enthält das Dokument keine Entscheidungen.',
  },
  letterFilename: 'brief.pdf',
  page: (page, of) => `Seite ${page} von ${of}`,
  letter: {
    answerButton: 'Auf die Einladung antworten',
    bringTitle: 'Was Sie mitbringen',
    bring: [
      'einen Ausweis',
      'diesen Brief, auch auf dem Handy',
      'Unterlagen, die Ihnen nützlich erscheinen, falls Sie welche haben',
    ],
    otherDayTitle: 'Wenn Sie nicht kommen können',
    otherDay: (contact) => [
      `Sie können um einen anderen Tag bitten. ${reach(contact)}. Ihre Ansprechperson ist ${contact.person}.`,
      'Sie können mit einer Person Ihres Vertrauens kommen. Wenn Sie eine Übersetzung brauchen oder nur schwer zu uns kommen können, sagen Sie es uns: Wir finden eine Lösung.',
    ],
    whoFollows: 'Die Person, die Sie begleitet',
    closing: 'Freundliche Grüße',
  },
  labels: {
    when: 'Wann',
    where: 'Wo',
    mode: 'Wie',
    link: 'Link',
    organizer: 'Einberufen von',
    contact: 'Ansprechperson',
    answer_by: 'Antwort bis',
    attendance: 'Ihre Anwesenheit',
    required: 'notwendig',
    case: 'Fall',
    case_manager: 'Fallverantwortlich',
    team: 'Teilnehmende',
    present: 'Anwesend',
    changes: 'Was sich ändert',
    before: 'Vorher',
    decisions: 'Entscheidungen',
    responsible: 'zuständig',
    due_on: 'bis',
    minutes: 'Protokoll',
    answers: 'Antworten',
    invited: 'Mit Brief eingeladene Personen',
    unreached: 'Nicht erreichte Personen',
    withheld: 'Was nicht mitgeteilt wird',
    subject: 'Person',
    born: 'Geburtsdatum',
    tax_code: 'Steuernummer',
    stp_eni_code: 'STP- oder ENI-Kode',
    residence: 'Wohnsitz',
    phone: 'Telefon',
    email: 'E-Mail',
    guardian: 'Elternteil oder Vormund',
    assessed: 'Analyse',
    household: 'Familiengemeinschaft',
    household_size: 'Mitglieder',
    activable: 'zur Arbeit aktivierbar',
    needs: 'Bedarf',
    resources: 'Ressourcen',
    notes: 'Anmerkungen',
    outcome: 'Vorgeschlagenes Ergebnis',
    age: 'Alter',
    recipient: 'Für',
    reference: 'Zeichen',
  },
  words: wordsDe,
};
