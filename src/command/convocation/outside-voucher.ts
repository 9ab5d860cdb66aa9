import type { Convocation } from '../../../contracts/canonical/convocation-state.ts';
import type { Exchange, ExchangeOperation } from '../../../contracts/canonical/exchange.ts';
import type { Refusal } from '../../../contracts/canonical/refusal.ts';
import { accountOf, coversPurpose, outsideVoucher } from '../../policy/index.ts';
import type { Call, NetworkView } from '../../ports.ts';
import { denial } from '../gate.ts';
import { caseRecord } from './case-record.ts';
import type { ConvocationDeps } from './deps.ts';

/**
 * Whether the caller's voucher is for another purpose than the convocation's: then nothing of it is said, not even to who convened. Null: it may go
 * on, and the gate is asked about each case.
 */
export function deniedByVoucher(
  deps: Pick<ConvocationDeps, 'newId' | 'clock'>,
  network: NetworkView,
  call: Call,
  { id, purpose, organizer }: Pick<Convocation, 'id' | 'purpose' | 'organizer'>,
  operation: ExchangeOperation,
  direction: 'in' | 'out',
): { readonly record: Exchange; readonly refusal: Refusal } | null {
  const { caller, correlation_id } = call;
  if (coversPurpose(accountOf(caller), purpose)) return null;
  const decision = outsideVoucher(purpose);
  const record = caseRecord(deps, network, {
    at: deps.clock(),
    correlation_id,
    operation,
    direction,
    decision,
    from: direction === 'in' ? caller.organization : organizer,
    ...(direction === 'in' ? {} : { to: caller.organization }),
    client: caller.client_id,
    acting_user: caller.acting_user,
    convocation_id: id,
    outcome: 'denied',
  });
  return { record, refusal: denial(decision) };
}
