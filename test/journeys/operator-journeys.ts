import { describe, expect, it } from 'vitest';
import type { Network } from '../../contracts/canonical/network.ts';
import { refer, taken, toAsl, toSchool } from '../world/people.ts';
import type { World } from '../world/start-world.ts';
import type { StartWorld } from './journey-suite.ts';

/** Operators of three bodies beside the ATS: of the sender, of the recipient, and of one that has nothing to do with it. */
const operators = new Set(['comune-sportello', 'asl-cup', 'cpi-sil']);
const withOperators = (network: Network): Network => ({
  ...network,
  clients: network.clients.map((client) =>
    operators.has(client.id) ? { ...client, scopes: [...client.scopes, 'deliveries:operate'] } : client,
  ),
});

type Item = { readonly id: string; readonly system: string };

/** A referral to the ASL whose delivery waits behind the stop switch. */
async function queuedForAsl(world: World): Promise<string> {
  const { id } = await refer(world.as('comune-sportello'), toAsl());
  taken(await world.as('ats-amministratore').put('/v1/systems/asl-fhir/suspension', { reason: 'Prova' }));
  const page = await world.as('comune-sportello').get<{ items: Item[] }>(`/v1/deliveries?referral_id=${id}`);
  const [delivery] = taken(page).items;
  if (delivery === undefined) throw new Error('the referral has a delivery');
  return delivery.id;
}

const again = { reason: 'La ASL ha chiesto di ripetere' };
const settled = { as: 'abandoned', reason: 'Inviato per posta' };

export function operatorJourneys(start: StartWorld): void {
  describe('under the hands of an operator', () => {
    it.each([
      ['cpi-sil', 404, 'delivery/not-found'],
      ['comune-sportello', 409, 'delivery/not-settled'],
      ['asl-cup', 409, 'delivery/not-settled'],
      ['ats-amministratore', 409, 'delivery/not-settled'],
    ] as const)('has a delivery that %s is told %i about', async (client, status, code) => {
      const world = await start(withOperators);
      const id = await queuedForAsl(world);
      const operator = world.as(client);
      expect(await operator.post(`/v1/deliveries/${id}/rerun`, again)).toMatchObject({ status, body: { code } });
      expect(await operator.post(`/v1/deliveries/${id}/resolution`, settled)).toMatchObject({ status, body: { code } });
      expect((await operator.get(`/v1/deliveries/${id}`)).status).toBe(status === 404 ? 404 : 200);
    });

    it('is in the worklist of those whom it concerns, and of the ATS', async () => {
      const world = await start(withOperators);
      const id = await queuedForAsl(world);
      await refer(world.as('comune-sportello'), toSchool());
      const seenBy = async (client: Parameters<World['as']>[0]) =>
        taken(await world.as(client).get<{ items: Item[] }>('/v1/deliveries')).items.map(({ system }) => system);
      expect(await seenBy('cpi-sil')).toEqual([]);
      expect(await seenBy('asl-cup')).toEqual(['asl-fhir']);
      expect((await seenBy('comune-sportello')).toSorted()).toEqual(['asl-fhir', 'ic-casella']);
      expect((await seenBy('ats-amministratore')).toSorted()).toEqual(['asl-fhir', 'ic-casella']);
      expect((await world.as('cpi-sil').get<{ items: Item[] }>('/v1/deliveries?system=asl-fhir')).body.items).toEqual(
        [],
      );
      expect((await world.as('cpi-sil').get(`/v1/deliveries/${id}`)).status).toBe(404);
    });

    it.each([
      ['cpi-sil', 404],
      ['comune-sportello', 404],
      ['asl-cup', 200],
      ['ats-amministratore', 200],
    ] as const)('goes to a system that %s may stop: %i', async (client, status) => {
      const world = await start(withOperators);
      const operator = world.as(client);
      const stopped = await operator.put('/v1/systems/asl-fhir/suspension', { reason: 'Manutenzione' });
      expect(stopped.status).toBe(status);
      if (status === 404) expect(stopped.body).toMatchObject({ code: 'network/not-found' });
      expect((await operator.delete('/v1/systems/asl-fhir/suspension')).status).toBe(status === 200 ? 204 : 404);
    });
  });
}
