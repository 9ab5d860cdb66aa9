import { tracingCsv, tracingDay } from '../../../src/pdnd/index.ts';
import { hourInRome } from '../narrator.ts';
import { type Act, ledgerOf, purposeName } from './scene.ts';
import { others } from './surroundings.ts';

/** Every call with a voucher, and what became of it. */
export const calls: Act = async (scene, check) => {
  const { stage, narrator, comune } = scene;
  narrator.act('Every call, in the ledger', stage.clock.now());
  narrator.say(
    'Each request that came with a voucher or a signature is a line of its own, beside those about persons: under which voucher, who acted, and why it was refused.',
  );
  const lines = (await ledgerOf(scene)).filter(({ operation }) => operation === 'pdnd.call').toReversed();
  narrator.table(
    ['at', 'status', 'voucher', 'purpose', 'who acted', 'rule'],
    lines.map(({ at, call, acting_user = '', rule }) => [
      hourInRome(at),
      String(call?.status),
      call?.token_id ?? '',
      purposeName(call?.purpose_id),
      acting_user,
      rule,
    ]),
  );
  narrator.space();
  check(
    'there is one for each call of the Comune, with the status that it got',
    lines.map(({ call }) => call?.status),
    comune.made.map(({ status }) => status),
  );
  check(
    'each refusal has a reason of its own',
    lines.flatMap(({ permitted, rule }) => (permitted ? [] : [rule])),
    [
      'voucher/scheme-wrong',
      'gate/denied',
      'voucher/producer-id-wrong',
      'signature/jti-used',
      'digest/value-wrong',
      'signature/digest-wrong',
      'voucher/purpose-id-suspended',
    ],
  );
  return `${lines.length} calls, ${lines.filter(({ permitted }) => !permitted).length} of them refused`;
};

/** What PDND is told of the day. */
export const tracing: Act = async (scene, check) => {
  const { stage, narrator, comune } = scene;
  narrator.act('The day, for PDND', stage.clock.now());
  narrator.say(
    'Whoever publishes an e-service tells PDND every day which voucher was used how often. The ledger knows; this is the file that raccordo pdnd tracing writes.',
  );
  const day = tracingDay('2026-11-20', stage.clock.now());
  if (day === null) throw new Error('the day of the story has begun');
  let csv = '';
  for await (const part of tracingCsv(stage.tracing, day)) csv += part;
  const [head = '', ...rows] = csv.trimEnd().split('\n');
  narrator.quote('the file of 20 November 2026', [head, ...rows]);
  narrator.space();
  // The squatter's voucher was never one for this e-service: it is PDND's to count elsewhere.
  const counts = new Map<string, number>();
  for (const { purposeId, tokenId, status } of comune.made) {
    if (purposeId === others.squattedPurpose) continue;
    const key = `2026-11-20,${purposeId},${status},${tokenId}`;
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  check('it has the columns that PDND asks for', head, 'date,purpose_id,status,token_id,requests_count');
  check(
    'and the rows that the Comune counted on its side, to the last one',
    rows.toSorted(),
    [...counts].map(([key, count]) => `${key},${count}`).toSorted(),
  );
  return `${rows.length} rows`;
};
