import { describe, expect, it } from 'vitest';
import type { Exchange } from '../../contracts/canonical/exchange.ts';
import { refer, taken, toAsl } from '../world/people.ts';
import type { World } from '../world/start-world.ts';
import type { StartWorld } from './journey-suite.ts';

const versions = async (world: World, referral: string) => {
  const page = await world.as('ats-amministratore').get<{ items: Exchange[] }>(`/v1/exchanges?referral_id=${referral}`);
  return taken(page)
    .items.toReversed()
    .map(({ operation, network_version }) => [operation, network_version]);
};

export function networkJourneys(start: StartWorld): void {
  describe('under a network that changes', () => {
    it('is delivered by the rules in force when it leaves, and each record names their version', async () => {
      const world = await start();
      const { id } = await refer(world.as('comune-sportello'), toAsl());
      const narrower = {
        ...world.network,
        purpose_overrides: [{ purpose: 'SAN-INV', recipient_kind: 'asl', remove: ['health'] }],
      };
      taken(await world.as('ats-amministratore').put('/v1/network', narrower, { version: 1 }));
      await world.tick();
      expect(world.partners.health.effects()).toBe(1);
      expect(world.partners.sent.map(({ body }) => body).join()).not.toContain('Chiede aiuto per il gioco.');
      expect(await versions(world, id)).toEqual([
        ['referral.submit', 1],
        ['referral.deliver', 2],
      ]);
    });

    it('is withheld when the other body has left the network', async () => {
      const world = await start();
      const { id } = await refer(world.as('comune-sportello'), toAsl());
      const without = {
        ...world.network,
        agreements: world.network.agreements.filter((a) => a.id !== 'intesa-sanita-2026'),
      };
      taken(await world.as('ats-amministratore').put('/v1/network', without, { version: 1 }));
      await world.tick();
      expect(world.partners.sent).toEqual([]);
      const { items } = taken(
        await world.as('ats-amministratore').get<{ items: unknown[] }>(`/v1/deliveries?referral_id=${id}`),
      );
      expect(items).toMatchObject([{ state: 'withheld', code: 'gate/agreement/missing' }]);
    });

    it('is not touched by a document with faults, which are all told', async () => {
      const world = await start();
      const faulty = {
        ...world.network,
        organizations: world.network.organizations.filter(({ id }) => id !== 'asl-borgoverde'),
        systems: [...world.network.systems, { id: 'x-1', organization: 'nobody-1', adapter: 'telepathy' }],
      };
      const reply = await world
        .as('ats-amministratore')
        .put<{ errors: { pointer: string }[] }>('/v1/network', faulty, { version: 1 });
      expect(reply).toMatchObject({ status: 422, body: { code: 'network/invalid' } });
      const at = world.network.systems.length;
      expect(reply.body.errors.map(({ pointer }) => pointer)).toEqual(
        expect.arrayContaining([`/systems/${at}/organization`, `/systems/${at}/adapter`]),
      );
      expect(reply.body.errors.length).toBeGreaterThan(3);
      expect((await world.as('ats-amministratore').get('/v1/network')).headers.get('etag')).toBe('"v1"');
      expect((await world.as('ats-amministratore').put('/v1/network', world.network, { version: 7 })).status).toBe(412);
    });
  });
}
