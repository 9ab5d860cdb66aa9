import { type DataClass, dataClasses } from '../../../contracts/canonical/data-class.ts';
import { caseRefs, cast, type Member, members, sentences } from './cast.ts';
import { bounce } from './handing-in.ts';
import { holds, linkIn, pdfText } from './mailroom.ts';
import {
  type Act,
  certify,
  deliver,
  expected,
  latestTo,
  lineOf,
  mailsNow,
  nameOf,
  posted,
  type Scene,
} from './scene.ts';

type Extract = { readonly how: 'attached' | 'by link'; readonly text: string };

/** What a member gets to read: the PDF that came with the invitation, or the one behind its link. */
async function extractFor(scene: Scene, { email }: Member): Promise<Extract> {
  const letter = latestTo(scene, email, ['invitation']);
  const attached = letter.parsed.attachments.find(({ contentType }) => contentType === 'application/pdf');
  if (attached !== undefined) return { how: 'attached', text: await pdfText(attached.content) };
  const url = linkIn(letter, 'documents');
  const page = await fetch(url, { headers: { accept: 'text/html' } });
  if (page.status !== 200) throw new Error(`the page of the documents: ${page.status}`);
  const opened = await fetch(url, { method: 'POST' });
  if (opened.status !== 200) throw new Error(`the documents: ${opened.status} ${await opened.text()}`);
  return { how: 'by link', text: await pdfText(new Uint8Array(await opened.arrayBuffer())) };
}

const classesIn = (text: string, { cases }: Member): DataClass[] =>
  dataClasses.filter((name) => cases.some((ref) => holds(text, sentences[ref][name] ?? '\u0000')));
const classesAbout = ({ cases }: Member): DataClass[] =>
  dataClasses.filter((name) => cases.some((ref) => sentences[ref][name] !== undefined));

/** By member: what of the sentences they may read, and how. */
const wanted: Readonly<Record<string, readonly [Extract['how'], ...DataClass[]]>> = {
  [cast.anna.member_id]: ['by link', 'economic', 'labour', 'education', 'housing', 'social'],
  [cast.luca.member_id]: ['by link', 'economic', 'labour', 'education', 'housing', 'social'],
  [cast.verdi.member_id]: ['attached', 'labour', 'education'],
  [cast.sara.member_id]: ['attached', 'labour'],
  [cast.maja.member_id]: ['by link', 'health'],
  [cast.igor.member_id]: ['by link', 'health'],
  [cast.elisa.member_id]: ['by link', 'health'],
  [cast.carla.member_id]: ['attached', 'education'],
  [cast.piero.member_id]: ['attached', 'education'],
};

/** The extract of each member, read. */
export const extracts: Act = async (scene, check) => {
  const { stage, narrator } = scene;
  narrator.act('Who reads what', stage.clock.now());
  narrator.say(
    'What may lie in a mailbox comes as PDF with the invitation, because the protocol says so (extract_by_mail). What may not (health, money, family matters) stays at the gateway, behind a link of the recipient’s own: it expires, opens a limited number of times, and each opening is a line of the ledger. Each PDF is opened here and read.',
  );
  const found: [Member, Extract][] = [];
  for (const member of members) found.push([member, await extractFor(scene, member)]);
  narrator.table(
    ['who', 'cases', 'extract', 'reads', 'withheld, though it is on file'],
    found.map(([member, { how, text }]) => {
      const read = classesIn(text, member);
      return [
        nameOf(member.email),
        member.cases.map((ref) => ref.slice(-1)).join(' '),
        how,
        read.length > 3 ? `${read.length} classes` : read.join(', '),
        classesAbout(member)
          .filter((name) => !read.includes(name))
          .join(', '),
      ];
    }),
  );
  narrator.space();
  check(
    'each extract holds what its reader may know of their own cases',
    found.map(([member, { how, text }]) => [member.member_id, how, ...classesIn(text, member)]),
    found.map(([member]) => [member.member_id, ...(wanted[member.member_id] ?? [])]),
  );
  check(
    'and not a sentence of a case that is not theirs',
    found.flatMap(([{ cases }, { text }]) =>
      caseRefs
        .filter((ref) => !cases.includes(ref))
        .flatMap((ref) => Object.values(sentences[ref]).filter((words) => holds(text, words))),
    ),
    [],
  );
  const mailed = scene.mailroom.letters.map(({ readable }) => readable).join('\n');
  check(
    'no word on health, money, family or justice lies in any mailbox',
    caseRefs.flatMap((ref) =>
      (['health', 'economic', 'social', 'judicial'] as const).filter((name) =>
        holds(mailed, sentences[ref][name] ?? '\u0000'),
      ),
    ),
    [],
  );
  return `${found.filter(([, { how }]) => how === 'attached').length} extracts attached, ${found.filter(([, { how }]) => how === 'by link').length} behind a link`;
};

/** The receipts of certified mail come back. */
export const receipts: Act = async (scene, check) => {
  const { stage, narrator } = scene;
  narrator.act('The certified mail has its receipts', stage.clock.now());
  narrator.say(
    `The provider of certified mail sends two receipts for the notice to ${nameOf(cast.maja.email)}: accettazione, then avvenuta consegna. They are known by their certification data (daticert.xml), not by their subject, and land on her line. Whoever fetches that mailbox hands them in with POST /v1/mail-messages.`,
  );
  const [notice] = scene.mailroom.letters.filter(({ channel }) => channel === 'pec');
  if (notice === undefined) throw new Error('no notice went by PEC');
  const first = await certify(scene, notice, 'accettazione');
  const second = await certify(scene, notice, 'avvenuta-consegna');
  narrator.space();
  check('both are taken as evidence', [first.effect, second.effect], ['evidence', 'evidence']);
  const { evidence } = await lineOf(scene, cast.maja.member_id);
  check(
    'her line says: taken by the provider, then delivered',
    evidence.filter(({ channel }) => channel === 'pec').map(({ state, code }) => [state, code]),
    [
      ['accepted_by_provider', 'accettazione'],
      ['delivered', 'avvenuta-consegna'],
    ],
  );
  return 'accettazione and avvenuta-consegna on the line of the recipient';
};

/** One address is wrong. */
export const bounced: Act = async (scene, check) => {
  const { stage, narrator } = scene;
  const { email, member_id } = cast.piero;
  narrator.act('One address is wrong', stage.clock.now());
  const { returnPath, parsed } = latestTo(scene, email, ['invitation']);
  narrator.say(
    `${email} is misspelt. The mail server of the school sends a bounce (RFC 3464) to the return path, which is of this one mail; it comes in over SMTP at the gateway's own listener (port ${stage.mailPort}). The organizer is told to try another way.`,
  );
  const said = await deliver(
    scene,
    '',
    returnPath,
    bounce({ to: email, returnPath, messageId: parsed.messageId ?? '' }),
  );
  const letters = await mailsNow(scene);
  narrator.quote(
    'what the organizer is told',
    (letters[0]?.parsed.text ?? '').split('\n').filter((line) => /non è|Sala/.test(line)),
  );
  narrator.space();
  check('the listener took it', said.slice(0, 3), '250');
  check(
    'it names him, and nobody whom a mail reached',
    members.filter(({ email: each }) => holds(letters[0]?.parsed.text ?? '', nameOf(each))).map((one) => one.member_id),
    [member_id],
  );
  check('one mail, to the organizer', posted(letters), expected(['Giulia Rota', 'mail_failed']));
  const { evidence } = await lineOf(scene, member_id);
  check(
    'his line says that the mail failed, and why',
    evidence.map(({ state, code }) => [state, code]),
    [['failed', '5.1.1']],
  );
  return 'bounce 5.1.1 on the line; the organizer was told';
};
