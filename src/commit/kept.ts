import type { Store, TracingRow } from '../ports.ts';
import type { Context } from './context.ts';
import { read, write } from './statement.ts';
import { keepValue, keptValue } from './statements/kept.ts';
import { tracingRows } from './statements/tracing.ts';

type Area = Pick<Store, 'keep' | 'kept' | 'tracing'>;

const beforeAll: Omit<TracingRow, 'requests_count'> = { purpose_id: '', status: 0, token_id: '' };

export function keptArea({ engine }: Context): Area {
  return {
    keep: async (kept_key, value, expires_at) => {
      await write(engine, keepValue({ kept_key, value, expires_at }));
    },
    kept: async (kept_key, now) => {
      const [[row]] = await read(engine, keptValue({ kept_key, now }));
      return row?.value ?? null;
    },
    tracing: async ({ from, until }, after, limit) => {
      const { purpose_id, status, token_id } = after ?? beforeAll;
      const [rows] = await read(engine, tracingRows({ from, until, purpose_id, status, token_id, limit }));
      return rows.flatMap((row) =>
        row.purpose_id === null || row.call_status === null || row.token_id === null
          ? []
          : [
              {
                purpose_id: row.purpose_id,
                status: row.call_status,
                token_id: row.token_id,
                requests_count: Number(row.requests_count),
              },
            ],
      );
    },
  };
}
