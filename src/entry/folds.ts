import { evolve as evolveConvocation } from '../core/convocation/index.ts';
import { evolve as evolveReferral } from '../core/referral/index.ts';

/** How the store folds the events of each aggregate. */
export const folds = { fold: evolveReferral, foldConvocation: evolveConvocation };
