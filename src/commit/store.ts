import type { Crypto, Store } from '../ports.ts';
import { analysesArea } from './analyses.ts';
import { circuitsArea } from './circuits.ts';
import { claimsArea } from './claims.ts';
import { createCommit } from './commit.ts';
import type { Context, Fold, FoldConvocation } from './context.ts';
import { convocationsArea } from './convocations.ts';
import { deliveriesArea } from './deliveries.ts';
import type { Engine } from './engine.ts';
import { evidenceArea } from './evidence.ts';
import { exchangesArea } from './exchanges.ts';
import { createKeeping, type Keeping } from './keeping.ts';
import { keptArea } from './kept.ts';
import { createBlindIndex } from './keys/blind-index.ts';
import { createDataKeys } from './keys/data-keys.ts';
import type { Keyring } from './keys/keyring.ts';
import { createSeals } from './keys/seals.ts';
import { networksArea } from './networks.ts';
import { prepareArea } from './prepare.ts';
import { referralsArea } from './referrals.ts';
import { repliesArea } from './replies.ts';

export type StoreOptions = {
  readonly engine: Engine;
  readonly crypto: Crypto;
  readonly keyring: Keyring;
  /** `evolve` of the core: the store folds events and knows nothing of what they mean. */
  readonly fold: Fold;
  readonly foldConvocation: FoldConvocation;
  /** Unwrapped data keys held in memory. */
  readonly keysCachedMax?: number;
};

/** The store over any engine. */
export function createStore({
  engine,
  crypto,
  keyring,
  keysCachedMax = 10_000,
  ...folds
}: StoreOptions): Store & Keeping {
  const keys = createDataKeys(crypto, keyring, keysCachedMax);
  const context: Context = {
    engine,
    keys,
    seals: createSeals(crypto),
    blind: createBlindIndex(crypto, keyring),
    ...folds,
  };
  return {
    commit: createCommit(context),
    ...networksArea(context),
    ...prepareArea(context),
    ...evidenceArea(context),
    ...referralsArea(context),
    ...convocationsArea(context),
    ...analysesArea(context),
    ...exchangesArea(context),
    ...deliveriesArea(context),
    ...claimsArea(context),
    ...circuitsArea(context),
    ...repliesArea(context),
    ...keptArea(context),
    ...createKeeping(context, keyring),
    ready: () => engine.ready(),
    close: () => engine.close(),
  };
}
