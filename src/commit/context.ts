import type { Convocation } from '../../contracts/canonical/convocation-state.ts';
import type { Referral } from '../../contracts/canonical/referral.ts';
import type { StoredConvocationEvent, StoredEvent } from '../ports.ts';
import type { Engine } from './engine.ts';
import type { BlindIndex } from './keys/blind-index.ts';
import type { DataKeys } from './keys/data-keys.ts';
import type { Seals } from './keys/seals.ts';

/** The state after one more event: `evolve` of the core. */
export type Fold = (state: Referral | null, event: StoredEvent) => Referral;

export type FoldConvocation = (state: Convocation | null, event: StoredConvocationEvent) => Convocation;

/** What every area of the store works with. */
export type Context = {
  readonly engine: Engine;
  readonly keys: DataKeys;
  readonly seals: Seals;
  readonly blind: BlindIndex;
  readonly fold: Fold;
  readonly foldConvocation: FoldConvocation;
};
