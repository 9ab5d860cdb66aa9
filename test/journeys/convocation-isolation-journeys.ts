import { describe, expect, it } from 'vitest';
import { leaksOf, missingOf } from './convocation-leaks.ts';
import { readings } from './convocation-mails.ts';
import type { Plan } from './convocation-plant.ts';
import { told, withThirdSector } from './convocation-told.ts';
import type { StartWorld } from './journey-suite.ts';

const line = (body: Plan['members'][number]['body'], cases: readonly number[], more: object = {}) => ({
  body,
  cases,
  language: 'it' as const,
  ofNobody: false,
  pec: false,
  ...more,
});

/** Three cases, all bodies, five languages; one case is objected to towards one body, one leaves the agenda. */
const plan: Plan = {
  cases: 3,
  objections: [{ of: 0, to: 'school' }],
  withdrawn: 2,
  members: [
    line('cpi', [0], { language: 'de' }),
    line('asl', [1], { language: 'sl', pec: true }),
    line('school', [0, 1], { language: 'fr' }),
    line('housing', [2], { language: 'en' }),
    line('thirdSector', [1, 2]),
    line('cpi', [1]),
    line('comune', [2], { ofNobody: true }),
  ],
  beneficiaries: [1],
};

export function convocationIsolationJourneys(start: StartWorld): void {
  describe('of several cases', () => {
    it('tells each of their own cases what their purpose permits, and nothing else to anybody', {
      timeout: 60_000,
    }, async () => {
      const world = await start(withThirdSector);
      const all = await told(world, plan, []);
      expect(leaksOf(all)).toEqual([]);
      expect(missingOf(all)).toEqual([]);
      const [asl] = all.planted.people.filter(({ body }) => body === 'asl');
      const [address, pec] = asl?.addresses ?? [];
      const mails = await readings(world.postbox.posted);
      expect(mails.filter(({ to }) => to === pec).every(({ event }) => event === null)).toBe(true);
      expect(mails.filter(({ to }) => to === address).some(({ event }) => event !== null)).toBe(true);
      expect(all.pieces.filter(({ to }) => to === 'head').length).toBeGreaterThan(2);
    });
  });
}
