import type { z } from 'zod';
import type {
  AnswerLine,
  BeneficiaryLine,
  ConvocationMailHead,
  MailChange,
} from '../../../contracts/canonical/convocation-message.ts';
import type { BeneficiaryState, Convocation, MemberState } from '../../../contracts/canonical/convocation-state.ts';
import { type DataClass, dataClasses } from '../../../contracts/canonical/data-class.ts';
import { isMailDelivery, type MailDelivery } from '../../../contracts/canonical/delivery.ts';
import { activeMembers, beneficiariesUnreached, membersUnreached } from '../../core/convocation/index.ts';
import { assembleForMember } from '../../policy/index.ts';
import type { ComposedMail, ConvocationMail, Disclosed, Link, MailDocument, NetworkView } from '../../ports.ts';
import type { ConvocationDeps } from './deps.ts';
import type { Documents } from './documents-for.ts';
import { plusHours } from './instants.ts';
import type { Judged } from './judged-cases.ts';
import type { Addressee } from './line-of.ts';
import type { MailChannel } from './queue-mails.ts';
import { whyUnreached } from './why-unreached.ts';

export type Ask = {
  readonly delivery: Pick<MailDelivery, 'convocation_id' | 'member' | 'event' | 'system' | 'created_at'> & {
    readonly id: string;
  };
  /** As of before what the mail tells; null where there was nothing. */
  readonly before: Convocation | null;
  readonly asTold: Convocation;
  readonly to: Addressee;
  readonly changes: readonly MailChange[];
  readonly cases: readonly Judged[];
  readonly documents: Documents;
  readonly channel: MailChannel;
  readonly at: string;
};

const documentDaysDefault = 14;
const documentViewsDefault = 10;
const referencesMax = 20;
const mailsReadMax = 100;

/** The message, and the fresh links it carries: each attempt has tokens of its own, of which only the digests are kept. */
export async function composeFor(
  deps: ConvocationDeps,
  network: NetworkView,
  ask: Ask,
): Promise<{ readonly message: ComposedMail; readonly links: readonly Link[] }> {
  const { delivery, asTold, to, documents, channel } = ask;
  const asksForAnswer = to.is === 'member' && ['invitation', 'update', 'reminder'].includes(delivery.event);
  const settings = network.document.convocations;
  const answer = asksForAnswer ? await newLink(deps, ask, 'answer', asTold.meeting.ends_at, answerViews) : null;
  const behindLink = documents.cases.length > 0 && !(documents.byMail && channel === 'mail');
  const since = delivery.event === 'minutes' ? ask.at : asTold.meeting.ends_at;
  const until = plusHours(since, 24 * (settings?.document_days ?? documentDaysDefault));
  const views = settings?.document_views_max ?? documentViewsDefault;
  const reading = behindLink ? await newLink(deps, ask, 'documents', until, views) : null;
  const mail = await mailOf(deps, network, ask, { answer: answer?.url, documents: reading?.url });
  const attached = await attachments(deps, ask, mail);
  const message = await deps.composeMail(mail, attached);
  return { message, links: [answer, reading].flatMap((made) => (made === null ? [] : [made.link])) };
}

// An answer may be changed until the meeting, so its page has no number of visits.
const answerViews = 1_000_000;

async function newLink(
  deps: ConvocationDeps,
  { asTold, to, at }: Ask,
  kind: 'answer' | 'documents',
  expires_at: string,
  views_left: number,
): Promise<{ readonly link: Link; readonly url: string }> {
  const token = deps.newToken();
  const digest = await deps.tokenDigest(token);
  const expires = new Date(expires_at).toISOString();
  const link: Link = {
    digest,
    kind,
    convocation_id: asTold.id,
    member: to.member_id,
    views_left,
    expires_at: expires,
    created_at: at,
  };
  return { link, url: `${deps.publicUrl}/v1/${kind === 'answer' ? 'answers' : 'documents'}/${token}` };
}

export async function mailOf(
  deps: ConvocationDeps,
  network: NetworkView,
  ask: Ask,
  links: { readonly answer?: string | undefined; readonly documents?: string | undefined },
): Promise<Disclosed<ConvocationMail>> {
  const { delivery, asTold, to, changes, cases, channel } = ask;
  const { addresses } = deps;
  const handle = await addresses.handleOf(asTold.id, to.member_id);
  const forOrganizer = ['confirmation', 'confirmation_lost', 'answers_overdue', 'mail_failed'].includes(delivery.event);
  const withMinutes = delivery.event === 'minutes' || delivery.event === 'meeting_record';
  const organizer = network.organization(asTold.organizer);
  const { email, given_name, family_name, phone } = asTold.organizer_contact;
  const head: ConvocationMailHead = {
    kind: delivery.event,
    channel,
    language: to.language,
    at: delivery.created_at,
    message_id: await addresses.messageId(delivery.id),
    references: await referencesOf(deps, delivery),
    reply_address: addresses.replyAddress(handle, channel),
    return_path: await addresses.returnPath(delivery.id, channel),
    sender_name: organizer?.name ?? deps.mailIdentity?.name ?? 'Raccordo',
    uid: await addresses.uidOf(asTold.id, to.member_id),
    sequence: sequenceFor(asTold, delivery),
    to: {
      member_id: to.member_id,
      given_name: to.given_name,
      family_name: to.family_name,
      ...(to.function === undefined ? {} : { function: to.function }),
      email: channel === 'pec' ? (to.pec ?? to.email) : to.email,
    },
    organizer: {
      name: organizer?.name ?? asTold.organizer,
      given_name,
      family_name,
      email,
      ...(phone === undefined ? {} : { phone }),
    },
    meeting: meetingFor(ask),
    ...(asTold.answer_by === null || to.is !== 'member' ? {} : { answer_by: asTold.answer_by }),
    required: to.required,
    changes: [...changes],
    ...(forOrganizer ? { answers: answersOf(linesFor(asTold, delivery.event), network) } : {}),
    ...(delivery.event === 'mail_failed'
      ? { unreached_beneficiaries: beneficiariesUnreached(asTold).map(invitedLine) }
      : {}),
    ...(withMinutes && asTold.minutes_text !== null ? { minutes_text: asTold.minutes_text } : {}),
    links: {
      ...(links.answer === undefined ? {} : { answer: links.answer }),
      ...(links.documents === undefined ? {} : { documents: links.documents }),
    },
    withheld: union(cases.map((c) => c.withheld)),
  };
  return assembleForMember(
    head,
    cases.map(({ value }) => value),
  );
}

const invitedLine = ({ given_name, family_name, evidence }: BeneficiaryState): z.infer<typeof BeneficiaryLine> => ({
  given_name,
  family_name,
  ...whyUnreached(evidence),
});

/** Whose part is off is told of the meeting that they knew. */
const meetingFor = ({ before, asTold, delivery: { event } }: Ask): Convocation['meeting'] =>
  event === 'cancellation' && asTold.status !== 'cancelled' && before !== null ? before.meeting : asTold.meeting;

/** Somebody who leaves gets a cancellation beyond the sequence that they know, though the meeting itself goes on at its own. */
const sequenceFor = (asTold: Convocation, { event }: Ask['delivery']): number =>
  event === 'cancellation' && asTold.status !== 'cancelled' ? asTold.sequence + 1 : asTold.sequence;

/** Of whom the organizer is told: all lines, or those whom a mail did not reach. */
const linesFor = (state: Convocation, kind: MailDelivery['event']): readonly MemberState[] =>
  kind === 'mail_failed' ? membersUnreached(state) : activeMembers(state);

function answersOf(lines: readonly MemberState[], network: NetworkView): z.infer<typeof AnswerLine>[] {
  return lines.map(({ member, answer, evidence }) => ({
    member_id: member.member_id,
    given_name: member.given_name,
    family_name: member.family_name,
    organization_name: network.organization(member.organization)?.name ?? member.organization,
    answer: answer.state,
    required: member.required === true,
    ...whyUnreached(evidence),
  }));
}

/** The mails to this line before: so that update and cancellation stand under the invitation. */
async function referencesOf(deps: ConvocationDeps, { id, convocation_id, system, member }: Ask['delivery']) {
  const page = await deps.store.listDeliveries({ referral_id: convocation_id, system, member }, null, mailsReadMax);
  const before = page === 'invalid_cursor' ? [] : page.items.filter(isMailDelivery);
  const ids = before.filter((mail) => mail.id < id).map((mail) => mail.id);
  return Promise.all(
    ids
      .sort()
      .slice(-referencesMax)
      .map((each) => deps.addresses.messageId(each)),
  );
}

async function attachments(
  deps: ConvocationDeps,
  { documents, channel }: Ask,
  mail: Disclosed<ConvocationMail>,
): Promise<readonly MailDocument[]> {
  if (mail.kind.startsWith('letter')) return [await deps.composeLetter(mail)];
  if (!documents.byMail || channel !== 'mail' || documents.cases.length === 0) return [];
  return [
    await deps.composeExtract(
      documents.cases.map(({ extract }) => extract),
      mail,
    ),
  ];
}

const union = (lists: readonly (readonly DataClass[])[]): DataClass[] =>
  dataClasses.filter((c) => lists.some((list) => list.includes(c)));
