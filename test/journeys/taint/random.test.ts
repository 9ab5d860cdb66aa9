import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dataClasses } from '../../../contracts/canonical/data-class.ts';
import {
  type PurposeOverride,
  PurposeOverride as PurposeOverrideSchema,
} from '../../../contracts/canonical/network.ts';
import { demoNetworkText, onSqlite } from '../../world/on-node.ts';
import { startWorld } from '../../world/start-world.ts';
import { missing } from './arrivals.ts';
import { leaks, pieces } from './leaks.ts';
import { type Evidence, type Life, live, type Plan } from './live.ts';
import { permitted, returnOf } from './permitted.ts';
import { createNumbers } from './plant.ts';
import { type Route, routes, scripts } from './route.ts';

const runs = 60;
const classes = fc.subarray(
  dataClasses.filter((c) => c !== 'public'),
  { maxLength: 6 },
);
const document = { title: 'Parere', reference: 'DPO-2026-9', approved_by: 'DPO', approved_on: '2026-01-15' };

const evidences: fc.Arbitrary<Evidence> = fc.record({
  kind: fc.constantFrom('statutory_authorisation', 'consent', 'objection', 'refusal'),
  purpose: fc.boolean(),
  recipient: fc.boolean(),
  given: fc.constantFrom('before', 'after'),
  withdrawn: fc.constantFrom('never', 'never', 'before', 'after'),
});

const overridesFor = (route: Route): fc.Arbitrary<readonly PurposeOverride[]> => {
  const cells = [
    { purpose: route.frame.purpose, recipient_kind: route.recipientKind },
    { purpose: returnOf(route.frame.purpose), recipient_kind: 'comune' },
  ];
  const one = fc
    .record({ cell: fc.constantFrom(...cells), remove: classes, add: classes })
    .map(({ cell, remove, add }) => PurposeOverrideSchema.parse({ ...cell, remove, add, document }));
  return fc.array(one, { maxLength: 3 });
};

const worlds = fc.constantFrom(...Object.values(routes)).chain((route: Route) =>
  fc.record({
    overrides: overridesFor(route),
    restricted: fc.boolean(),
    plan: fc.record<Plan>({
      route: fc.constant(route),
      script: fc.constantFrom(...(Object.keys(scripts) as (keyof typeof scripts)[])),
      protectedAddress: fc.boolean(),
      evidence: fc.array(evidences, { maxLength: 4 }),
    }),
  }),
);

/** Whether, by what is on file, nothing of the person may go out: necessary conditions only, so that it never blames in error. */
function mustBeSilent({ route, evidence }: Plan): boolean {
  const stands = (each: Evidence) =>
    each.withdrawn === 'never' || (each.given === 'after' && each.withdrawn === 'before');
  if (evidence.some((each) => each.kind === 'objection' && stands(each))) return true;
  return route.evidence !== null && !evidence.some((each) => each.kind === route.evidence && stands(each));
}

describe('planted values, whatever the network narrows or widens and whatever the person gave or took back', () => {
  it('are found only where the catalogue, so changed, permits', { timeout: 120_000 }, async () => {
    const seen = { denied: 0, silent: 0, told: 0 };
    await fc.assert(
      fc.asyncProperty(worlds, async ({ overrides, restricted, plan }) => {
        const log: string[] = [];
        const ground = onSqlite();
        const world = await startWorld(ground, demoNetworkText, {
          log:
            () =>
            (...line) =>
              log.push(JSON.stringify(line)),
          change: (network) => ({
            ...network,
            purpose_overrides: [...overrides],
            clients: network.clients.map((client) =>
              restricted
                ? { ...client, scopes: client.scopes.filter((scope) => scope !== 'protected_address:read') }
                : client,
            ),
          }),
        });
        const life = await live(world, plan, createNumbers());
        const conditions = { overrides, protectedAddress: plan.protectedAddress };
        expect(leaks(pieces(world, log), [life], conditions)).toEqual([]);
        if (plan.protectedAddress && restricted) expect(addresses(life)).toEqual([]);
        if (life.id === null) seen.denied += 1;
        else if (mustBeSilent(plan)) {
          seen.silent += 1;
          expect(toldBeyondReferences(world, life)).toEqual([]);
        } else if (plan.evidence.length === 0) {
          seen.told += 1;
          if (!plan.protectedAddress) expect(missing(world, life, conditions)).toEqual([]);
        }
        await ground.engine.close();
      }),
      { numRuns: runs, seed: 20261122 },
    );
    for (const count of Object.values(seen)) expect(count).toBeGreaterThan(3);
  });

  /** What the initiator read of an address under protection without the role that may. */
  const addresses = ({ request, read }: Life) =>
    request.filter(
      (m) =>
        (m.dataClass === 'residence' || m.dataClass === 'violence_protection') && read.byInitiator?.includes(m.text),
    );

  /** What reached the other body although nothing but references and state may. */
  const toldBeyondReferences = (
    world: { readonly partners: { readonly sent: readonly { readonly body: string }[] } },
    life: Life,
  ) => {
    const reached = [...world.partners.sent.map(({ body }) => body), ...life.mailbox, life.read.byRecipient ?? ''].join(
      '\n',
    );
    return life.request.filter(
      (m) =>
        m.dataClass !== 'case_reference' &&
        m.dataClass !== 'service_status' &&
        m.text.length > 7 &&
        reached.includes(m.text),
    );
  };
});

describe('the second opinion', () => {
  it('says of the catalogue as printed what the privacy design says of the CPI', () => {
    const cpi = permitted('LAV-INV', 'cpi', { overrides: [], protectedAddress: false }).most;
    for (const never of [
      'health',
      'disability',
      'violence_protection',
      'judicial',
      'exemption_reason',
      'economic',
    ] as const)
      expect(cpi).not.toContain(never);
    for (const always of ['identity', 'contact', 'labour', 'household'] as const) expect(cpi).toContain(always);
  });
});
