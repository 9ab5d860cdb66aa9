import type { ConvocationReceipt } from '../../../contracts/api/convocation-views.ts';
import type { Convocation } from '../../../contracts/canonical/convocation-state.ts';
import { type Actor, availableEvents } from '../../core/convocation/index.ts';
import { publish } from '../../policy/index.ts';
import type { Answer, Finding } from '../../ports.ts';
import { etagOf } from '../receipt.ts';

export function convocationReceipt(
  state: Convocation,
  actors: readonly Actor[],
  at: string,
  status: 200 | 201,
  mails: number,
  findings: readonly Finding[] = [],
): Answer<ConvocationReceipt> {
  const location = status === 201 ? { location: `/v1/convocations/${state.id}` } : {};
  return {
    refused: false,
    status,
    headers: { etag: etagOf(state.version), ...location },
    body: publish({
      id: state.id,
      version: state.version,
      status: state.status,
      sequence: state.sequence,
      mails,
      ...(findings.length > 0 ? { findings: [...findings] } : {}),
      available_events: [...availableEvents(state, actors, at)],
    }),
  };
}
