import { describe, expect, it } from 'vitest';
import { attest, elena, evidence, refer, taken, toCpi } from '../world/people.ts';
import type { World } from '../world/start-world.ts';
import type { StartWorld } from './journey-suite.ts';

/** A referral on which the CPI has said what the Comune may know and what it may not. */
async function answered(world: World): Promise<string> {
  await attest(world.as('comune-sportello'), evidence(elena.tax_code));
  const { id } = await refer(world.as('comune-sportello'), toCpi());
  const cpi = world.as('cpi-sil');
  taken(
    await cpi.post(
      `/v1/referrals/${id}/events`,
      { type: 'accept', contact: 'Sportello 4', note: 'Arriva in ritardo.' },
      { version: 1 },
    ),
  );
  const report = {
    type: 'report_progress',
    labour: { service_pact: 'signed', service_pact_date: '2026-11-20' },
    exemption: { exempt: true, until: '2027-01-31', reason: 'Assiste un familiare.' },
    health: 'Ha parlato di una terapia.',
  };
  taken(await cpi.post(`/v1/referrals/${id}/events`, report, { version: 2 }));
  return id;
}

export function readingJourneys(start: StartWorld): void {
  describe('that is read', () => {
    it('shows the CPI what its cell of the matrix permits, and names the classes it may not see', async () => {
      const world = await start();
      const id = await answered(world);
      const view = await world.as('cpi-sil').get<{ withheld: string[] }>(`/v1/referrals/${id}`);
      expect(taken(view)).toMatchObject({
        request: { subject: { family_name: 'Marini' }, circumstances: { labour: 'Disponibile al mattino.' } },
        progress: { note: 'Arriva in ritardo.', exemption: { reason: 'Assiste un familiare.' } },
      });
      expect(view.body.withheld.toSorted()).toEqual(['economic', 'health']);
      for (const secret of ['In cura per ansia.', '5312.4']) expect(view.text).not.toContain(secret);
    });

    it('shows the Comune its own words and the permitted part of the answer', async () => {
      const world = await start();
      const id = await answered(world);
      const view = await world.as('comune-sportello').get<{ withheld: string[] }>(`/v1/referrals/${id}`);
      expect(taken(view)).toMatchObject({
        status: 'accepted',
        request: { circumstances: { health: { reason: 'In cura per ansia.' } } },
        progress: {
          contact: 'Sportello 4',
          labour: { service_pact: 'signed' },
          exemption: { exempt: true, until: '2027-01-31' },
        },
      });
      expect(view.body.withheld.toSorted()).toEqual(['exemption_reason', 'health', 'social']);
      for (const secret of ['Arriva in ritardo.', 'Assiste un familiare.', 'terapia'])
        expect(view.text).not.toContain(secret);
    });

    it('has a timeline on which each side sees its own events whole and the other side as far as permitted', async () => {
      const world = await start();
      const id = await answered(world);
      const lines = async (client: 'comune-sportello' | 'cpi-sil') =>
        taken(await world.as(client).get<{ items: object[] }>(`/v1/referrals/${id}/events`)).items;
      expect(await lines('comune-sportello')).toMatchObject([
        { version: 1, type: 'submit', by: 'comune-borgoverde', status: 'requested', withheld: [] },
        {
          version: 2,
          type: 'accept',
          by: 'cpi-borgoverde',
          status: 'accepted',
          withheld: ['social'],
          event: { contact: 'Sportello 4' },
        },
        { version: 3, type: 'report_progress', withheld: expect.arrayContaining(['exemption_reason', 'health']) },
      ]);
      expect((await lines('cpi-sil'))[2]).toMatchObject({
        withheld: [],
        event: { exemption: { reason: 'Assiste un familiare.' } },
      });
      const page = taken(await world.as('cpi-sil').get<{ next_cursor: string }>(`/v1/referrals/${id}/events?limit=2`));
      const rest = await world.as('cpi-sil').get(`/v1/referrals/${id}/events?limit=2&cursor=${page.next_cursor}`);
      expect(taken(rest)).toMatchObject({ items: [{ version: 3 }], next_cursor: null });
    });

    it('is recorded as read, with what was shown and withheld', async () => {
      const world = await start();
      const id = await answered(world);
      taken(await world.as('cpi-sil').get(`/v1/referrals/${id}`));
      const { items } = taken(await world.as('cpi-sil').get<{ items: object[] }>(`/v1/exchanges?referral_id=${id}`));
      expect(items[0]).toMatchObject({
        operation: 'referral.read',
        direction: 'out',
        to: 'cpi-borgoverde',
        client: 'cpi-sil',
        rule: 'permit/matrix',
        agreement: 'intesa-lavoro-2026',
        classes_withheld: ['economic', 'health'],
      });
      expect(items[0]).toHaveProperty('digest');
    });

    it('is found by the pseudonym of the person, who is found by the tax code', async () => {
      const world = await start();
      const id = await answered(world);
      const comune = world.as('comune-sportello');
      const found = taken(
        await comune.post<{ subject_id: string }>('/v1/subjects/searches', { tax_code: elena.tax_code }),
      );
      // Since when others know the person is theirs to tell.
      expect(Object.keys(found)).toEqual(['subject_id']);
      expect(taken(await comune.get(`/v1/referrals?subject_id=${found.subject_id}`))).toMatchObject({
        items: [{ id }],
      });
    });
  });
}
