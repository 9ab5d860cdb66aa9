import type { DataClass } from '../../contracts/canonical/data-class.ts';
import { type PartialReferralMessage, ReferralMessage } from '../../contracts/canonical/message.ts';
import { discloser } from './disclose.ts';
import type { Disclosed } from './disclosed.ts';

const cutMessage = discloser<ReferralMessage>(ReferralMessage, 'ReferralMessage');

export type MessageDisclosure = {
  readonly message: Disclosed<PartialReferralMessage>;
  readonly asked: readonly DataClass[];
  readonly disclosed: readonly DataClass[];
  readonly withheld: readonly DataClass[];
};

/** One message for one recipient. The envelope (ids, codes, the bodies' directory entries, the state) is of class `public`, so it stays whole. */
export function discloseMessage(message: ReferralMessage, classes: ReadonlySet<DataClass>): MessageDisclosure {
  const { value, asked, disclosed, withheld } = cutMessage(message, classes);
  const cut = { request: {}, progress: {}, ...value, withheld: [...withheld] };
  return { message: cut as Disclosed<PartialReferralMessage>, asked, disclosed, withheld };
}
