import { refuse } from '../../contracts/canonical/refusal.ts';
import { tracingDay, tracingPageRows, tracingText } from '../pdnd/index.ts';
import { publish } from '../policy/index.ts';
import type { Call, Outcome, WireReply } from '../ports.ts';
import type { Deps } from './deps.ts';

/** What PDND's tracing takes for a day, from the store of the running gateway. It names purposes and vouchers, and no person. */
export const readTracing =
  ({ clock, store }: Pick<Deps, 'clock' | 'store'>, linesMax = tracingPageRows) =>
  async (_call: Call, { date }: { readonly date: string }): Promise<Outcome<WireReply>> => {
    const day = tracingDay(date, clock());
    if (day === null) return refuse('tracing/day-not-begun');
    const body = await tracingText(store.tracing, day, linesMax);
    if (body === null) return refuse('tracing/too-many-lines');
    return {
      refused: false,
      status: 200,
      headers: { 'content-disposition': `attachment; filename="tracing-${day.date}.csv"` },
      body: publish({ status: 200, contentType: 'text/csv; charset=utf-8', body }),
    };
  };
