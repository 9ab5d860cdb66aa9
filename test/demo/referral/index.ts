import type { Journey } from '../journeys.ts';
import { openStage, type Stage } from '../stage.ts';
import type { Steps } from '../steps.ts';
import { ledger, readings } from './accounting.ts';
import { aslAnswers, cpiAnswers } from './answering.ts';
import { aslBack, aslDown, cpiAgain, quota } from './delivering.ts';
import type { Act, Scene } from './scene.ts';
import { evidenceFirst, network, oneMessage } from './sending.ts';
import { sentAgain, withdrawn } from './withdrawing.ts';

const acts: readonly (readonly [name: string, act: Act])[] = [
  ['network', network],
  ['evidence', evidenceFirst],
  ['one message for three people', oneMessage],
  ['the ASL is down', aslDown],
  ['the quota of the CPI is exceeded', quota],
  ['the ASL is back', aslBack],
  ['the CPI is asked again', cpiAgain],
  ['the missing authorisation arrives', sentAgain],
  ['withdrawn while the delivery waits', withdrawn],
  ['the ASL answers', aslAnswers],
  ['the CPI answers', cpiAnswers],
  ['three sides', readings],
  ['ledger', ledger],
];

/** A household of three is referred from a municipal case system to a CPI and to an ASL, and the answers come back. */
export const referralJourney: Journey = {
  title: 'a household is referred to a CPI and to an ASL, and the answers come back',
  async run(narrator, steps) {
    narrator.title(
      'Raccordo: a household of three, a CPI, an ASL',
      'A gateway and three simulated systems, on this machine, over HTTP. People, places and numbers are invented.',
    );
    const opened: Stage[] = [];
    const isSet = await steps.step('stage', async () => {
      opened.push(await openStage());
      return 'a gateway and three simulated systems listen on this machine';
    });
    try {
      for (const stage of isSet ? opened : [])
        return await play({ stage, narrator, referrals: new Map(), evidence: new Map() }, steps);
      return false;
    } finally {
      await Promise.all(opened.map((stage) => stage.close()));
    }
  },
};

async function play(scene: Scene, steps: Steps): Promise<boolean> {
  const { stage, narrator } = scene;
  stage.partners.labour.quotaExceededOnce();
  await stage.takeDown('asl-fhir');
  for (const [name, act] of acts) if (!(await steps.step(name, (check) => act(scene, check)))) return false;
  narrator.say(
    'Every step was as expected. Start a gateway of your own with npm start; the README says how to wire your first system.',
  );
  return true;
}
