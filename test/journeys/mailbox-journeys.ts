import { describe, expect, it } from 'vitest';
import type { Delivery } from '../../contracts/canonical/delivery.ts';
import type { Client } from '../world/clients.ts';
import { attest, elena, evidence, refer, taken, toThirdSector } from '../world/people.ts';
import type { World } from '../world/start-world.ts';
import type { StartWorld } from './journey-suite.ts';

const consent = evidence(elena.tax_code, { kind: 'consent', scope: { purpose: 'TS-INV' }, source: 'signed_form' });
const direct = toThirdSector({ recipient: 'associazione-ilponte', service: 'emporio-solidale' });

type Head = { readonly message_id: string; readonly event_type: string };

const heads = async (body: Client) => taken(await body.get<{ items: Head[] }>('/v1/mailbox')).items;
const messageOf = async (body: Client, event: string): Promise<string> => {
  const found = (await heads(body)).find(({ event_type }) => event_type === event);
  if (found === undefined) throw new Error(`no message of ${event}`);
  return `/v1/mailbox/${found.message_id}`;
};

/** A referral that waits in the mailbox of the association, and the way to take its consent back. */
async function waiting(world: World) {
  const comune = world.as('comune-sportello');
  const { id: consentId } = await attest(comune, consent);
  const { id } = await refer(comune, direct);
  return {
    id,
    comune,
    body: world.as('associazione-ilponte'),
    withdraw: async () =>
      taken(await comune.post(`/v1/consents/${consentId}/withdrawal`, { withdrawn_at: world.clock.now() })),
    cancel: async () => {
      const { version } = taken(await comune.get<{ version: number }>(`/v1/referrals/${id}`));
      const event = { type: 'request_cancellation', reason: 'no_longer_needed' };
      taken(await comune.post(`/v1/referrals/${id}/events`, event, { version }));
    },
    submission: async (): Promise<Delivery | undefined> =>
      taken(await comune.get<{ items: Delivery[] }>(`/v1/deliveries?referral_id=${id}`)).items.find(
        ({ event }) => event === 'submit',
      ),
  };
}

export function mailboxJourneys(start: StartWorld): void {
  describe('that waits in a mailbox', () => {
    it('is not acknowledged while the gate withholds it, and its end is told to nobody', async () => {
      const world = await start();
      const { body, withdraw, cancel, submission } = await waiting(world);
      const message = await messageOf(body, 'submit');
      await withdraw();
      expect(await body.delete(message)).toMatchObject({ status: 403, body: { code: 'gate/denied' } });
      expect(await submission()).toMatchObject({ state: 'awaiting_pickup' });
      await cancel();
      expect(await body.get(await messageOf(body, 'request_cancellation'))).toMatchObject({
        status: 403,
        body: { detail: expect.stringContaining('closing/never-told') },
      });
    });

    it.each([
      ['fetched', async (body: Client, _id: string) => taken(await body.get(await messageOf(body, 'submit')))],
      ['read', async (body: Client, id: string) => taken(await body.get(`/v1/referrals/${id}`))],
      ['followed', async (body: Client, id: string) => taken(await body.get(`/v1/referrals/${id}/events`))],
      [
        'answered',
        async (body: Client, id: string) =>
          taken(await body.post(`/v1/referrals/${id}/events`, { type: 'acknowledge' }, { version: 1 })),
      ],
    ])('is known to a body that %s it, which hears of its end', async (_, learn) => {
      const world = await start();
      const { id, body, withdraw, cancel } = await waiting(world);
      await learn(body, id);
      await withdraw();
      await cancel();
      expect(taken(await body.get(await messageOf(body, 'request_cancellation')))).toMatchObject({ referral_id: id });
    });

    it('says since when it was read', async () => {
      const world = await start();
      const { body, submission } = await waiting(world);
      expect((await submission())?.sent_at).toBeUndefined();
      const message = await messageOf(body, 'submit');
      taken(await body.get(message));
      const first = world.clock.now();
      world.clock.advance(1000);
      taken(await body.get(message));
      expect(await submission()).toMatchObject({ state: 'awaiting_pickup', sent_at: first });
    });
  });
}
