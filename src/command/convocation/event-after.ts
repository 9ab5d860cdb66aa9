import type { Convocation } from '../../../contracts/canonical/convocation-state.ts';
import type { Content } from '../../core/convocation/index.ts';
import type { StoredConvocationEvent } from '../../ports.ts';

/** What was decided, as the next event of the convocation. `by` is the body that said it, or `gateway`. */
export const eventAfter = (
  { id, version }: Pick<Convocation, 'id' | 'version'>,
  { type, payload, parts }: Content,
  { at, by }: Pick<StoredConvocationEvent, 'at' | 'by'>,
): StoredConvocationEvent => ({ stream: id, version: version + 1, type, at, by, subject_id: id, payload, parts });
