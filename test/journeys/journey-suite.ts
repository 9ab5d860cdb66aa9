import { afterAll, beforeAll, beforeEach, describe } from 'vitest';
import type { Network } from '../../contracts/canonical/network.ts';
import { wipe } from '../conformance/store-tables.ts';
import { type Ground, startWorld, type World } from '../world/start-world.ts';
import { claimJourneys } from './claim-journeys.ts';
import { gateJourneys } from './gate-journeys.ts';
import { loopJourneys } from './loop-journeys.ts';
import { mailOperatorJourneys } from './mail-operator-journeys.ts';
import { mailboxJourneys } from './mailbox-journeys.ts';
import { misuseJourneys } from './misuse-journeys.ts';
import { networkJourneys } from './network-journeys.ts';
import { operatorJourneys } from './operator-journeys.ts';
import { patternJourneys } from './pattern-journeys.ts';
import { readingJourneys } from './reading-journeys.ts';
import { repeatJourneys } from './repeat-journeys.ts';
import { stopJourneys } from './stop-journeys.ts';
import { untoldJourneys } from './untold-journeys.ts';

/** A world of its own for each journey; `change` alters the demo network first. */
export type StartWorld = (
  change?: (network: Network) => Network,
  secrets?: Readonly<Record<string, string>>,
) => Promise<World>;

/** Whole journeys, through HTTP on both sides, the same on every runtime and store. `demoNetwork`: the document that ships. */
export function journeySuite(name: string, open: () => Promise<Ground>, demoNetwork: string): void {
  describe(`a referral on ${name}`, () => {
    let ground: Ground;
    beforeAll(async () => {
      ground = await open();
    });
    beforeEach(() => wipe(ground.engine));
    afterAll(() => ground.engine.close());

    const start: StartWorld = (change, secrets = {}) =>
      startWorld(ground, demoNetwork, { secrets, ...(change === undefined ? {} : { change }) });
    loopJourneys(start);
    claimJourneys(start);
    stopJourneys(start);
    gateJourneys(start);
    networkJourneys(start);
    operatorJourneys(start);
    readingJourneys(start);
    repeatJourneys(start);
    misuseJourneys(start);
    untoldJourneys(start);
    mailboxJourneys(start);
    mailOperatorJourneys(start);
    patternJourneys(start);
  });
}
