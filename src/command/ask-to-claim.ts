import type { Referral } from '../../contracts/canonical/referral.ts';
import type { Account, Decision } from '../policy/index.ts';
import type { EvidenceSet, NetworkView } from '../ports.ts';
import { askGate } from './gate.ts';

type Ask = {
  readonly account: Account;
  readonly network: NetworkView;
  readonly referral: Referral;
  /** The provider that would claim. */
  readonly organization: string;
  readonly evidence: EvidenceSet;
  readonly today: string;
};

/** Whether an open referral might be sent to this provider. Who could not claim it has no business with it. */
export const askToClaim = ({ account, network, referral, organization, evidence, today }: Ask): Decision =>
  askGate({
    account,
    network,
    from: referral.request.initiator,
    to: organization,
    operation: 'refer',
    purpose: referral.request.purpose,
    request: referral.request,
    evidence,
    today,
  });
