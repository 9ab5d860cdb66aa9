import { createInterface } from 'node:readline';
import { createStore } from '../../src/commit/index.ts';
import { openPostgres } from '../../src/commit/postgres.ts';
import { createNodeCrypto } from '../../src/entry/crypto-node.ts';
import { folds } from '../../src/entry/folds.ts';
import { keyring } from './store-keyring.ts';
import { seconds } from './store-sample.ts';

/** A replica in a process of its own: of each key that it is told, says how many of its simultaneous tries took it. */
const [, , url = '', tries = '0'] = process.argv;
const engine = await openPostgres({ url });
const store = createStore({ engine, crypto: createNodeCrypto(), keyring, ...folds });
await store.ready();
console.log('ready');
for await (const key of createInterface(process.stdin)) {
  const taken = await Promise.all(Array.from({ length: Number(tries) }, () => store.useOnce(key, seconds(60))));
  console.log(taken.filter((each) => each).length);
  console.log('ready');
}
await store.close();
