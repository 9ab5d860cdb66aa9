import { afterAll, afterEach, beforeAll, beforeEach, describe } from 'vitest';
import { wipe } from '../conformance/store-tables.ts';
import { type Ground, startWorld, type World } from '../world/start-world.ts';
import { convocationAnswerJourneys } from './convocation-answer-journeys.ts';
import { auditMails } from './convocation-audit.ts';
import { convocationChangeJourneys } from './convocation-change-journeys.ts';
import { convocationClockJourneys } from './convocation-clock-journeys.ts';
import { convocationGateJourneys } from './convocation-gate-journeys.ts';
import { convocationIsolationJourneys } from './convocation-isolation-journeys.ts';
import { convocationLeaverJourneys } from './convocation-leaver-journeys.ts';
import { convocationOpeningJourneys } from './convocation-opening-journeys.ts';
import { convocationRaceJourneys } from './convocation-race-journeys.ts';
import { convocationRecordJourneys } from './convocation-record-journeys.ts';
import { convocationRefusedJourneys } from './convocation-refused-journeys.ts';
import type { StartWorld } from './journey-suite.ts';

/** Journeys of convocations, the same on every runtime and store. Whatever a journey is about, every mail of it is read by parsers that are not ours. */
export function convocationSuite(name: string, open: () => Promise<Ground>, demoNetwork: string): void {
  describe(`a convocation on ${name}`, () => {
    let ground: Ground;
    let worlds: World[] = [];
    beforeAll(async () => {
      ground = await open();
    });
    beforeEach(() => wipe(ground.engine));
    afterEach(async () => {
      const audited = worlds;
      worlds = [];
      for (const world of audited) await auditMails(world);
    });
    afterAll(() => ground.engine.close());

    const start: StartWorld = async (change) => {
      const world = await startWorld(ground, demoNetwork, change === undefined ? {} : { change });
      worlds.push(world);
      return world;
    };
    convocationOpeningJourneys(start);
    convocationClockJourneys(start);
    convocationRecordJourneys(start);
    convocationRefusedJourneys(start);
    convocationGateJourneys(start);
    convocationRaceJourneys(start);
    convocationIsolationJourneys(start);
    convocationAnswerJourneys(start);
    convocationChangeJourneys(start);
    convocationLeaverJourneys(start);
  });
}
