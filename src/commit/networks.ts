import type { Network } from '../../contracts/canonical/network.ts';
import type { Store } from '../ports.ts';
import type { Context } from './context.ts';
import { read } from './statement.ts';
import { networkHead, networkLatest } from './statements/network.ts';

type Area = Pick<Store, 'network' | 'networkVersion'>;

export function networksArea({ engine }: Context): Area {
  return {
    networkVersion: async () => {
      const [[head]] = await read(engine, networkHead({}));
      return head?.version ?? 0;
    },
    network: async () => {
      const [[row]] = await read(engine, networkLatest({}));
      // It was checked whole when it was applied, and a version is never rewritten.
      return row === undefined ? null : { ...row, document: JSON.parse(row.document) as Network };
    },
  };
}
