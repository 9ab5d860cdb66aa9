import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mailLanguages } from '../../contracts/canonical/convocation-codes.ts';
import { demoNetworkText, onSqlite } from '../world/on-node.ts';
import { startWorld } from '../world/start-world.ts';
import { auditMails } from './convocation-audit.ts';
import { leaksOf, missingOf } from './convocation-leaks.ts';
import { type BodyName, bodies, type Plan } from './convocation-plant.ts';
import { told, withThirdSector } from './convocation-told.ts';

const runs = 16;
const names = Object.keys(bodies) as BodyName[];
const caseNumbers = fc.nat({ max: 3 });

const plans: fc.Arbitrary<Plan> = fc.record({
  cases: fc.integer({ min: 1, max: 4 }),
  objections: fc.array(fc.record({ of: caseNumbers, to: fc.option(fc.constantFrom(...names)) }), { maxLength: 2 }),
  withdrawn: fc.option(caseNumbers),
  members: fc.array(
    fc.record({
      body: fc.constantFrom(...names),
      cases: fc.array(caseNumbers, { minLength: 1, maxLength: 3 }),
      language: fc.constantFrom(...mailLanguages),
      ofNobody: fc.integer({ max: 4, min: 0 }).map((n) => n === 0),
      pec: fc.integer({ max: 3, min: 0 }).map((n) => n === 0),
    }),
    { minLength: 1, maxLength: 6 },
  ),
  beneficiaries: fc.array(caseNumbers, { maxLength: 2 }),
});

describe('planted values of convocations, whoever is called for whatever', () => {
  it('reach who may have them, and nobody else', { timeout: 240_000 }, async () => {
    const seen = { objections: 0, withdrawn: 0, strangers: 0 };
    await fc.assert(
      fc.asyncProperty(plans, async (plan) => {
        const ground = onSqlite();
        const log: string[] = [];
        const world = await startWorld(ground, demoNetworkText, {
          change: withThirdSector,
          log:
            () =>
            (...line) =>
              log.push(JSON.stringify(line)),
        });
        const all = await told(world, plan, log);
        expect(leaksOf(all)).toEqual([]);
        expect(missingOf(all)).toEqual([]);
        await auditMails(world);
        seen.objections += Math.sign(plan.objections.length);
        seen.withdrawn += Number(plan.withdrawn !== null && plan.cases > 1);
        seen.strangers += Number(all.planted.people.some(({ cases }) => cases.length < plan.cases));
        await ground.engine.close();
      }),
      { numRuns: runs, seed: 20261126 },
    );
    for (const count of Object.values(seen)) expect(count).toBeGreaterThan(3);
  });
});
