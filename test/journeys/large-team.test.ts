import { expect, it, onTestFinished } from 'vitest';
import type { ConvocationReceipt, ConvocationView } from '../../contracts/api/convocation-views.ts';
import { demoNetworkText, onSqlite } from '../world/on-node.ts';
import { taken } from '../world/people.ts';
import { startWorld } from '../world/start-world.ts';
import { convocation, members } from '../world/team.ts';

const size = 60;
const team = [
  members.assistente,
  ...Array.from({ length: size - 1 }, (_, i) => ({
    ...members.scuola,
    member_id: `docente-${i}`,
    email: `docente.${i}@scuola.borgoverde.example`,
  })),
];

it('a team with more mails than a page holds is told to the last person that the meeting is off', async () => {
  const ground = onSqlite();
  onTestFinished(() => ground.engine.close());
  const world = await startWorld(ground, demoNetworkText);
  const comune = world.as('comune-sportello');
  const request = convocation({ members: team });
  const { id } = taken(
    await comune.post<ConvocationReceipt>('/v1/convocations', request, { key: 'convocation-1' }),
    201,
  );
  await world.tick();
  const say = async (event: object) => {
    const { version } = taken(await comune.get<ConvocationView>(`/v1/convocations/${id}`));
    taken(await comune.post(`/v1/convocations/${id}/events`, event, { version }));
    await world.tick();
  };
  const { meeting } = request;
  const place = { name: 'Comune di Borgoverde, sala grande' };
  await say({ type: 'reschedule', meeting: { ...meeting, place }, reason: 'place_unavailable' });
  await say({ type: 'cancel', reason: 'no_longer_needed' });
  expect(world.postbox.posted).toHaveLength(3 * size);
  const view = taken(await comune.get<ConvocationView>(`/v1/convocations/${id}`));
  expect(view.members.map(({ mails = [] }) => mails.map(({ kind }) => kind).join())).toEqual(
    Array(size).fill('cancellation,update,invitation'),
  );
});
