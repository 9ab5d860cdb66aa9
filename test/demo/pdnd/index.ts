import type { Journey } from '../journeys.ts';
import { openStage } from '../stage.ts';
import type { Steps } from '../steps.ts';
import { calls, tracing } from './accounting.ts';
import { answered, boundToKey, referred } from './calling.ts';
import { network, preflight, spoilt } from './checking.ts';
import { createComune } from './comune.ts';
import { delivered, hanging, tampered } from './delivering.ts';
import { impostors, otherPurpose, suspended } from './refusing.ts';
import type { Act, Scene } from './scene.ts';
import { type Surroundings, surroundings } from './surroundings.ts';

const acts: readonly (readonly [name: string, act: Act])[] = [
  ['who is there', network],
  ['preflight', preflight],
  ['spoilt assertions', spoilt],
  ['a referral under a voucher', referred],
  ['the signed answer', answered],
  ['a voucher bound to a key', boundToKey],
  ['the gateway calls the ASL', delivered],
  ['an answer that was tampered with', tampered],
  ['a voucher for another purpose', otherPurpose],
  ['impostors', impostors],
  ['PDND hangs, then refuses', hanging],
  ['a purpose is suspended', suspended],
  ['every call', calls],
  ['tracing', tracing],
];

/** Bodies call each other over PDND: vouchers, signatures, evidence, and everybody who tries without. */
export const pdndJourney: Journey = {
  title: 'bodies call each other over PDND: vouchers, signatures, and impostors',
  async run(narrator, steps) {
    narrator.title(
      'Raccordo: a Comune, an ASL, and PDND between them',
      'A gateway, a stand-in for PDND and one for GovWay before the system of the ASL, on this machine, over HTTP. People, places and identifiers are invented.',
    );
    const ends: (() => Promise<void>)[] = [];
    const scenes: Scene[] = [];
    try {
      await steps.step('stage', async () => {
        const set: Surroundings[] = [];
        const stage = await openStage({
          surround: async (ground) => {
            const around = await surroundings(ground);
            set.push(around);
            return around;
          },
        });
        ends.push(stage.close);
        const [around] = set;
        if (around === undefined) throw new Error('the stage has no surroundings');
        const comune = createComune({ address: stage.address, now: stage.clock.now, around });
        scenes.push({ stage, narrator, around, comune, sessions: new Map(), referrals: new Map() });
        return 'a gateway with a trust section, PDND and a GovWay before the ASL listen on this machine';
      });
      const [scene] = scenes;
      return scene === undefined ? false : await play(scene, steps);
    } finally {
      for (const end of ends) await end();
    }
  },
};

async function play(scene: Scene, steps: Steps): Promise<boolean> {
  for (const [name, act] of acts) if (!(await steps.step(name, (check) => act(scene, check)))) return false;
  scene.narrator.say(
    'Every step was as expected. npm run sandbox starts PDND and GovWay for a gateway of your own; docs/modi.md has the rest.',
  );
  return true;
}
