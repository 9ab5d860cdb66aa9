import { parseArgs } from 'node:util';
import { journeys } from './journeys.ts';
import { createNarrator } from './narrator.ts';
import { createSteps } from './steps.ts';

const usage = (complaint: string): never => {
  const names = Object.entries(journeys).map(([name, { title }]) => `  ${name.padEnd(12)} ${title}`);
  console.error([complaint, '', 'npm run demo -- [--journey NAME] [--json]', '', 'Journeys:', ...names].join('\n'));
  process.exit(2);
};

const asked = () => {
  try {
    const options = {
      journey: { type: 'string', default: 'referral' },
      json: { type: 'boolean', default: false },
    } as const;
    return parseArgs({ options }).values;
  } catch (error) {
    return usage(error instanceof Error ? error.message : 'The arguments are not understood.');
  }
};

const { journey: name, json } = asked();
const journey = Object.entries(journeys).find(([known]) => known === name)?.[1];
if (journey === undefined) usage(`There is no journey called ${name}.`);
else {
  const colours = process.stdout.isTTY === true && process.env.NO_COLOR === undefined;
  const narrator = createNarrator({ print: (line) => console.log(line), colours });
  const steps = createSteps(narrator);
  const ok = await journey.run(narrator, steps);
  // The last line, for programs: what was shown, and whether it was as expected.
  if (json) console.log(JSON.stringify({ ok, steps: steps.taken }));
  process.exitCode = ok ? 0 : 1;
}
