import type { Store } from '../ports.ts';
import type { Context } from './context.ts';
import { read, write } from './statement.ts';
import { allCircuits, firstCircuit, nextCircuit } from './statements/circuit.ts';

/** As many as a network document can name systems, and those of documents before. */
const circuitsMax = 10_000;

type Area = Pick<Store, 'circuits' | 'saveCircuit'>;

export function circuitsArea({ engine }: Context): Area {
  return {
    circuits: async () => {
      const [rows] = await read(engine, allCircuits({ limit: circuitsMax }));
      return rows.map((row) => ({ ...row, suspended: row.suspended === 1 }));
    },
    saveCircuit: async ({ system_id, failures, open_until, version }) => {
      const counted = { system_id, failures, open_until };
      const save = version === 0 ? firstCircuit(counted) : nextCircuit({ ...counted, version });
      const [saved] = await write(engine, save);
      return saved.length === 1;
    },
  };
}
