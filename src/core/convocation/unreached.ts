import type {
  BeneficiaryState,
  Convocation,
  MemberEvidence,
  MemberState,
} from '../../../contracts/canonical/convocation-state.ts';

/** Members whom a mail did not reach: who is called now, and who left and was to be told that just now. */
export const membersUnreached = (state: Convocation): readonly MemberState[] =>
  state.members.filter((line) => isUnreached(line) && isTold(line, state));

/** The names of beneficiaries whom a letter did not reach. */
export const beneficiariesUnreached = (state: Convocation): Pick<BeneficiaryState, 'given_name' | 'family_name'>[] =>
  state.beneficiaries
    .filter((line) => isUnreached(line) && isTold(line, state))
    .map(({ given_name, family_name }) => ({ given_name, family_name }));

type Line = { readonly evidence: readonly MemberEvidence[]; readonly removed: boolean };

const isTold = ({ evidence, removed }: Line, { updated_at }: Convocation): boolean =>
  !removed || evidence.at(-1)?.at === updated_at;

/** By the newest word of each channel. */
const isUnreached = ({ evidence }: Line): boolean =>
  (['mail', 'pec'] as const).some((channel) => {
    const newest = evidence.findLast((each) => each.channel === channel)?.state;
    return newest === 'failed' || newest === 'no_receipt';
  });
