import { answerByApi, answerByCalendar, answersOf, entryOf } from './answering.ts';
import { beneficiary, caseIds, cast, colleague, members, secondMeeting } from './cast.ts';
import { holds } from './mailroom.ts';
import {
  type Act,
  answerOnPage,
  certify,
  expected,
  latestIntake,
  latestTo,
  lineOf,
  mailsNow,
  nameOf,
  posted,
  readConvocation,
  say,
  tellMails,
} from './scene.ts';

/** Another day: everybody is asked anew. */
export const moved: Act = async (scene, check) => {
  const { stage, narrator } = scene;
  stage.clock.until('2026-11-24T09:00:00.000Z');
  narrator.act('The meeting moves by a day', stage.clock.now());
  const receipt = await say(scene, {
    type: 'reschedule',
    meeting: secondMeeting,
    answer_by: '2026-12-04',
    reason: 'members_unavailable',
  });
  const letters = await mailsNow(scene);
  narrator.say(
    `${nameOf(cast.maja.email)} is required, so the organizer moves the meeting to Friday. The calendar entry keeps its UID and has SEQUENCE 1. Answers to the former day do not count any more, and ${nameOf(colleague.email)}, who was to come that day, is free again.`,
  );
  tellMails(scene, letters);
  check('the meeting is at sequence 1', [receipt.sequence, receipt.status], [1, 'convened']);
  check(
    'everybody is told once; who came in place of another is told that it is off',
    posted(letters),
    expected(
      ...members.map(({ email }) => [nameOf(email), 'update'] as const),
      [nameOf(cast.maja.pec), 'update', 'pec'],
      [nameOf(beneficiary.email), 'letter_update'],
      [nameOf(colleague.email), 'cancellation'],
    ),
  );
  const off = latestTo(scene, colleague.email, ['cancellation']);
  check(
    'of the day that he knew, not of one he was never asked for',
    ['10 dicembre', '11 dicembre'].map((day) => holds(off.readable, day)),
    [true, false],
  );
  const entry = entryOf(scene, cast.verdi);
  check(
    'the calendar entry moves: REQUEST, SEQUENCE 1, the new day',
    [entry.method, entry.sequence, entry.start],
    ['REQUEST', 1, '2026-12-11T09:30:00'],
  );
  check(
    'all nine are asked again',
    (await answersOf(scene)).filter(([, state]) => state === 'needs_action').length,
    members.length,
  );
  const notice = latestTo(scene, cast.maja.pec, ['update']);
  await certify(scene, notice, 'accettazione');
  await certify(scene, notice, 'avvenuta-consegna');
  const late = await answerByCalendar(scene, cast.anna, 'ACCEPTED', { sequence: 0 });
  check('a late answer to the former day is taken', late, '250');
  check('and does not count', await latestIntake(scene), 'no-effect/convocation/answer-outdated');
  return `sequence ${receipt.sequence}; ${letters.length} messages`;
};

/** The required members accept, and the organizer is told, once. */
export const confirmed: Act = async (scene, check) => {
  const { stage, narrator } = scene;
  stage.clock.until('2026-11-25T08:00:00.000Z');
  narrator.act('The required members accept', stage.clock.now());
  narrator.say(
    'Anna accepts on the page, Paolo Verdi in his calendar, Maja on her page; Sara comes herself, says the system of the CPI. With the last of the three required members the meeting is confirmed, and the organizer hears of it.',
  );
  const anna = await answerOnPage(scene, cast.anna.email, 'accepted');
  const verdi = await answerByCalendar(scene, cast.verdi, 'ACCEPTED');
  await answerByApi(scene, 'cpi-sil', cast.sara.member_id, 1);
  const early = await mailsNow(scene);
  const maja = await answerOnPage(scene, cast.maja.email, 'accepted');
  const letters = await mailsNow(scene);
  const twice = await answerOnPage(scene, cast.maja.email, 'accepted');
  tellMails(scene, letters);
  check(
    'the forms were of the meeting as it is now',
    [anna, maja, twice].map(({ status, sequence }) => [status, sequence]),
    [
      [200, '1'],
      [200, '1'],
      [200, '1'],
    ],
  );
  check('the listener took the calendar reply', verdi, '250');
  check('before the last of them nobody is told anything', early.length, 0);
  check('then the organizer, once', posted(letters), expected(['Giulia Rota', 'confirmation']));
  check('pressing the button twice changes nothing', (await mailsNow(scene)).length, 0);
  check('the meeting is confirmed', (await readConvocation(scene)).status, 'confirmed');
  const { evidence } = await lineOf(scene, cast.maja.member_id);
  check(
    'the second notice by PEC was delivered, too',
    [evidence.at(-1)?.channel, evidence.at(-1)?.state, evidence.at(-1)?.at],
    ['pec', 'delivered', '2026-11-24T09:00:00.000Z'],
  );
  return 'confirmed; the organizer told once';
};

/** Only the members of a case learn that it is off. */
export const withdrawn: Act = async (scene, check) => {
  const { stage, narrator } = scene;
  stage.clock.until('2026-11-26T09:00:00.000Z');
  narrator.act('A case is withdrawn', stage.clock.now());
  const receipt = await say(scene, { type: 'withdraw_case', case_ref: 'caso-2', reason: 'moved_away' });
  const letters = await mailsNow(scene);
  narrator.say(
    `${caseIds['caso-2']} leaves the agenda: the household moves away. Sara and Igor were called for nothing else, so their meeting is off; Anna stays for the two others. The six who do not know of this case are not written to, because that would tell them of it.`,
  );
  tellMails(scene, letters);
  check(
    'its three members hear of it, nobody else',
    posted(letters),
    expected(
      [nameOf(cast.anna.email), 'update'],
      [nameOf(cast.sara.email), 'cancellation'],
      [nameOf(cast.igor.email), 'cancellation'],
    ),
  );
  const said = latestTo(scene, cast.anna.email, ['update']).parsed.text ?? '';
  check('Anna reads which case it is', holds(said, `Non si tratta più il caso P.S. (${caseIds['caso-2']}).`), true);
  const { sequence, start } = entryOf(scene, cast.anna);
  check(
    'the time did not change, so Anna’s entry stays at its sequence',
    [sequence, start.slice(0, 10)],
    [1, '2026-12-11'],
  );
  check('and the meeting stays confirmed', receipt.status, 'confirmed');
  const school = await stage.as('ic-segreteria').get<object>(`/v1/convocations/${scene.convocation.id}`);
  check(
    'what the school reads of the convocation holds neither this case nor the first',
    [
      holds(school.text, caseIds['caso-1']),
      holds(school.text, caseIds['caso-2']),
      holds(school.text, caseIds['caso-3']),
    ],
    [false, false, true],
  );
  return 'told to its three members, and to nobody else';
};
