import type { Convocation } from '../../../contracts/canonical/convocation-state.ts';
import type { MailDelivery } from '../../../contracts/canonical/delivery.ts';
import { isMailDelivery } from '../../../contracts/canonical/delivery.ts';
import { mailRelays } from '../../../contracts/catalogue/mail-relays.ts';
import { type ConvocationSaid, decide, evolve } from '../../core/convocation/index.ts';
import { gatewayAccount } from '../../policy/index.ts';
import type { MailEffect, MailRead, OurMail } from '../../ports.ts';
import { plainly } from '../public-record.ts';
import { caseRecord } from './case-record.ts';
import type { ConvocationDeps } from './deps.ts';
import { eventAfter } from './event-after.ts';
import { deniedToAnswer } from './gate-answer.ts';
import type { Judged } from './judged-cases.ts';
import { addresseeOf } from './line-of.ts';
import { channelOf, type MailChannel } from './queue-mails.ts';
import { answerAttemptsMax } from './record-event.ts';
import { writeEvent } from './write-event.ts';

/** What became of a mail that came in. `taken` false: it is about nothing of ours. */
export type MailTaken = { readonly taken: boolean; readonly effect: MailEffect['effect']; readonly why: string | null };

/** The line of a meeting that a mail is about, by what only our own mail carried. */
type Line = {
  readonly convocation_id: string;
  readonly member: string;
  readonly channel: MailChannel;
  readonly by_return_path: boolean;
};

/** A mail comes in: an answer or evidence lands on its recipient's line; everything else changes nothing. It is safe to take one twice. */
export const takeMail =
  (deps: ConvocationDeps) =>
  async (raw: Uint8Array, rcpt: string | null): Promise<MailTaken> => {
    const mail = await deps.readMail(raw);
    if (mail.kind === 'unreadable') return { taken: false, effect: 'none', why: mail.reason };
    const line = await lineOf(deps, mail, rcpt);
    if (line === null) return { taken: false, effect: 'none', why: 'not_ours' };
    for (let tries = 0; tries < answerAttemptsMax; tries += 1) {
      const taken = await attempt(deps, mail, { ...line, handed_in: rcpt === null });
      if (taken !== null) return taken;
    }
    throw new Error('others wrote to the convocation all the time');
  };

type HandedIn = Pick<OurMail, 'handed_in'>;
type Readable = Exclude<MailRead, { kind: 'unreadable' }>;

async function attempt(deps: ConvocationDeps, mail: Readable, line: Line & HandedIn): Promise<MailTaken | null> {
  const at = deps.clock();
  const network = await deps.network();
  const state = await deps.store.convocation(line.convocation_id);
  if (state === null) return { taken: false, effect: 'none', why: 'not_ours' };
  const ours = await oursOf(deps, state, line, at);
  if (ours === null) return { taken: false, effect: 'none', why: 'not_ours' };
  const effect = deps.matchMail(mail, ours);
  const said = saidBy(effect, line);
  const decided = said === null ? null : decide(state, { event: said, actors: actorsOf(said), at });
  const correlation_id = deps.newId();
  const record = (outcome: string, more: Partial<Pick<Judged, 'decision' | 'subject_id'>> = {}) =>
    caseRecord(deps, network, {
      at,
      correlation_id,
      operation: 'mail.intake',
      direction: 'in',
      decision: { ...plainly('permit/supplied'), purpose: state.purpose },
      to: state.organizer,
      convocation_id: state.id,
      outcome,
      ...more,
    });
  const denied =
    said?.type === 'answer' && decided?.refused === false
      ? await deniedToAnswer(deps, network, {
          account: gatewayAccount,
          state,
          member_id: line.member,
          answer: said.answer,
          at,
        })
      : [];
  if (denied.length > 0) {
    const records = denied.map(({ decision, subject_id }) => record('denied', { decision, subject_id }));
    await deps.store.commit({ exchanges: [record('no-effect/gate/denied'), ...records] });
    return { taken: true, effect: 'none', why: 'gate/denied' };
  }
  if (decided === null || decided.refused || decided.nothing_new) {
    const why = effect.effect === 'none' ? effect.why : decided?.refused ? decided.code : 'nothing_new';
    await deps.store.commit({ exchanges: [record(`no-effect/${why}`.slice(0, 60))] });
    return { taken: true, effect: 'none', why };
  }
  const event = eventAfter(state, decided, { at, by: 'gateway' });
  const written = await writeEvent(deps, { before: state, after: evolve(state, event), event, correlation_id });
  const committed = await deps.store.commit({ ...written, exchanges: [record(effect.effect)] });
  if (!committed.committed) return null;
  if (written.deliveries.length > 0) deps.wake();
  return { taken: true, effect: effect.effect, why: null };
}

/**
 * By the return path, the Message-ID of ours that it names, or the reply address. All that it names must lead to one line, and to one mail: a report about
 * one person's mail has nothing to say at another's address.
 */
async function lineOf(deps: ConvocationDeps, mail: Readable, rcpt: string | null): Promise<Line | null> {
  const addresses = [...(rcpt === null ? [] : [rcpt]), ...mail.to];
  const original = 'original_message_id' in mail ? mail.original_message_id : null;
  const returned = await deliveryIn(deps, addresses);
  const named = await deliveryIn(deps, original === null ? [] : [original]);
  if (returned !== null && named !== null && returned.id !== named.id) return null;
  const delivery = returned ?? named;
  const replied = await repliedLine(deps, addresses);
  if (delivery === null) return replied;
  const { convocation_id, member, system } = delivery;
  if (replied !== null && (replied.convocation_id !== convocation_id || replied.member !== member)) return null;
  return { convocation_id, member, channel: channelOf(system), by_return_path: returned !== null };
}

async function repliedLine(deps: ConvocationDeps, addresses: readonly string[]): Promise<Line | null> {
  for (const address of addresses) {
    const handle = deps.addresses.handleIn(address);
    const link = handle === null ? null : await deps.store.link(await deps.tokenDigest(handle));
    if (link?.kind === 'reply') return { ...link, channel: 'mail', by_return_path: false };
  }
  return null;
}

async function deliveryIn(deps: ConvocationDeps, named: readonly string[]): Promise<MailDelivery | null> {
  for (const each of named) {
    const id = await deps.addresses.deliveryOf(each);
    const delivery = id === null ? null : await deps.store.delivery(id);
    if (delivery !== null && isMailDelivery(delivery)) return delivery;
  }
  return null;
}

/** To one person about one meeting. */
const mailsReadMax = 100;

async function oursOf(
  deps: ConvocationDeps,
  state: Convocation,
  line: Line & HandedIn,
  at: string,
): Promise<OurMail | null> {
  const to = addresseeOf(state, await deps.network(), line.member);
  if (to === null) return null;
  const sent = { convocation_id: state.id, system: mailRelays[line.channel], member: line.member };
  const page = await deps.store.listDeliveries(sent, null, mailsReadMax);
  const own = page === 'invalid_cursor' ? [] : page.items;
  const answer = state.members.find(({ member }) => member.member_id === line.member)?.answer;
  return {
    channel: line.channel,
    by_return_path: line.by_return_path,
    handed_in: line.handed_in,
    attendee: line.channel === 'pec' ? (to.pec ?? to.email) : to.email,
    uid: await deps.addresses.uidOf(state.id, line.member),
    sequence: state.sequence,
    message_ids: await Promise.all(own.map(({ id }) => deps.addresses.messageId(id))),
    pec_sender: deps.mailIdentity?.pecAddress ?? null,
    answered_at: answer === undefined || answer.state === 'needs_action' ? null : (answer.replied_at ?? answer.at),
    at,
  };
}

function saidBy(effect: MailEffect, { member: member_id, channel }: Line): ConvocationSaid | null {
  switch (effect.effect) {
    case 'none':
      return null;
    case 'evidence': {
      const { state, code } = effect;
      return { type: 'record_evidence', evidence: { member_id, channel, state, ...(code === null ? {} : { code }) } };
    }
    case 'answer': {
      const { answer, sequence, replied_at } = effect;
      // A calendar has no field for a reason.
      const said = answer === 'declined' ? ({ answer, reason: 'other' } as const) : { answer };
      return { type: 'answer', member_id, answer: said, sequence, channel: 'mail', replied_at };
    }
    default:
      return effect satisfies never;
  }
}

const actorsOf = (said: ConvocationSaid) => (said.type === 'answer' ? (['member'] as const) : (['gateway'] as const));
