import type { ReferralView } from '../../../contracts/api/views.ts';
import type { DataClass } from '../../../contracts/canonical/data-class.ts';
import type { Exchange } from '../../../contracts/canonical/exchange.ts';
import { taken } from '../../world/people.ts';
import { inRome } from '../narrator.ts';
import { type Act, inWords, ledgerOf, names, type Person, referralOf, spoken } from './scene.ts';

/** Each side opens the same referral. */
export const readings: Act = async (scene, check) => {
  const { stage, narrator } = scene;
  const referral = referralOf(scene, 'elena');
  narrator.act('The same referral, seen from three sides', stage.clock.now());
  narrator.say(`Comune, CPI and ASL each ask the gateway for the referral of ${names.elena}.`);
  const path = `/v1/referrals/${referral}`;
  const comune = taken(await stage.as('comune-sportello').get<ReferralView>(path));
  const cpi = await stage.as('cpi-sil').get<ReferralView>(path);
  const asl = await stage.as('asl-cup').get<{ code: string }>(path);
  const members = ({ request: { circumstances } }: ReferralView) =>
    Object.entries(circumstances ?? {})
      .flatMap(namesOf)
      .map(inWords)
      .join(', ');
  narrator.fields([
    ['Comune', `sees ${members(comune)}; withheld: ${spoken(comune.withheld)}`],
    ['CPI', `sees ${members(taken(cpi))}; withheld: ${spoken(cpi.body.withheld)}`],
    ['ASL', `is answered ${asl.status} ${asl.body.code}: what is not for it does not exist for it`],
  ]);
  narrator.space();
  check(
    'the Comune sees what it wrote, and the answer',
    [comune.request.circumstances?.health?.reason, comune.progress.labour?.service_pact],
    ['In cura per ansia.', 'signed'],
  );
  check('the CPI sees no health, no means, no family matters', cpi.body.withheld.toSorted(), [
    'economic',
    'health',
    'social',
  ]);
  check(
    'and their words are not in its reply',
    ['ansia', '5312', 'Segue da sola'].filter((words) => cpi.text.includes(words)),
    [],
  );
  check('for the ASL there is no such referral', [asl.status, asl.body.code], [404, 'referral/not-found']);
  return 'three readings, each with what its side may see';
};

/** The economic circumstances hold more than one class, so they are told one by one. */
const namesOf = ([name, value]: readonly [string, unknown]): string[] =>
  name === 'economic' ? Object.keys(Object(value)) : [name];

const people: readonly Person[] = ['elena', 'paolo', 'davide'];
const bodies = ['cpi-borgoverde', 'asl-borgoverde'] as const;

/** What every exchange left behind. */
export const ledger: Act = async (scene, check) => {
  const { stage, narrator } = scene;
  const lines = (await ledgerOf(scene)).toReversed();
  narrator.act('The ledger', stage.clock.now());
  narrator.say(
    "Every exchange, permitted or denied, is one line, written in the same commit as what it records. It holds classes and rules, never a name; the gateway's own operations are left out here.",
  );
  const shown = lines.filter(({ operation }) => /^(referral|consent)\./.test(operation));
  narrator.table(['at', 'operation', 'from', 'to', 'classes', 'rule', 'outcome'], withRepeats(shown.map(rowOf)));
  narrator.say('Who was told what, outside the Comune:');
  const rows = people.flatMap((person) =>
    bodies.map((body) => [names[person], short(body), spoken(toldTo(lines, scene.referrals.get(person), body))]),
  );
  narrator.table(['about', 'to', 'classes that left'], rows);
  narrator.space();

  check(
    'every line names the version of the network it was decided under',
    [...new Set(shown.map(({ network_version }) => network_version))],
    [1],
  );
  check(
    'each denial and each withheld delivery is there, with its rule',
    shown.filter(({ permitted }) => !permitted).map(({ rule }) => rule),
    ['evidence/missing', 'evidence/withdrawn'],
  );
  const cpiSaw = people.flatMap((person) => toldTo(lines, scene.referrals.get(person), 'cpi-borgoverde'));
  const aslSaw = people.flatMap((person) => toldTo(lines, scene.referrals.get(person), 'asl-borgoverde'));
  check(
    'the CPI learnt nothing of health, justice, violence or means',
    matching(cpiSaw, ['health', 'disability', 'judicial', 'violence_protection', 'economic', 'exemption_reason']),
    [],
  );
  check('the ASL learnt nothing of work or means', matching(aslSaw, ['labour', 'economic']), []);
  check(
    `nobody outside the Comune learnt anything of ${names.davide}`,
    bodies.flatMap((body) => toldTo(lines, scene.referrals.get('davide'), body)),
    [],
  );
  check(
    'and no line holds a name or a tax code',
    /Marini|Serra|[A-Z]{6}\d{2}[A-Z]\d{2}[A-Z]\d{3}[A-Z]/.test(JSON.stringify(lines)),
    false,
  );
  return `${lines.length} lines; ${shown.filter(({ permitted }) => !permitted).length} of them say no`;
};

const rowOf = ({
  at,
  operation,
  from = '',
  to = '',
  rule,
  outcome,
  classes_disclosed,
  classes_withheld,
}: Exchange): string[] => [
  `${inRome(at).slice(4, 10)} ${inRome(at).slice(-8, -3)}`,
  operation,
  short(from),
  short(to),
  classes_disclosed.length + classes_withheld.length === 0
    ? ''
    : `${classes_disclosed.length} of ${classes_disclosed.length + classes_withheld.length}`,
  rule,
  outcome,
];

/** A line that repeats the one before is counted instead. */
function withRepeats(rows: readonly string[][]): string[][] {
  const counted: { readonly row: string[]; times: number }[] = [];
  for (const row of rows) {
    const last = counted.at(-1);
    if (last !== undefined && last.row.join() === row.join()) last.times += 1;
    else counted.push({ row, times: 1 });
  }
  return counted.map(({ row, times }) => (times === 1 ? row : [...row.slice(0, -1), `${row.at(-1)} ×${times}`]));
}

/** Classes about one referral that reached a body, by delivery or by reading. */
const toldTo = (lines: readonly Exchange[], referral: string | undefined, body: string): DataClass[] => [
  ...new Set(
    lines
      .filter(
        ({ referral_id, to, direction, outcome }) =>
          referral_id === referral && to === body && direction === 'out' && /^(delivered|read)$/.test(outcome),
      )
      .flatMap(({ classes_disclosed }) => classes_disclosed),
  ),
];

const matching = (classes: readonly DataClass[], wanted: readonly DataClass[]) =>
  classes.filter((c) => wanted.includes(c));
const short = (body: string) => body.replace(/-borgoverde$/, '');
