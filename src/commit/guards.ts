import type { Guard } from '../ports.ts';
import type { Statement } from './engine.ts';
import { guardDeliveryState, guardEvidence, guardLease, guardLink, guardNetwork } from './statements/guard.ts';

/** What a decision stood on, as the statement that fails when it does not hold any more. */
export function guardStatement(guard: Guard): Statement {
  switch (guard.holds) {
    case 'network_version':
      return guardNetwork({ version: guard.version });
    case 'evidence_version':
      return guardEvidence({ subject_id: guard.subject_id, version: guard.version });
    case 'lease':
      return guardLease({ id: guard.delivery_id, lease: guard.lease });
    case 'delivery_state':
      return guardDeliveryState({ id: guard.delivery_id, state: guard.state });
    case 'link':
      return guardLink({ digest: guard.digest, at: guard.at });
    default:
      return guard satisfies never;
  }
}
