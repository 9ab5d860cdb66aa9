import type { MailKind } from '../../../contracts/canonical/convocation-message.ts';
import type { Convocation } from '../../../contracts/canonical/convocation-state.ts';
import type { DeliveryId } from '../../../contracts/canonical/ids.ts';
import { mailRelays } from '../../../contracts/catalogue/mail-relays.ts';
import type { NewDelivery } from '../../ports.ts';
import type { Deps } from '../deps.ts';

export type MailChannel = 'mail' | 'pec';

export const channelOf = (system: string): MailChannel => (system === mailRelays.pec ? 'pec' : 'mail');

type Told = { readonly member_id: string; readonly kind: MailKind; readonly channels: readonly MailChannel[] };

/** One delivery for each person and channel, in a lane of its own: a cancellation never overtakes its invitation, and nobody waits for others. */
export const queueMails = (
  deps: Pick<Deps, 'newId'>,
  state: Convocation,
  told: readonly Told[],
  facts: {
    readonly at: string;
    readonly correlation_id: string;
    readonly organizationOf: (memberId: string) => string;
  },
): readonly NewDelivery[] =>
  told.flatMap(({ member_id, kind, channels }) =>
    channels.map((channel) => ({
      id: deps.newId() as DeliveryId,
      convocation_id: state.id,
      member: member_id,
      version: state.version,
      task: 'mail' as const,
      event: kind,
      initiator: state.organizer,
      recipient: facts.organizationOf(member_id),
      system: mailRelays[channel],
      purpose: state.purpose,
      created_at: facts.at,
      correlation_id: facts.correlation_id,
      lane: `${state.id}:${member_id}:${channel}`,
      state: 'queued' as const,
      due_at: facts.at,
    })),
  );
