import type { ConvocationEventType } from '../../contracts/canonical/convocation-event.ts';
import type { Convocation } from '../../contracts/canonical/convocation-state.ts';
import type { ConvocationHead, EventPart, Store, StoredConvocationEvent } from '../ports.ts';
import type { Context } from './context.ts';
import { place } from './keys/keyring.ts';
import { listed } from './page.ts';
import { read } from './statement.ts';
import {
  convocationById,
  dueConvocations,
  eventParts,
  listConvocationsOf,
  meetingsOf,
} from './statements/convocation.ts';
import { coveredArg } from './statements/covered.ts';
import { eventsAfter } from './statements/event.ts';

/** Events of a convocation read at once; a longer history takes several reads. */
const eventsPerReadMax = 200;

type Area = Pick<
  Store,
  'convocation' | 'convocationAt' | 'convocationEvents' | 'listConvocations' | 'dueConvocations' | 'countMeetings'
>;

export function convocationsArea(context: Context): Area {
  const { engine, foldConvocation } = context;

  const convocationEvents: Area['convocationEvents'] = async (id, after, limit) => {
    const until = after + limit;
    const [rows, parts] = await read(
      engine,
      eventsAfter({ stream: id, after, limit }),
      eventParts({ stream: id, after, until }),
    );
    const opened = await Promise.all(
      parts.map(async (row) => ({ version: row.version, part: await openPart(row, context) })),
    );
    return Promise.all(
      rows.map(
        async ({
          stream,
          version,
          type,
          at,
          actor,
          subject_id,
          sealed,
          ...wrapped
        }): Promise<StoredConvocationEvent> => {
          const key = await context.keys.open(subject_id, wrapped);
          const payload = key && (await context.seals.open(key, sealed, place.event(stream, version)));
          return {
            stream,
            version,
            type: type as ConvocationEventType,
            at,
            by: actor,
            subject_id,
            payload,
            parts: opened.filter((each) => each.version === version).map(({ part }) => part),
          };
        },
      ),
    );
  };

  const fold = async (id: string, version: number): Promise<Convocation | null> => {
    let state: Convocation | null = null;
    for (let at = 0; at < version; ) {
      const events = await convocationEvents(id, at, Math.min(eventsPerReadMax, version - at));
      if (events.length === 0) return null;
      for (const event of events) {
        if (event.payload === null) return null;
        state = foldConvocation(state, event);
        at = event.version;
      }
    }
    return state;
  };
  const headOf = async (id: string) => {
    const [[row]] = await read(engine, convocationById({ id }));
    return row;
  };

  return {
    convocation: async (id) => {
      const head = await headOf(id);
      return head === undefined ? null : fold(id, head.version);
    },
    convocationAt: async (id, version) => {
      const head = await headOf(id);
      return head === undefined || version < 1 || version > head.version ? null : fold(id, version);
    },
    convocationEvents,
    listConvocations: ({ organization, status = null, purposes }, cursor, limit) =>
      listed('convocations', cursor, limit, toHead, (from) => {
        const args = { organization, status, purposes: coveredArg(purposes), ...from };
        return read(engine, listConvocationsOf.organizer(args), listConvocationsOf.party(args));
      }),
    dueConvocations: async (now, limit) => (await read(engine, dueConvocations({ now, limit }))).flat().map(toHead),
    countMeetings: async (organizer, from, until, limit) => {
      const [rows] = await read(engine, meetingsOf({ organizer, from, until, limit }));
      return rows.length;
    },
  };
}

type PartRow = {
  readonly stream: string;
  readonly version: number;
  readonly part: string;
  readonly subject_id: string;
  readonly sealed: Uint8Array;
  readonly data_key: Uint8Array | null;
  readonly master_key_id: string;
};

async function openPart(row: PartRow, { keys, seals }: Context): Promise<EventPart> {
  const { stream, version, part, subject_id, sealed } = row;
  const key = await keys.open(subject_id, row);
  const payload = key && (await seals.open(key, sealed, place.eventPart(stream, version, part)));
  return { key: part, subject_id, payload };
}

const toHead = (row: ConvocationHead): ConvocationHead => ({ ...row });
