import ICAL from 'ical.js';
import type { ConvocationReceipt } from '../../../contracts/api/convocation-views.ts';
import { taken } from '../../world/people.ts';
import { cast, colleague, type Member } from './cast.ts';
import { calendarReply } from './handing-in.ts';
import {
  type Act,
  answerOnPage,
  deliver,
  expected,
  latestIntake,
  latestTo,
  lineOf,
  mailsNow,
  nameOf,
  posted,
  readConvocation,
  type Scene,
  tellMails,
} from './scene.ts';

/** The calendar entry of the latest mail to somebody, as ical.js reads it. */
export function entryOf(scene: Scene, { email }: Pick<Member, 'email'>) {
  const { parsed } = latestTo(scene, email, ['invitation', 'update']);
  const part = parsed.attachments.find(({ contentType }) => contentType === 'text/calendar');
  const calendar = new ICAL.Component(ICAL.parse(part?.content.toString('utf8') ?? ''));
  const event = calendar.getFirstSubcomponent('vevent');
  const value = (name: string) => String(event?.getFirstPropertyValue(name) ?? '');
  return {
    method: String(calendar.getFirstPropertyValue('method')),
    uid: value('uid'),
    sequence: Number(value('sequence')),
    start: value('dtstart'),
    organizer: value('organizer').replace(/^mailto:/i, ''),
  };
}

/** Somebody presses a button of their calendar; `from` is who sends it. */
export async function answerByCalendar(
  scene: Scene,
  member: Pick<Member, 'email'>,
  partstat: 'ACCEPTED' | 'DECLINED',
  more: { readonly from?: string; readonly dmarc?: 'pass' | 'fail'; readonly sequence?: number } = {},
): Promise<string> {
  const { uid, sequence, organizer } = entryOf(scene, member);
  const { from = member.email, dmarc = 'pass' } = more;
  const raw = calendarReply({
    from,
    attendee: member.email,
    to: organizer,
    uid,
    sequence: more.sequence ?? sequence,
    partstat,
    at: scene.stage.clock.now(),
    dmarc,
  });
  const said = await deliver(scene, from, organizer, raw);
  return said.slice(0, 3);
}

/** A body with a system of its own answers for one of its people. */
export async function answerByApi(
  { stage, convocation }: Scene,
  client: 'ic-segreteria' | 'cpi-sil',
  member_id: string,
  sequence: number,
) {
  const said = { member_id, sequence, response: { answer: 'accepted' } };
  return taken(await stage.as(client).post<ConvocationReceipt>(`/v1/convocations/${convocation.id}/answers`, said));
}

export async function answersOf(scene: Scene): Promise<readonly (readonly [string, string, string])[]> {
  const { members } = await readConvocation(scene);
  return members.map(({ given_name, family_name, answer, removed }) => [
    `${given_name} ${family_name}`,
    removed ? 'left' : (answer?.state ?? ''),
    answer?.state === 'needs_action' ? '' : (answer?.by ?? ''),
  ]);
}

/** Each answers in their own way. */
export const firstAnswers: Act = async (scene, check) => {
  const { stage, narrator } = scene;
  stage.clock.until('2026-11-23T08:00:00.000Z');
  narrator.act('Answers come in', stage.clock.now());
  narrator.say(
    `${nameOf(cast.anna.email)} accepts on the page of her link, a plain form. ${nameOf(cast.verdi.email)} presses Accept in his calendar: its reply comes in over SMTP. The school secretary's system answers for ${nameOf(cast.piero.email)}, whom the mail did not reach, with POST /v1/convocations/{id}/answers. ${nameOf(cast.sara.email)} sends a colleague in her place. ${nameOf(cast.maja.email)} declines: that day she is elsewhere.`,
  );
  const anna = await answerOnPage(scene, cast.anna.email, 'accepted');
  const verdi = await answerByCalendar(scene, cast.verdi, 'ACCEPTED');
  await answerByApi(scene, 'ic-segreteria', cast.piero.member_id, 0);
  const sara = await answerOnPage(scene, cast.sara.email, 'delegated', colleague);
  const maja = await answerOnPage(scene, cast.maja.email, 'declined', { reason: 'other_commitment' });
  const letters = await mailsNow(scene);
  const marco = await answerOnPage(scene, colleague.email, 'accepted');
  const answers = await answersOf(scene);
  narrator.table(
    ['who', 'answered', 'by'],
    answers.map(([who, state, by]) => [who, state.replace('needs_action', '—'), by]),
  );
  tellMails(scene, letters);
  check(
    'the pages took their forms',
    [anna, sara, maja, marco].map(({ status }) => status),
    [200, 200, 200, 200],
  );
  check('the listener took the calendar reply', verdi, '250');
  check(
    'each answer is on the line of who gave it',
    answers.filter(([, state]) => state !== 'needs_action').map((row) => row.join(' ')),
    [
      'Anna Bianchi accepted page',
      'Paolo Verdi accepted mail',
      'Sara Conti delegated page',
      'Maja Černigoj declined page',
      'Piero Sala accepted api',
      'Marco Leoni accepted page',
    ],
  );
  check(
    'the colleague has an invitation of his own; nobody else is written to',
    posted(letters),
    expected(['Marco Leoni', 'invitation']),
  );
  return `${answers.filter(([, state]) => state !== 'needs_action').length} answers by page, calendar and API`;
};

/** Answers that are not who they say. */
export const forged: Act = async (scene, check) => {
  const { stage, narrator } = scene;
  narrator.act('Two forged answers', stage.clock.now());
  narrator.say(
    `Somebody to whom the invitation of ${nameOf(cast.verdi.email)} was forwarded sends a refusal in his name: once from an address of their own, once with his address in From, which the mail server in front of the gateway finds to be false (DMARC). Both are taken, so that nobody learns anything from the refusal of a mail; neither changes anything.`,
  );
  const before = await readConvocation(scene);
  const rows: string[][] = [];
  for (const [how, more] of [
    ['another address in From', { from: 'qualcuno@altrove.example' }],
    ['his address in From, not sent by his server', { dmarc: 'fail' }],
  ] as const) {
    const said = await answerByCalendar(scene, cast.verdi, 'DECLINED', more);
    rows.push([how, said, await latestIntake(scene)]);
  }
  narrator.table(['forged with', 'SMTP', 'in the ledger'], rows);
  narrator.space();
  check(
    'the ledger says why neither counts',
    rows.map(([, ...seen]) => seen),
    [
      ['250', 'no-effect/sender_not_attendee'],
      ['250', 'no-effect/sender_not_authenticated'],
    ],
  );
  const { answer } = await lineOf(scene, cast.verdi.member_id);
  check('his answer stands', [answer?.state, answer?.by], ['accepted', 'mail']);
  check('the convocation is in the version it had', (await readConvocation(scene)).version, before.version);
  check('and nobody was written to', (await mailsNow(scene)).length, 0);
  return 'two forged replies taken and without effect';
};
