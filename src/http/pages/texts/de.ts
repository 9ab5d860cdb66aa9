import type { Texts } from './texts.ts';

export const de: Texts = {
  clock: (hour, minute) => `${hour}.${minute} Uhr`,
  hours: (from, to) => `${from} bis ${to}`,
  greeting: (name) => `Guten Tag ${name},`,
  meeting: {
    heading: 'Wann und wo',
    day: 'Tag',
    time: 'Uhrzeit',
    from: 'Beginn',
    to: 'Ende',
    place: 'Ort',
    placeOpen: 'Der Ort steht noch nicht fest.',
    online: 'Zugang',
    join: 'An der Online-Sitzung teilnehmen',
    linkOpen: 'Der Zugang steht noch nicht zur Verfügung.',
    mode: 'Form der Sitzung',
    modes: { in_person: 'Vor Ort', online: 'Online', hybrid: 'Vor Ort und online' },
    status: 'Stand der Sitzung',
    statuses: {
      convened: 'Einberufen, Antworten stehen noch aus',
      confirmed: 'Bestätigt',
      held: 'Hat stattgefunden',
      minuted: 'Hat stattgefunden, das Protokoll liegt vor',
      cancelled: 'Abgesagt',
    },
  },
  cases: {
    heading: {
      member: 'Ihre Fälle in dieser Sitzung',
      delegate: 'Die Fälle, um die es geht',
      beneficiary: 'Wer am Treffen teilnimmt',
    },
    number: (id) => `Akte ${id}`,
    unnamed: 'Fall ohne weitere sichtbare Angaben',
    manager: 'Fallverantwortung',
    members: 'Zusammensetzung des Teams',
    unseen: 'Die Zusammensetzung ist nicht sichtbar.',
  },
  withheld: {
    heading: 'Was wir Ihnen nicht zeigen',
    why: 'Der Zweck der Sitzung, die Vereinbarungen zwischen den Stellen oder die Einwilligungen erlauben es nicht, Ihnen diese Daten zu zeigen. Das ist kein Fehler:',
  },
  contact: { heading: 'Haben Sie Fragen?', lead: 'Sie können sich wenden an:', phone: 'Telefon' },
  answer: {
    title: 'Auf die Einladung antworten',
    heading: {
      member: 'Einladung zu einer Teamsitzung',
      delegate: 'Einladung zu einer Teamsitzung',
      beneficiary: 'Ein Treffen mit den Diensten',
    },
    lead: {
      member: (body) =>
        `${body} lädt Sie zu dieser Sitzung ein. Hier sehen Sie, wann und wo sie stattfindet, und können antworten.`,
      delegate: (body) =>
        `${body} lädt Sie anstelle einer Person aus Ihrer Einrichtung zu dieser Sitzung ein. Hier sehen Sie, wann und wo sie stattfindet, und können antworten.`,
      beneficiary: (body) =>
        `${body} lädt Sie zu einem Treffen ein, um gemeinsam über Ihren Weg zu sprechen. Hier sehen Sie, wann und wo es stattfindet, und können uns sagen, ob Sie kommen.`,
    },
    yours: 'Ihre Antwort',
    states: {
      needs_action: 'Sie haben noch nicht geantwortet.',
      accepted: 'Sie haben geantwortet: Ich nehme teil.',
      tentative: 'Sie haben geantwortet: Ich nehme vielleicht teil.',
      declined: 'Sie haben geantwortet: Ich nehme nicht teil.',
      delegated: 'Sie haben eine andere Person aus Ihrer Einrichtung beauftragt.',
    },
    delegate: 'An Ihrer Stelle kommt',
    reason: 'Grund',
    reasons: {
      other_commitment: 'Ich habe einen anderen Termin',
      absence: 'Ich bin an diesem Tag nicht da',
      not_competent: 'Der Fall betrifft meinen Dienst nicht',
      other: 'Ein anderer Grund',
    },
    by: 'Bitte antworten Sie bis',
    required: 'Ihre Anwesenheit ist nötig: Ohne Ihre Zusage ist die Sitzung nicht bestätigt.',
    mayChange: 'Sie können Ihre Antwort ändern, bis die Sitzung beginnt.',
    anotherDay:
      'Wenn Sie einen anderen Tag brauchen, fragen Sie bitte die Person, die unten auf der Seite genannt ist.',
    saved: 'Danke, Ihre Antwort ist eingetragen.',
    savedTitle: 'Antwort eingetragen',
    now: 'Antworten',
    change: 'Antwort ändern',
    accept: 'Ich nehme teil',
    tentative: 'Ich nehme vielleicht teil',
    decline: 'Ich nehme nicht teil',
    why: 'Warum können Sie nicht teilnehmen?',
    sendDecline: 'Senden: Ich nehme nicht teil',
    delegateTo: 'Eine andere Person vertritt mich',
    delegateHint:
      'Sie muss in derselben Einrichtung arbeiten wie Sie. Sie wird an Ihrer Stelle eingeladen und antwortet für sich selbst.',
    delegateLegend: 'Wer kommt an Ihrer Stelle?',
    givenName: 'Vorname',
    familyName: 'Nachname',
    email: 'Dienstliche E-Mail-Adresse',
    sendDelegate: 'Vertretung senden',
    closedHeading: 'Eine Antwort ist nicht mehr nötig',
    closed: {
      cancelled:
        'Die Sitzung wurde abgesagt. Sie müssen nichts tun. Wenn ein neuer Termin vereinbart wird, erhalten Sie eine weitere Nachricht.',
      begun:
        'Die Sitzung hat begonnen oder ist vorbei. Deshalb kann die Antwort hier nicht mehr geändert werden. Wenn Sie etwas mitteilen möchten, wenden Sie sich bitte an die unten genannte Person.',
      removed:
        'Sie gehören nicht mehr zu dieser Sitzung und müssen nicht antworten. Wenn Sie das für einen Irrtum halten, wenden Sie sich bitte an die unten genannte Person.',
    },
    closedElse: 'Im Moment ist keine Antwort möglich. Bei Fragen wenden Sie sich bitte an die unten genannte Person.',
    personal: 'Dieser Link ist persönlich: Wer ihn öffnet, kann für Sie antworten. Bitte leiten Sie ihn nicht weiter.',
  },
  errors: {
    title: 'Fehler',
    heading: 'Ihre Antwort wurde nicht eingetragen',
    fields: {
      answer: 'Wählen Sie eine der Antworten.',
      reason: 'Wählen Sie den Grund, warum Sie nicht teilnehmen können.',
      given_name: 'Geben Sie den Vornamen der Person ein, die an Ihrer Stelle kommt.',
      family_name: 'Geben Sie den Nachnamen der Person ein, die an Ihrer Stelle kommt.',
      email:
        'Prüfen Sie die E-Mail-Adresse: Es muss die dienstliche Adresse einer Person aus Ihrer Einrichtung sein und nach dem @ lauten wie die Ihrer Einrichtung, zum Beispiel vorname.nachname@stelle.it. Andere Personen kann nur einladen, wer zur Sitzung einberuft.',
    },
    form: 'Die gesendeten Angaben sind nicht vollständig. Bitte wählen Sie Ihre Antwort noch einmal.',
    outdated:
      'Die Sitzung wurde geändert, nachdem Sie die Seite geöffnet hatten. Bitte sehen Sie sich die neuen Angaben an und antworten Sie noch einmal.',
    notSaved: 'So ist der Stand jetzt.',
  },
  documents: {
    title: 'Unterlagen zur Sitzung',
    lead: (body) =>
      `${body} hat vertrauliche Unterlagen für Sie vorbereitet. Sie können sie nur auf dieser Seite öffnen.`,
    holds: 'Was darin steht',
    contents: {
      extract: 'Der Auszug aus der Voranalyse zu den unten genannten Fällen',
      minutes: 'Das Protokoll der Sitzung zu den unten genannten Fällen',
    },
    cases: 'Die Fälle',
    empty: 'Im Moment gibt es keine Unterlagen zu öffnen.',
    open: 'Unterlagen öffnen',
    viewsLeft: 'Wie oft Sie sie noch öffnen können',
    validUntil: 'Der Link gilt bis',
    button: 'Unterlagen herunterladen (PDF)',
    counted:
      'Jedes Öffnen wird aufgezeichnet und gezählt. Das PDF bleibt auf Ihrem Gerät: Löschen Sie es, wenn Sie es nicht mehr brauchen.',
    spent:
      'Sie haben die Unterlagen so oft geöffnet, wie es vorgesehen ist. Wenn Sie sie noch brauchen, bitten Sie um einen neuen Link.',
    personal:
      'Dieser Link ist persönlich. Bitte leiten Sie ihn nicht weiter: Die Unterlagen enthalten vertrauliche Daten.',
  },
  trouble: {
    titles: {
      unknown: 'Dieser Link funktioniert nicht',
      expired: 'Dieser Link ist abgelaufen',
      spent: 'Dieser Link wurde so oft benutzt, wie es vorgesehen ist',
      void: 'Dieser Link gilt nicht mehr',
      outdated: 'Die Sitzung wurde geändert',
      closed: 'Eine Antwort ist nicht mehr möglich',
      invalid: 'Etwas ist nicht richtig angekommen',
      busy: 'Es gibt zu viele Anfragen',
      failed: 'Es ist ein Problem aufgetreten',
      refused: 'Die Anfrage wurde nicht angenommen',
    },
    says: {
      unknown:
        'Vielleicht wurde der Link nicht vollständig kopiert. Gehen Sie zurück zur Nachricht, die Sie erhalten haben, und öffnen Sie ihn von dort. Wenn es nicht klappt, bitten Sie die einladende Stelle um einen neuen Link.',
      expired:
        'Zum Schutz der Daten gilt jeder Link nur eine begrenzte Zeit. Wenn Sie ihn noch brauchen, bitten Sie die einladende Stelle um einen neuen.',
      spent:
        'Zum Schutz der Daten können die Unterlagen nur eine begrenzte Anzahl von Malen geöffnet werden. Wenn Sie sie noch brauchen, bitten Sie die einladende Stelle um einen neuen Link.',
      void: 'Die Unterlagen sind über diesen Link nicht mehr verfügbar. Wenn Sie das für einen Irrtum halten, wenden Sie sich an die einladende Stelle.',
      outdated:
        'Ihre Antwort wurde nicht eingetragen. Öffnen Sie die Seite noch einmal, sehen Sie sich die neuen Angaben an und antworten Sie.',
      closed:
        'Die Sitzung hat begonnen oder wurde abgesagt, oder Sie gehören nicht mehr dazu. Ihre Antwort wurde nicht eingetragen.',
      invalid: 'Es wurde nichts eingetragen. Öffnen Sie die Seite noch einmal und versuchen Sie es erneut.',
      busy: 'Es wurde nichts eingetragen. Warten Sie ein paar Minuten und versuchen Sie es erneut.',
      failed:
        'Das Problem liegt bei uns, nicht bei Ihnen. Warten Sie ein paar Minuten und versuchen Sie es erneut; wenn es bleibt, sagen Sie es der einladenden Stelle.',
      refused:
        'Es wurde nichts eingetragen. Wenn Sie das für einen Irrtum halten, wenden Sie sich an die einladende Stelle.',
    },
    again: 'Seite noch einmal öffnen',
    support: 'Code für die Hilfe',
  },
};
