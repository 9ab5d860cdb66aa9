import type { TeamMember } from '../../../contracts/canonical/convocation.ts';
import type { BeneficiaryState, MemberAnswer, MemberState } from '../../../contracts/canonical/convocation-state.ts';
import type { Part } from './state.ts';

/** Asked, and nothing said yet. */
export const asked = (sequence: number, at: string): MemberAnswer => ({
  state: 'needs_action',
  sequence,
  at,
});

export const asMember = (member: TeamMember, sequence: number, at: string): MemberState => ({
  member,
  answer: asked(sequence, at),
  evidence: [],
  removed: false,
});

export const newBeneficiaries = (parts: readonly Part<'convene' | 'change_members'>[]): BeneficiaryState[] =>
  parts
    .flatMap(({ payload }) => payload?.beneficiaries ?? [])
    .map((b) => ({ ...b, evidence: [], removed: false, attendance: null }));
