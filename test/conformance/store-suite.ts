import { afterAll, beforeAll, beforeEach, describe } from 'vitest';
import { createStore, type Engine, type Keyring } from '../../src/commit/index.ts';
import { folds } from '../../src/entry/folds.ts';
import type { Crypto } from '../../src/ports.ts';
import { commitSuite } from './store-commit-suite.ts';
import { convocationSuite } from './store-convocation-suite.ts';
import { deliverySuite } from './store-delivery-suite.ts';
import { evidenceSuite } from './store-evidence-suite.ts';
import { keyring } from './store-keyring.ts';
import { linkSuite } from './store-link-suite.ts';
import { listSuite } from './store-list-suite.ts';
import { referralSuite } from './store-referral-suite.ts';
import { createSample } from './store-sample.ts';
import { sealSuite } from './store-seal-suite.ts';
import { wipe } from './store-tables.ts';
import { trustSuite } from './store-trust-suite.ts';

/** A database with the schema in it, and the engine a second replica has on it (the same one where there can be one only). */
export type OpenedStore = { readonly engine: Engine; readonly replica: Engine; readonly crypto: Crypto };

/** What every test of the suite works with; the database is empty when it starts. */
export type World = OpenedStore & {
  readonly store: ReturnType<typeof createStore>;
  /** The store as another replica has it, with a memory of its own. */
  readonly other: ReturnType<typeof createStore>;
  readonly sample: ReturnType<typeof createSample>;
  readonly storeWith: (keyring: Keyring) => ReturnType<typeof createStore>;
};

/** The one suite every engine passes. */
export function storeSuite(name: string, open: () => Promise<OpenedStore>) {
  describe(`the store on ${name}`, () => {
    let opened: OpenedStore;
    let world: World;
    beforeAll(async () => {
      opened = await open();
    });
    beforeEach(async () => {
      await wipe(opened.engine);
      const { engine, replica, crypto } = opened;
      const storeWith = (ring: Keyring) => createStore({ engine, crypto, keyring: ring, ...folds });
      const other = createStore({ engine: replica, crypto, keyring, ...folds });
      world = { ...opened, store: storeWith(keyring), other, storeWith, sample: createSample(1) };
    });
    afterAll(async () => {
      if (opened.replica !== opened.engine) await opened.replica.close();
      await opened.engine.close();
    });
    const given = () => world;
    commitSuite(given);
    evidenceSuite(given);
    referralSuite(given);
    listSuite(given);
    deliverySuite(given);
    sealSuite(given);
    convocationSuite(given);
    linkSuite(given);
    trustSuite(given);
  });
}
