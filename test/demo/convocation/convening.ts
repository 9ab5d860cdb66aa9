import type { ConvocationReceipt } from '../../../contracts/api/convocation-views.ts';
import { taken } from '../../world/people.ts';
import { analysisOf, beneficiary, bodies, caseIds, caseRefs, cast, convocation, members, sentences } from './cast.ts';
import { holds } from './mailroom.ts';
import { type Act, casesIn, expected, inWords, mailsNow, nameOf, posted, shortBody, tellMails } from './scene.ts';

/** Who is called, and for which cases. */
export const team: Act = async ({ stage, narrator }, check) => {
  narrator.act('The team', stage.clock.now());
  narrator.say(
    "Three households of Borgoverde need more than one service. The Comune convenes the équipe multidisciplinare: one meeting, three cases, nine people of four bodies. Nobody is there for everything, except Anna Bianchi, the social worker who answers for the cases. Igor and Maja read Slovene; Maja's service has a certified mailbox (PEC).",
  );
  narrator.table(
    ['who', 'of', 'function', 'language', 'cases', ''],
    members.map((member) => [
      `${member.given_name} ${member.family_name}`,
      shortBody(member.organization),
      inWords(member.function),
      member.language ?? 'it',
      member.cases.map((ref) => ref.slice(-1)).join(' '),
      [...(member.required ? ['required'] : []), ...('pec' in member ? ['PEC'] : [])].join(', '),
    ]),
  );
  narrator.space();
  const status = await fetch(`${stage.address}/status`);
  check('the gateway is up', [status.status, Reflect.get(Object(await status.json()), 'status')], [200, 'up']);
  check(
    'nine members of four bodies, in two languages',
    [
      members.length,
      new Set(members.map(({ organization }) => organization)).size,
      [...new Set(members.map((m) => m.language ?? 'it'))],
    ],
    [9, bodies.length, ['it', 'sl']],
  );
  return `${members.length} members of ${bodies.length} bodies for ${caseRefs.length} cases; gateway at ${stage.address}`;
};

/** What is known of each household. */
export const analyses: Act = async ({ stage, narrator, analyses: recorded }, check) => {
  narrator.act('The preliminary analyses', stage.clock.now());
  narrator.say(
    'The Comune records the analisi preliminare of each household. It is kept sealed, and never goes out whole: each member will get an extract of the cases that are theirs, cut by what the purpose, the agreement with their body and its kind allow.',
  );
  const comune = stage.as('comune-sportello');
  for (const ref of caseRefs) {
    const more = { key: `analysis-${ref}` };
    const { id } = taken(await comune.post<{ id: string }>('/v1/preliminary-analyses', analysisOf(ref), more), 201);
    recorded.set(ref, id);
  }
  narrator.table(
    ['case', 'number', 'class', 'what is said of it'],
    caseRefs.flatMap((ref) =>
      Object.entries(sentences[ref]).map(([name, words], i) => [
        i === 0 ? ref.slice(-1) : '',
        i === 0 ? caseIds[ref] : '',
        name,
        `"${words}"`,
      ]),
    ),
  );
  narrator.space();
  const { body } = await comune.get<{ items: object[] }>('/v1/preliminary-analyses');
  check('three analyses are on file; the list says nothing of what is in them', body.items.length, 3);
  const asked = await stage.as('cpi-sil').get<{ code: string }>(`/v1/preliminary-analyses/${recorded.get('caso-1')}`);
  check('and no other body can read one', [asked.status, asked.body.code], [404, 'analysis/not-found']);
  return `${recorded.size} analyses recorded`;
};

/** One message for each person. */
export const convened: Act = async (scene, check) => {
  const { stage, narrator, analyses: recorded } = scene;
  narrator.act('The team is convened', stage.clock.now());
  const reply = await stage
    .as('comune-sportello')
    .post<ConvocationReceipt>('/v1/convocations', convocation(recorded), { key: 'convocation-1' });
  const receipt = taken(reply, 201);
  scene.convocation.id = receipt.id;
  const letters = await mailsNow(scene);
  narrator.say(
    `One POST /v1/convocations. The gate is asked for each case and each body, and again for each mail at the moment it leaves. The relay took ${letters.length} messages over SMTP: an invitation for each member, with calendar and PDF; the formal notice by PEC; and a letter in plain words to ${beneficiary.given_name} ${beneficiary.family_name}, who is asked to come.`,
  );
  tellMails(scene, letters);
  const invitations = members.map(({ email }) => [nameOf(email), 'invitation'] as const);
  const { pec } = cast.maja;
  check(
    'each person got one message, and only theirs',
    posted(letters),
    expected(...invitations, [nameOf(pec), 'invitation', 'pec'], [nameOf(beneficiary.email), 'letter']),
  );
  for (const { email, cases } of members) {
    const own = letters.filter(({ to }) => to === email);
    const told = own.flatMap(({ readable }) => casesIn(readable));
    if (told.join() !== cases.join()) check(`${nameOf(email)} reads of their own cases only`, told, cases);
  }
  check(
    'no message speaks of a case that is not its reader’s',
    letters.every(({ to, readable }) => casesIn(readable).every((ref) => casesOf(to).includes(ref))),
    true,
  );
  check(
    'no message holds the address of another',
    letters.flatMap(({ to, readable }) =>
      [...members, beneficiary].filter(({ email }) => email !== to && !isOf(to, email) && holds(readable, email)),
    ),
    [],
  );
  const calendars = letters.filter(({ parsed }) =>
    parsed.attachments.some(({ contentType }) => contentType === 'text/calendar'),
  );
  check('nine hold a calendar entry; the notice by PEC and the letter hold none', calendars.length, members.length);
  const languageOf = (email: string) =>
    letters.find(({ to }) => to === email)?.parsed.headers.get('content-language') ?? '';
  check(
    'each in the language of its reader',
    [languageOf(cast.igor.email), languageOf(cast.maja.email), languageOf(cast.anna.email)],
    ['sl', 'sl', 'it'],
  );
  const [letter] = letters.filter(({ kind }) => kind === 'letter');
  narrator.quote(`the letter to ${beneficiary.given_name} ${beneficiary.family_name} (its text)`, [
    ...(letter?.parsed.text ?? '').split('\n').filter((line) => line.trim() !== ''),
  ]);
  return `${letters.length} messages handed over; ${receipt.mails} queued`;
};

const casesOf = (address: string): readonly string[] =>
  members.find((member) => isOf(address, member.email))?.cases ?? (address === beneficiary.email ? ['caso-1'] : []);

const isOf = (address: string, email: string) =>
  address === email || members.some((member) => member.pec === address && member.email === email);
