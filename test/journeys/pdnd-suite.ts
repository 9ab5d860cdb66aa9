import { afterAll, beforeAll, beforeEach, describe } from 'vitest';
import { wipe } from '../conformance/store-tables.ts';
import {
  createPdndKeys,
  type PdndKeys,
  type PdndWorld,
  type PdndWorldOptions,
  startPdndWorld,
} from '../world/pdnd-world.ts';
import type { Ground } from '../world/start-world.ts';
import { pdndDeliveryJourneys } from './pdnd-delivery-journeys.ts';
import { pdndJourneys } from './pdnd-journeys.ts';
import { pdndRaceJourneys } from './pdnd-race-journeys.ts';
import { pdndTracingJourneys } from './pdnd-tracing-journeys.ts';

/** A world of its own for each journey. */
export type StartPdndWorld = (options?: Omit<PdndWorldOptions, 'keys'>) => Promise<PdndWorld>;

/** Bodies that meet over PDND, through the whole gateway, the same on every runtime and store. */
export function pdndSuite(name: string, open: () => Promise<Ground>, demoNetwork: string): void {
  describe(`over PDND on ${name}`, () => {
    let ground: Ground;
    let keys: PdndKeys;
    beforeAll(async () => {
      [ground, keys] = await Promise.all([open(), createPdndKeys()]);
    });
    beforeEach(() => wipe(ground.engine));
    afterAll(() => ground.engine.close());

    const start: StartPdndWorld = (options) => startPdndWorld(ground, demoNetwork, { ...options, keys });
    pdndJourneys(start);
    pdndRaceJourneys(start);
    pdndDeliveryJourneys(start);
    pdndTracingJourneys(start);
  });
}
