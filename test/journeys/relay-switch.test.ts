import { expect, it, onTestFinished } from 'vitest';
import { demoNetworkText, onSqlite } from '../world/on-node.ts';
import { taken } from '../world/people.ts';
import { startWorld } from '../world/start-world.ts';
import { convocation } from '../world/team.ts';

const stop = '/v1/systems/mail-relay/suspension';

it('the stop switch of the relay keeps mails back, and an ATS alone has it', async () => {
  const ground = onSqlite();
  onTestFinished(() => ground.engine.close());
  const world = await startWorld(ground, demoNetworkText);
  const [comune, operator] = [world.as('comune-sportello'), world.as('ats-amministratore')];
  expect((await world.as('cpi-sil').put(stop, { reason: 'x' })).status).toBe(403);
  taken(await operator.put(stop, { reason: 'Manutenzione del server di posta' }));
  taken(await comune.post('/v1/convocations', convocation(), { key: 'convocation-1' }), 201);
  await world.tick();
  expect(world.postbox.posted.map(({ channel }) => channel)).toEqual(['pec']);
  expect((await operator.delete(stop)).status).toBe(204);
  await world.tick();
  expect(world.postbox.posted).toHaveLength(5);
});
