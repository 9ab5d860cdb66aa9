import type { Log, Store } from '../ports.ts';

/** What replicas and isolates share of what was read elsewhere. A store that does not answer costs a request to the source, no more. */
export type Shelf = {
  readonly read: (key: string) => Promise<Readonly<Record<string, unknown>> | null>;
  readonly put: (key: string, value: Readonly<Record<string, unknown>>, untilMs: number) => Promise<void>;
};

export function createShelf(store: Pick<Store, 'keep' | 'kept'>, now: () => string, log: Log): Shelf {
  return {
    read: async (key) => {
      try {
        return objectIn(await store.kept(key, now()));
      } catch {
        log('warn', 'pdnd.shelf', { did: 'read' });
        return null;
      }
    },
    put: async (key, value, untilMs) => {
      try {
        await store.keep(key, JSON.stringify(value), new Date(untilMs).toISOString());
      } catch {
        log('warn', 'pdnd.shelf', { did: 'put' });
      }
    },
  };
}

/** The JSON object in a text, or null. */
export function objectIn(text: string | null): Readonly<Record<string, unknown>> | null {
  if (text === null) return null;
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : null;
  } catch {
    return null;
  }
}

export const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
