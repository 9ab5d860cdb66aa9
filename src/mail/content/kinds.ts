import type { MailKind } from '../../../contracts/canonical/convocation-message.ts';
import type { ConvocationMail } from '../../ports.ts';
import type { Letterhead } from '../texts/index.ts';

/** What a message of a kind is made of. */
export type Make = {
  /** The method of the calendar part (RFC 5546, section 1.4), or none. */
  readonly calendar: 'REQUEST' | 'CANCEL' | undefined;
  readonly to: 'professional' | 'beneficiary' | 'organizer' | 'head';
  /** Whether the recipient is asked for an answer. */
  readonly asks: boolean;
};

/**
 * A reminder carries the calendar again: who has not answered may have lost it. A beneficiary gets a letter, not a calendar entry: a shared
 * family calendar would tell the others.
 */
export const makes: Readonly<Record<MailKind, Make>> = {
  invitation: { calendar: 'REQUEST', to: 'professional', asks: true },
  update: { calendar: 'REQUEST', to: 'professional', asks: true },
  cancellation: { calendar: 'CANCEL', to: 'professional', asks: false },
  reminder: { calendar: 'REQUEST', to: 'professional', asks: true },
  minutes: { calendar: undefined, to: 'professional', asks: false },
  letter: { calendar: undefined, to: 'beneficiary', asks: true },
  letter_update: { calendar: undefined, to: 'beneficiary', asks: true },
  letter_cancellation: { calendar: undefined, to: 'beneficiary', asks: false },
  confirmation: { calendar: undefined, to: 'organizer', asks: false },
  confirmation_lost: { calendar: undefined, to: 'organizer', asks: false },
  answers_overdue: { calendar: undefined, to: 'organizer', asks: false },
  mail_failed: { calendar: undefined, to: 'organizer', asks: false },
  meeting_record: { calendar: undefined, to: 'head', asks: false },
};

/** The calendar goes by ordinary mail only: a PEC provider may wrap or drop it. */
export const calendarMethod = ({ kind, channel }: Pick<ConvocationMail, 'kind' | 'channel'>) =>
  channel === 'mail' ? makes[kind].calendar : undefined;

export const letterheadOf = ({ kind, changes }: Pick<ConvocationMail, 'kind' | 'changes'>): Letterhead =>
  kind === 'cancellation' && changes.some(({ what }) => what === 'you_were_removed' || what === 'case_withdrawn')
    ? 'cancellation_of_part'
    : kind;
