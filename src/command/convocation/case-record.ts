import type { Exchange } from '../../../contracts/canonical/exchange.ts';
import type { NetworkView } from '../../ports.ts';
import type { Deps } from '../deps.ts';
import { type ExchangeFacts, exchangeRecord } from '../exchange-record.ts';

type Facts = Omit<ExchangeFacts, 'id' | 'network'> & { readonly convocation_id: string };

/** The ledger record of an exchange about one case of a convocation, or about the meeting where no person is named. */
export const caseRecord = (
  deps: Pick<Deps, 'newId'>,
  network: NetworkView | { readonly version: number },
  { convocation_id, ...facts }: Facts,
): Exchange => ({ ...exchangeRecord({ ...facts, id: deps.newId(), network }), convocation_id });
