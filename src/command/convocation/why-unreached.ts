import type { z } from 'zod';
import type { AnswerLine } from '../../../contracts/canonical/convocation-message.ts';
import type { MemberEvidence } from '../../../contracts/canonical/convocation-state.ts';

type Why = NonNullable<z.infer<typeof AnswerLine>['unreached']>;

/** By which channel a mail did not arrive and why, by the newest word of each; nothing where it did. */
export function whyUnreached(
  evidence: readonly MemberEvidence[],
): Pick<z.infer<typeof AnswerLine>, 'channel' | 'unreached'> {
  for (const channel of ['mail', 'pec'] as const) {
    const newest = evidence.findLast((each) => each.channel === channel);
    const unreached = newest === undefined ? undefined : whyOf(newest);
    if (unreached !== undefined) return { channel, unreached };
  }
  return {};
}

/** RFC 3463, section 3: X.1 is about the address, X.2.2 a mailbox that is full, X.7 security or policy. */
function whyOf({ state, code = '' }: MemberEvidence): Why | undefined {
  if (state === 'no_receipt') return 'no_receipt';
  if (state !== 'failed') return undefined;
  if (/^[45]\.1\./.test(code)) return 'address';
  if (/^[45]\.2\.2$/.test(code)) return 'mailbox_full';
  return /^[45]\.7\./.test(code) ? 'not_accepted' : 'failed';
}
