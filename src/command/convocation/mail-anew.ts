import type { MailKind } from '../../../contracts/canonical/convocation-message.ts';
import { type Delivery, isMailDelivery } from '../../../contracts/canonical/delivery.ts';
import type { NewDelivery } from '../../ports.ts';
import type { Deps } from '../deps.ts';
import { channelOf, queueMails } from './queue-mails.ts';

/** Whose link leads to documents, and what is sent in their place: after a change the invitation to the meeting as it is now. */
const anew: Partial<Readonly<Record<MailKind, MailKind>>> = {
  invitation: 'invitation',
  update: 'invitation',
  minutes: 'minutes',
};

/**
 * A mail to a member that arrived, sent once more as a mail of its own with fresh links, because the member lost it or used its link up. It has
 * another Message-ID: mailboxes drop a second mail with the same one. Null: nothing of the kind is sent anew.
 */
export async function mailAnew(
  deps: Pick<Deps, 'newId' | 'store'>,
  delivery: Delivery,
  facts: { readonly at: string; readonly correlation_id: string },
): Promise<NewDelivery | null> {
  if (!isMailDelivery(delivery) || delivery.state !== 'delivered') return null;
  const { convocation_id, member, event, system, recipient } = delivery;
  const kind = anew[event];
  const now = kind === undefined ? null : await deps.store.convocation(convocation_id);
  if (kind === undefined || now === null) return null;
  const told = { member_id: member, kind, channels: [channelOf(system)] };
  const [queued] = queueMails(deps, now, [told], { ...facts, organizationOf: () => recipient });
  return queued ?? null;
}
