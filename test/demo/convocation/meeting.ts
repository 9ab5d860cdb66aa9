import { answerByApi } from './answering.ts';
import { beneficiary, caseIds, cast, members } from './cast.ts';
import { holds, linkIn, pdfText } from './mailroom.ts';
import {
  type Act,
  answerOnPage,
  casesIn,
  expected,
  mailsNow,
  nameOf,
  passUntil,
  posted,
  readConvocation,
  readerOf,
  say,
  tellMails,
} from './scene.ts';

/** Nobody presses a button: time does. */
export const clock: Act = async (scene, check) => {
  const { stage, narrator, mailroom } = scene;
  await passUntil(scene, '2026-12-04T08:00:00.000Z');
  const week = await mailroom.collect(stage);
  narrator.act('Reminders, by the clock', stage.clock.now());
  narrator.say(
    'A week before the meeting, at nine, whoever has not answered is reminded; the others are left in peace. Luca declines, Carla accepts, the school answers for Piero again. When the day for answers is over the organizer hears who is missing, and on the eve only Elisa is reminded.',
  );
  tellMails(scene, week);
  check(
    'a week before: the four who have not answered',
    posted(week),
    expected(
      ...[cast.luca, cast.elisa, cast.carla, cast.piero].map(({ email }) => [nameOf(email), 'reminder'] as const),
    ),
  );
  await answerOnPage(scene, cast.luca.email, 'declined', { reason: 'absence' });
  await answerOnPage(scene, cast.carla.email, 'accepted');
  await answerByApi(scene, 'ic-segreteria', cast.piero.member_id, 1);
  await passUntil(scene, '2026-12-05T08:00:00.000Z');
  const overdue = await mailroom.collect(stage);
  await passUntil(scene, '2026-12-10T09:00:00.000Z');
  const eve = await mailroom.collect(stage);
  tellMails(scene, [...overdue, ...eve]);
  check('after the day for answers: the organizer', posted(overdue), expected(['Giulia Rota', 'answers_overdue']));
  check('on the eve: the one who is missing', posted(eve), expected([nameOf(cast.elisa.email), 'reminder']));
  return `${week.length} reminders a week before, ${eve.length} on the eve; the organizer told of the end of the term`;
};

const came: Readonly<Record<string, readonly string[]>> = {
  [cast.anna.member_id]: ['caso-1', 'caso-3'],
  [cast.verdi.member_id]: ['caso-1'],
  [cast.maja.member_id]: ['caso-1'],
  [cast.carla.member_id]: ['caso-3'],
  [cast.piero.member_id]: ['caso-3'],
};

/** Who was there. */
export const held: Act = async (scene, check) => {
  const { stage, narrator } = scene;
  await passUntil(scene, '2026-12-11T11:00:00.000Z');
  narrator.act('The meeting is held', stage.clock.now());
  const receipt = await say(scene, {
    type: 'record_attendance',
    attendance: members
      .filter(({ cases }) => cases.join() !== 'caso-2')
      .map(({ member_id }) => ({ member_id, cases: came[member_id] ?? [] })),
    beneficiaries: [{ member_id: beneficiary.member_id, attendance: 'attended' }],
  });
  narrator.say(
    'The organizer records who was there, case by case: the minutes of a case will go to who attended it. Luca and Elisa were not.',
  );
  narrator.space();
  check('the meeting was held', receipt.status, 'held');
  check('of this nobody is written to', (await mailsNow(scene)).length, 0);
  return 'attendance recorded, case by case';
};

const decided = {
  'caso-1': { public: 'Firma del patto entro il mese.', social: 'La vicina accompagna la signora al centro.' },
  'caso-3': { public: 'Colloquio con la famiglia a gennaio.', social: 'La nonna porta la bambina a scuola.' },
} as const;

const minutes = {
  type: 'record_minutes',
  text: 'Riunione regolare, ordine del giorno concluso.',
  cases: [
    {
      case_ref: 'caso-1',
      decisions: [
        {
          code: 'inclusion_pact_drafted',
          text: decided['caso-1'].public,
          responsible: cast.anna.member_id,
          due_on: '2026-12-31',
        },
      ],
      text: decided['caso-1'].social,
    },
    {
      case_ref: 'caso-3',
      decisions: [{ code: 'further_meeting', text: decided['caso-3'].public, responsible: cast.carla.member_id }],
      text: decided['caso-3'].social,
    },
  ],
};

const heads = ['Marta Ferri', 'Sandro Galli', 'Irene Costa', 'Bruno Neri'];

/** Minutes per case, and a record without cases. */
export const minuted: Act = async (scene, check) => {
  const { stage, narrator } = scene;
  stage.clock.until('2026-12-14T09:00:00.000Z');
  narrator.act('The minutes', stage.clock.now());
  const receipt = await say(scene, minutes);
  const letters = await mailsNow(scene);
  narrator.say(
    'One record, told in parts: each participant gets the decisions of the cases that they attended, cut as the extract was; the head of each body gets the record of the meeting without any case.',
  );
  tellMails(scene, letters);
  const toMembers = letters.filter(({ kind }) => kind === 'minutes');
  const toHeads = letters.filter(({ kind }) => kind === 'meeting_record');
  check('the minutes are written', receipt.status, 'minuted');
  const attended = members.filter(({ member_id }) => member_id in came);
  check(
    'minutes to the five who attended',
    posted(toMembers),
    expected(...attended.map(({ email }) => [nameOf(email), 'minutes'] as const)),
  );
  check(
    'a record to the head of each of the four bodies',
    toHeads.map(({ parsed }) => readerOf(parsed)).toSorted(),
    heads.toSorted(),
  );
  const rows: string[][] = [];
  for (const letter of toMembers) {
    const document = letter.parsed.attachments.find(({ contentType }) => contentType === 'application/pdf');
    const opened = document ?? (await fetch(linkIn(letter, 'documents'), { method: 'POST' }));
    const content = 'content' in opened ? opened.content : new Uint8Array(await opened.arrayBuffer());
    const text = await pdfText(content);
    const reads = (['caso-1', 'caso-3'] as const).flatMap((ref) =>
      (['public', 'social'] as const)
        .filter((part) => holds(text, decided[ref][part]))
        .map((part) => `${ref} ${part === 'public' ? 'decisions' : 'text'}`),
    );
    rows.push([nameOf(letter.to), document === undefined ? 'by link' : 'attached', reads.join(', ')]);
  }
  narrator.table(['who', 'minutes', 'reads'], rows);
  narrator.space();
  check(
    'each reads the decisions of their cases; what is said of the family stays with the Comune',
    Object.fromEntries(rows.map(([who = '', , reads]) => [who, reads])),
    {
      'Anna Bianchi': 'caso-1 decisions, caso-1 text, caso-3 decisions, caso-3 text',
      'Paolo Verdi': 'caso-1 decisions',
      'Maja Černigoj': 'caso-1 decisions',
      'Carla Riva': 'caso-3 decisions',
      'Piero Sala': 'caso-3 decisions',
    },
  );
  const text = toHeads.map(({ readable }) => readable).join('\n');
  check(
    'the heads read how the meeting went, and of no case',
    [holds(text, minutes.text), casesIn(text), Object.values(decided).some((said) => holds(text, said.public))],
    [true, [], false],
  );
  const { agenda } = await readConvocation(scene);
  check(
    'the organizer reads all of it',
    agenda.filter((item) => item.minutes !== undefined).map(({ case_id }) => case_id),
    [caseIds['caso-1'], caseIds['caso-3']],
  );
  return `${toMembers.length} members and ${toHeads.length} heads of bodies`;
};
