import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { dataClasses } from '../../../contracts/canonical/data-class.ts';
import { missing } from './arrivals.ts';
import { isLong, leaks, pieces } from './leaks.ts';
import { type Evidence, live } from './live.ts';
import { createNumbers, plantEvent, plantRequest } from './plant.ts';
import { initiator, type RouteName, routes, type ScriptName, scripts } from './route.ts';
import { startSearchable } from './searchable.ts';

const folder = mkdtempSync(join(tmpdir(), 'raccordo-taint-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const asPrinted = { overrides: [], protectedAddress: false };

const granted = (kind: Evidence['kind'] | null): Evidence[] =>
  kind === null ? [] : [{ kind, purpose: true, recipient: false, given: 'before', withdrawn: 'never' }];

describe('planted values', () => {
  it('stand for every class, and for every event', () => {
    const next = createNumbers();
    const request = plantRequest({ initiator, ...routes.cpi.frame }, false, next);
    const steps = [...Object.values(scripts).flat(), ['recipient', 'claim'] as const];
    const events = steps.flatMap(([, type]) => plantEvent(type, next).marks);
    const marks = [...request.marks, ...events];
    expect(new Set(marks.map(({ dataClass }) => dataClass))).toEqual(
      new Set(dataClasses.filter((c) => c !== 'public')),
    );
    expect(new Set(marks.map(({ text }) => text)).size).toBe(marks.length);
  });

  const ways: [RouteName, ScriptName][] = [
    ...(Object.keys(routes) as RouteName[]).map((way): [RouteName, ScriptName] => [way, 'wholeLife']),
    ...(['asl', 'thirdSector'] as const).flatMap((way) =>
      (['declined', 'interrupted', 'cancelled', 'mistaken'] as const).map((script): [RouteName, ScriptName] => [
        way,
        script,
      ]),
    ),
  ];
  it.each(ways)(
    'of a referral on the way %s that is %s are found where the catalogue permits, and only there',
    async (way, script) => {
      const { world, log, atRest, close } = await startSearchable(join(folder, `${way}-${script}`));
      const route = routes[way];
      const life = await live(
        world,
        { route, script, protectedAddress: false, evidence: granted(route.evidence) },
        createNumbers(),
      );
      const rest = atRest();
      expect(leaks(pieces(world, log), [life], asPrinted)).toEqual([]);
      expect([...life.request, ...life.events].filter((mark) => isLong(mark) && rest.includes(mark.text))).toEqual([]);
      expect(rest).toContain(life.id);
      expect(log.length).toBeGreaterThan(10);
      expect(missing(world, life, asPrinted)).toEqual([]);
      await close();
    },
  );
});
