import type { Convocation } from '../../../contracts/canonical/convocation-state.ts';
import type { MailDelivery } from '../../../contracts/canonical/delivery.ts';
import { decide, evolve, memberOf } from '../../core/convocation/index.ts';
import type { ReportMail } from '../../dispatch/index.ts';
import type { ConvocationDeps } from './deps.ts';
import { eventAfter } from './event-after.ts';
import { channelOf, type MailChannel } from './queue-mails.ts';
import { writeEvent } from './write-event.ts';

/**
 * What a mail that the relay refused for good, that was given up or that a person abandoned changes in its convocation: the same as a bounce, so the
 * organizer is told. One that the relay took after such an end takes the word back. To be written with the settlement, all or nothing. Mails to
 * who has no line, the organizer's notices among them, change nothing.
 */
export const reportMail =
  (deps: ConvocationDeps): ReportMail =>
  async ({ convocation_id, member: member_id, system, correlation_id }, { state: settled, code, at }) => {
    const state = await deps.store.convocation(convocation_id);
    if (state === null) return { closed: false };
    const channel = channelOf(system);
    const failed = settled === 'refused' || settled === 'abandoned';
    if (!failed && !isRefusedByRelay(state, member_id, channel)) return { closed: false };
    const word = failed ? ('failed' as const) : ('relayed' as const);
    const evidence = { member_id, channel, state: word, code: code.slice(0, codeCharactersMax) };
    const decided = decide(state, { event: { type: 'record_evidence', evidence }, actors: ['gateway'], at });
    if (decided.refused || decided.nothing_new) return { closed: false };
    const event = eventAfter(state, decided, { at, by: 'gateway' });
    const written = await writeEvent(deps, { before: state, after: evolve(state, event), event, correlation_id });
    return { ...written, closed: false };
  };

const codeCharactersMax = 40;

/** Whether the newest word of a line's channel is that its mail never left: codes of deliveries have a slash, those of bounces have none. */
export function isRefusedByRelay(state: Convocation, memberId: MailDelivery['member'], channel: MailChannel): boolean {
  const line = memberOf(state, memberId) ?? state.beneficiaries.find(({ member_id }) => member_id === memberId);
  const newest = line?.evidence.findLast((each) => each.channel === channel);
  return newest?.state === 'failed' && newest.code?.includes('/') === true;
}
