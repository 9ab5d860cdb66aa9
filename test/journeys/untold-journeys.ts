import { describe, expect, it } from 'vitest';
import type { Network } from '../../contracts/canonical/network.ts';
import { attest, elena, evidence, refer, taken, toAsl, toSchool, toThirdSector } from '../world/people.ts';
import type { StartWorld } from './journey-suite.ts';

const without =
  (...gone: readonly string[]) =>
  (network: Network): Network => ({
    ...network,
    systems: network.systems.filter(({ id }) => !gone.includes(id)),
    clients: network.clients.map((client) =>
      client.system !== undefined && gone.includes(client.system) ? { ...client, system: undefined } : client,
    ),
  });

const accept = { type: 'accept' };

export function untoldJourneys(start: StartWorld): void {
  describe('whose other side has no system', () => {
    it('is taken, and its sender is told that nobody was', async () => {
      const world = await start(without('ic-casella'));
      const receipt = await refer(world.as('comune-sportello'), toSchool());
      expect(receipt).toMatchObject({ findings: [{ pointer: '/recipient', code: 'recipient/no-system' }] });
      const page = await world.as('comune-sportello').get(`/v1/deliveries?referral_id=${receipt.id}`);
      expect(taken(page)).toMatchObject({ items: [] });
      // The answer of a body that reads by the API finds the sender's system as ever.
      const answer = await world.as('ic-segreteria').post(`/v1/referrals/${receipt.id}/events`, accept, { version: 1 });
      expect(taken(answer)).toMatchObject({ status: 'accepted', findings: [] });
    });

    it('is taken so, too, where the systems of the other side take other kinds only', async () => {
      const world = await start((network) => ({
        ...network,
        systems: network.systems.map((s) => (s.id === 'asl-fhir' ? { ...s, referral_kinds: ['school'] } : s)),
      }));
      expect(await refer(world.as('comune-sportello'), toAsl())).toMatchObject({
        findings: [{ pointer: '/recipient', code: 'recipient/no-system' }],
      });
    });

    it('is answered, and who answered is told that nobody heard it', async () => {
      const world = await start(without('comune-cartella'));
      const receipt = await refer(world.as('comune-sportello'), toAsl());
      expect(receipt).toMatchObject({ findings: [] });
      const answer = await world.as('asl-cup').post(`/v1/referrals/${receipt.id}/events`, accept, { version: 1 });
      expect(taken(answer)).toMatchObject({ findings: [{ pointer: '', code: 'counterpart/no-system' }] });
    });

    it('says nothing of it while it is open and there is no other side', async () => {
      const world = await start(without('cooperativa-casella', 'associazione-casella'));
      const comune = world.as('comune-sportello');
      await attest(
        comune,
        evidence(elena.tax_code, { kind: 'consent', scope: { purpose: 'TS-INV' }, source: 'signed_form' }),
      );
      expect(await refer(comune, toThirdSector())).toMatchObject({ findings: [] });
    });
  });
}
