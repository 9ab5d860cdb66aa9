import type { BeneficiaryState, Convocation, MemberState } from '../../../contracts/canonical/convocation-state.ts';

type Line = Pick<MemberState, 'evidence' | 'removed'>;

/** Members whom a mail did not reach: who is called now, and who left and was to be told that just now. */
export const membersUnreached = (state: Convocation): readonly MemberState[] =>
  state.members.filter((line) => isUnreached(line) && isTold(line, state));

/** Beneficiaries whom a letter did not reach. */
export const beneficiariesUnreached = (state: Convocation): BeneficiaryState[] =>
  state.beneficiaries.filter((line) => isUnreached(line) && isTold(line, state));

const isTold = ({ evidence, removed }: Line, { updated_at }: Convocation): boolean =>
  !removed || evidence.at(-1)?.at === updated_at;

/** By the newest word of each channel. */
const isUnreached = ({ evidence }: Line): boolean =>
  (['mail', 'pec'] as const).some((channel) => isFailing(evidence.findLast((each) => each.channel === channel)));

const isFailing = (word: Line['evidence'][number] | undefined): boolean =>
  word?.state === 'failed' || word?.state === 'no_receipt';

/** Whether the organizer has been, or will be, told of more mails that failed since, by a notice that names everybody whom this one would. */
export function isToldAnew(asTold: Convocation, now: Convocation): boolean {
  const before = new Set(failuresOf(asTold));
  const named = new Set(unreachedIds(now));
  return failuresOf(now).some((each) => !before.has(each)) && unreachedIds(asTold).every((id) => named.has(id));
}

type Known = Pick<Convocation, 'members' | 'beneficiaries'>;

const linesOf = ({ members, beneficiaries }: Known) => [
  ...members.map(({ member, evidence, removed }) => ({ id: String(member.member_id), evidence, removed })),
  ...beneficiaries.map(({ member_id, evidence, removed }) => ({ id: String(member_id), evidence, removed })),
];

const unreachedIds = (state: Convocation): string[] =>
  linesOf(state).flatMap((line) => (isUnreached(line) && isTold(line, state) ? [line.id] : []));

const failuresOf = (state: Known): string[] =>
  linesOf(state).flatMap(({ id, evidence }) =>
    evidence.filter(isFailing).map(({ channel, state: said, at, code }) => [id, channel, said, at, code].join(' ')),
  );
