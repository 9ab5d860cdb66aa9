import { writeSync } from 'node:fs';
import { createStore } from '../../src/commit/index.ts';
import { openSqlite } from '../../src/commit/sqlite.ts';
import { createNodeCrypto } from '../../src/entry/crypto-node.ts';
import { folds } from '../../src/entry/folds.ts';
import { keyring } from './store-keyring.ts';
import { createSample, taxCode } from './store-sample.ts';

/** Commits without end until it is killed; says the identifier of each referral once, and only once, it was acknowledged. */
const [, , path = '', round = '0'] = process.argv;
const store = createStore({ engine: openSqlite({ path }), crypto: createNodeCrypto(), keyring, ...folds });
const sample = createSample(Number(round) + 1);
let count = Number(round) * 1_000_000;

async function writeOn(): Promise<void> {
  for (;;) {
    count += 1;
    const { unit, referral } = sample.submission(taxCode(count));
    const deliveries = [sample.delivery({ referral_id: referral.id })];
    const result = await store.commit({ ...unit, deliveries });
    if (!result.committed) throw new Error(result.conflict);
    writeSync(1, `${referral.id}\n`);
  }
}

await Promise.all(Array.from({ length: 16 }, writeOn));
