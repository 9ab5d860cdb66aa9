import type { RememberedReply, Store } from '../ports.ts';
import type { Context } from './context.ts';
import { read, write } from './statement.ts';
import { sweepKept } from './statements/kept.ts';
import { sweepLinks } from './statements/link.ts';
import { insertReply, replyByKey, sweepOnce, sweepReplies, takeOnce } from './statements/reply.ts';
import type { ReplyTable } from './tables.ts';

type Area = Pick<Store, 'remembered' | 'useOnce' | 'sweep'>;

// For so long after it expired a link says so; afterwards it is unknown.
const linkKeptMs = 30 * 24 * 3_600_000;

export function repliesArea({ engine }: Context): Area {
  return {
    remembered: async (client_id, idempotency_key) => {
      const [[row]] = await read(engine, replyByKey({ client_id, idempotency_key }));
      return toReply(row);
    },
    useOnce: async (used_key, expires_at) => {
      const [taken] = await write(engine, takeOnce({ used_key, expires_at }));
      return taken.length === 1;
    },
    sweep: async (now, limit) => {
      const before = new Date(Date.parse(now) - linkKeptMs).toISOString();
      const swept = await write(
        engine,
        sweepReplies({ now, limit }),
        sweepOnce({ now, limit }),
        sweepKept({ now, limit }),
        sweepLinks({ before, limit }),
      );
      return swept.flat().length;
    },
  };
}

export function replyStatement({ key, headers, ...reply }: RememberedReply) {
  return insertReply({ ...reply, idempotency_key: key, headers: JSON.stringify(headers) });
}

export function toReply(row: ReplyTable | undefined): RememberedReply | null {
  if (row === undefined) return null;
  const { idempotency_key: key, headers, ...reply } = row;
  return { ...reply, key, headers: JSON.parse(headers) };
}
