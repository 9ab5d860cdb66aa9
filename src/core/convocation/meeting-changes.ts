import type { Meeting } from '../../../contracts/canonical/convocation.ts';
import { compareInstants } from '../rome/index.ts';

export type MaterialChange = 'time' | 'place' | 'mode';

/** What changed of a meeting so that everybody is asked anew and SEQUENCE rises (RFC 5546 section 2.1.4). On line, the address is the place. */
export function meetingChanges(before: Meeting, after: Meeting): readonly MaterialChange[] {
  const time =
    compareInstants(before.starts_at, after.starts_at) !== 0 || compareInstants(before.ends_at, after.ends_at) !== 0;
  const place =
    before.place?.name !== after.place?.name ||
    before.place?.address !== after.place?.address ||
    before.place?.organization !== after.place?.organization ||
    before.online_url !== after.online_url;
  return [
    ...(time ? (['time'] as const) : []),
    ...(place ? (['place'] as const) : []),
    ...(before.mode === after.mode ? [] : (['mode'] as const)),
  ];
}
