import { convocationJourney } from './convocation/index.ts';
import type { Narrator } from './narrator.ts';
import { pdndJourney } from './pdnd/index.ts';
import { referralJourney } from './referral/index.ts';
import type { Steps } from './steps.ts';

/** True when every step was as expected. */
export type Journey = {
  readonly title: string;
  readonly run: (narrator: Narrator, steps: Steps) => Promise<boolean>;
};

export const journeys: Readonly<Record<string, Journey>> = {
  referral: referralJourney,
  convocation: convocationJourney,
  pdnd: pdndJourney,
};
