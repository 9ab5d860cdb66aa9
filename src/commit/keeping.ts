import type { Context } from './context.ts';
import type { Keyring } from './keys/keyring.ts';
import { read, write } from './statement.ts';
import { destroyKey, forgetIdentifiers, keysUnder, rewrapKey } from './statements/subject.ts';

/** What the keeper of the master keys does, beside the store's daily work. */
export type Keeping = {
  /**
   * Puts up to `limit` data keys under the current master key and says how many it moved. Call again until 0; it may be
   * stopped at any point, and other processes may read and write meanwhile.
   */
  rewrap(limit: number): Promise<number>;
  /** Destroys a person's data key and forgets the identifiers: what was sealed for them is closed for good. False when unknown. */
  destroySubjectKey(subjectId: string): Promise<boolean>;
};

export function createKeeping({ engine, keys }: Context, keyring: Keyring): Keeping {
  const old = [...keyring.masterKeys.keys()].filter((id) => id !== keyring.current);
  return {
    rewrap: async (limit) => {
      if (old.length === 0) return 0;
      const found = await read(engine, ...old.map((master_key_id) => keysUnder({ master_key_id, limit })));
      const moved = [];
      for (const row of found.flat().slice(0, limit)) {
        const wrapped = await keys.rewrap(row.id, row);
        if (wrapped !== null) moved.push(rewrapKey({ id: row.id, ...wrapped, from: row.master_key_id }));
      }
      return moved.length === 0 ? 0 : (await write(engine, ...moved)).flat().length;
    },
    destroySubjectKey: async (id) => {
      const [destroyed] = await write(engine, destroyKey({ id }), forgetIdentifiers({ id }));
      keys.forget(id);
      return destroyed.length === 1;
    },
  };
}
