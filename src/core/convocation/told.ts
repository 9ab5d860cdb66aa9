import type { MailChange, MailKind } from '../../../contracts/canonical/convocation-message.ts';
import type { BeneficiaryState, MemberState } from '../../../contracts/canonical/convocation-state.ts';

export type MailChannel = 'mail' | 'pec';

/** One person who is told something after an event. */
export type Told = {
  /** A `member_id`; for who is no member, `organizerId` or `headId`, which no label of a member can equal. */
  readonly member_id: string;
  readonly kind: MailKind;
  /** What changed for them, about their own cases only. */
  readonly changes: readonly MailChange[];
  /** Empty for a letter that goes by post: it is fetched as PDF. */
  readonly channels: readonly MailChannel[];
};

/** Stands for the organizer where a mail is addressed. */
export const organizerId = '_organizer';

/** Stands for the head of a member body. */
export const headId = (organization: string): string => `_head:${organization}`;

/** Kinds that are a formal notice, and so go to the certified mailbox as well. */
const formal: readonly MailKind[] = ['invitation', 'update', 'cancellation'];

export const tellMember = (
  { member }: Pick<MemberState, 'member'>,
  kind: MailKind,
  changes: readonly MailChange[] = [],
): Told => ({
  member_id: member.member_id,
  kind,
  changes,
  channels: member.pec !== undefined && formal.includes(kind) ? ['mail', 'pec'] : ['mail'],
});

export const tellBeneficiary = (
  { member_id, email }: BeneficiaryState,
  kind: 'letter' | 'letter_update' | 'letter_cancellation',
  changes: readonly MailChange[] = [],
): Told => ({ member_id, kind, changes, channels: email === undefined ? [] : ['mail'] });

export const tellOrganizer = (kind: MailKind): Told => ({
  member_id: organizerId,
  kind,
  changes: [],
  channels: ['mail'],
});

export const tellHead = (organization: string): Told => ({
  member_id: headId(organization),
  kind: 'meeting_record',
  changes: [],
  channels: ['mail'],
});

export const youWereRemoved: readonly MailChange[] = [{ what: 'you_were_removed' }];
