import type { ConvocationReceipt, ConvocationView } from '../../../contracts/api/convocation-views.ts';
import type { MailIntakeReceipt } from '../../../contracts/api/mail.ts';
import type { Exchange } from '../../../contracts/canonical/exchange.ts';
import { taken } from '../../world/people.ts';
import type { Narrator } from '../narrator.ts';
import type { Stage } from '../stage.ts';
import type { Check } from '../steps.ts';
import { beneficiary, caseIds, caseRefs, colleague, members, organizerEmail } from './cast.ts';
import { handIn, pecReceipt, type ReceiptKind } from './handing-in.ts';
import { type Channel, holds, type Letter, linkIn, type Mailroom } from './mailroom.ts';

/** What the acts of this story share. */
export type Scene = {
  readonly stage: Stage;
  readonly narrator: Narrator;
  readonly mailroom: Mailroom;
  /** The preliminary analysis of each case, once recorded. */
  readonly analyses: Map<string, string>;
  /** The convocation, once there is one. */
  readonly convocation: { id: string };
  readonly pecAddress: string;
};

/** One act: it does something, tells it, and checks on the far side that it happened. Answers in a line what came of it. */
export type Act = (scene: Scene, check: Check) => Promise<string>;

const comune = 'comune-sportello';

export const readConvocation = async ({ stage, convocation }: Scene): Promise<ConvocationView> =>
  taken(await stage.as(comune).get<ConvocationView>(`/v1/convocations/${convocation.id}`));

/** The line of a member, as the organizer reads it. */
export async function lineOf(scene: Scene, member_id: string) {
  const found = (await readConvocation(scene)).members.find((line) => line.member_id === member_id);
  if (found === undefined) throw new Error(`there is no line of ${member_id}`);
  return { ...found, evidence: found.evidence ?? [] };
}

/** What the organizer says about the convocation. */
export async function say({ stage, convocation }: Scene, event: object): Promise<ConvocationReceipt> {
  const path = `/v1/convocations/${convocation.id}`;
  const { version } = taken(await stage.as(comune).get<ConvocationView>(path));
  return taken(await stage.as(comune).post<ConvocationReceipt>(`${path}/events`, event, { version }));
}

/** Lets the gateway do what is due, and takes what it handed over meanwhile. */
export async function mailsNow({ stage, mailroom }: Scene): Promise<readonly Letter[]> {
  await stage.tick();
  return mailroom.collect(stage);
}

const ticksMax = 100;

/** Lets time pass until `end`, doing what becomes due on the way. */
export async function passUntil({ stage }: Scene, end: string): Promise<void> {
  for (let ticks = 0; ticks < ticksMax; ticks += 1) {
    await stage.tick();
    const due = await stage.nextDue();
    if (due === null || due > end) break;
    stage.clock.until(due);
  }
  stage.clock.until(end);
  await stage.tick();
}

/** The latest message of a kind to an address. */
export function latestTo({ mailroom }: Scene, to: string, kinds: readonly string[]): Letter {
  const found = mailroom.letters.findLast((letter) => letter.to === to && kinds.includes(letter.kind));
  if (found === undefined) throw new Error(`no ${kinds.join(' or ')} went to ${to}`);
  return found;
}

/** A person without a browser: opens the page of the link, takes the form as it stands there, and posts it. */
export async function answerOnPage(scene: Scene, email: string, answer: string, fields: object = {}) {
  const url = linkIn(latestTo(scene, email, ['invitation', 'update', 'reminder']), 'answers');
  const page = await fetch(url, { headers: { accept: 'text/html' } });
  const sequence = /name="sequence" value="(\d+)"/.exec(await page.text())?.[1] ?? '';
  const form = new URLSearchParams({ answer, sequence, ...fields });
  const reply = await fetch(url, { method: 'POST', headers: { accept: 'text/html' }, body: form });
  return { shown: page.status, sequence, status: reply.status, html: await reply.text() };
}

/** The provider of certified mail says what became of a message; whoever fetches that mailbox hands it to the gateway. */
export async function certify(scene: Scene, letter: Letter, kind: ReceiptKind): Promise<MailIntakeReceipt> {
  const messageId = letter.parsed.messageId ?? '';
  const raw = pecReceipt(kind, { ...letter, messageId, sender: scene.pecAddress });
  const more = { text: raw, contentType: 'message/rfc822' };
  return taken(await scene.stage.as('ats-amministratore').post<MailIntakeReceipt>('/v1/mail-messages', null, more));
}

/** Hands a mail to the gateway's own listener. */
export const deliver = ({ stage }: Scene, from: string, to: string, raw: string): Promise<string> =>
  handIn(stage.mailPort, { from, to, raw });

export const ledgerOf = async ({ stage }: Scene): Promise<readonly Exchange[]> => {
  const items: Exchange[] = [];
  let cursor: string | null = null;
  do {
    const more = cursor === null ? '' : `&cursor=${encodeURIComponent(cursor)}`;
    const page: { items: Exchange[]; next_cursor: string | null } = taken(
      await stage
        .as('ats-amministratore')
        .get<{ items: Exchange[]; next_cursor: string | null }>(`/v1/exchanges?limit=100${more}`),
    );
    items.push(...page.items);
    cursor = page.next_cursor;
  } while (cursor !== null && items.length < 2000);
  return items;
};

/** What the ledger says of the latest mail that came in. */
export const latestIntake = async (scene: Scene): Promise<string> =>
  (await ledgerOf(scene)).find(({ operation }) => operation === 'mail.intake')?.outcome ?? '';

export const nameOf = (email: string): string => {
  const people = [...members, beneficiary, colleague];
  const found = people.find((one) => one.email === email || ('pec' in one && one.pec === email));
  return found === undefined
    ? email === organizerEmail
      ? 'Giulia Rota'
      : (email.split('@')[0] ?? email)
    : `${found.given_name} ${found.family_name}`;
};
export const shortBody = (id: string) => id.replace(/-borgoverde$/, '');
export const casesIn = (text: string) => caseRefs.filter((ref) => holds(text, caseIds[ref]));
export const inWords = (name: string): string => name.replaceAll('_', ' ');

const kindsInOrder = (letters: readonly Letter[]) =>
  letters.map(({ channel, to, kind }) => [nameOf(to), kind, channel]);
/** Who got what, by channel, in an order that does not hang on the network. */
export const posted = (letters: readonly Letter[]): readonly (readonly string[])[] =>
  kindsInOrder(letters).toSorted((a, b) => a.join().localeCompare(b.join()));
export const expected = (...rows: readonly (readonly [string, string, Channel?])[]): readonly (readonly string[])[] =>
  rows
    .map(([who, kind, channel = 'mail']) => [who, kind, channel])
    .toSorted((a, b) => a.join().localeCompare(b.join()));

/** As the message itself names them. */
export const readerOf = ({ to }: Letter['parsed']): string => [to ?? []].flat()[0]?.value[0]?.name ?? '';

/** One line for each message: to whom, in which words, and of which cases it speaks. */
export function tellMails({ narrator }: Scene, letters: readonly Letter[]): void {
  narrator.table(
    ['to', 'of', 'by', 'what', 'cases', 'subject'],
    letters.map(({ recipient, channel, kind, readable, parsed }) => [
      readerOf(parsed),
      shortBody(recipient),
      channel,
      inWords(kind),
      casesIn(readable)
        .map((ref) => ref.slice(-1))
        .join(' '),
      parsed.subject ?? '',
    ]),
  );
  narrator.space();
}
