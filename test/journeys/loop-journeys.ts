import { describe, expect, it } from 'vitest';
import type { Exchange } from '../../contracts/canonical/exchange.ts';
import { OrganizationId, PurposeCode } from '../../contracts/canonical/ids.ts';
import { dayMs } from '../world/clock.ts';
import { type Answered, householdMessage, numbers } from '../world/household.ts';
import { attest, davide, elena, evidence, paolo, refer, taken, toCpi, toSchool } from '../world/people.ts';
import type { World } from '../world/start-world.ts';
import type { StartWorld } from './journey-suite.ts';

/** The case system sends the household; what the gateway answers about each. */
async function household(world: World): Promise<Answered> {
  await attest(world.as('comune-sportello'), evidence(elena.tax_code));
  const { status, reply } = await world.partners.caseSystem.send(householdMessage(1042));
  expect(status).toBe(200);
  return reply as Answered;
}

const idOf = ({ segnalazioni }: Answered, number: string): string =>
  segnalazioni.find(({ segnalazione }) => segnalazione === number)?.id_invio ?? '';

export function loopJourneys(start: StartWorld): void {
  describe('there and back', () => {
    it('is told person by person to the system that sent the household, in its own words', async () => {
      const world = await start();
      expect(await household(world)).toMatchObject({
        esito: 'PARZIALE',
        segnalazioni: [
          { esito: 'OK', segnalazione: numbers.elena, stato: 'INVIATA' },
          { esito: 'OK', segnalazione: numbers.paolo, stato: 'INVIATA' },
          {
            esito: 'KO',
            segnalazione: numbers.davide,
            codice: 'gate/denied',
            descrizione: expect.stringContaining('evidence/missing'),
          },
        ],
      });
      await world.pass(dayMs);
      expect(world.partners.labour.received.map(({ taxCode }) => taxCode)).not.toContain(davide.tax_code);
    });

    it('goes to the CPI as a SOAP notification, and the service pact comes back to the Comune', async () => {
      const world = await start();
      await household(world);
      await world.tick();
      const asked = world.partners.labour.received;
      expect(asked.map(({ operation, taxCode }) => [operation, taxCode])).toEqual([
        ['verificaEsistenzaSAP', elena.tax_code],
        ['notificaSAP', elena.tax_code],
      ]);
      expect(asked[1]?.motive).toContain('BV-2026-0107');

      world.partners.labour.declareDid(elena.tax_code, '2026-11-20');
      world.partners.labour.signPact(elena.tax_code, '2026-11-20');
      await world.pass(dayMs);
      const told = world.partners.caseSystem.received.filter(({ segnalazione }) => segnalazione === numbers.elena);
      expect(told.map(({ stato }) => stato)).toEqual(['PRESA_IN_CARICO', 'IN_CORSO', 'IN_CORSO']);
      expect(told.at(-1)).toMatchObject({
        ente: "Centro per l'impiego di Borgoverde",
        lavoro: { data_did: '2026-11-20', patto_servizio: 'SOTTOSCRITTO', data_patto: '2026-11-20' },
      });
    });

    it('goes from the CPI to a training body, whose answer reaches the system of the CPI', async () => {
      const world = await start((network) => ({
        ...network,
        organizations: network.organizations.map((o) =>
          o.id === 'casa-borgoverde' ? { ...o, kind: 'training_body' } : o,
        ),
        services: network.services.map((s) => (s.id === 'alloggio-temporaneo' ? { ...s, kind: 'training' } : s)),
        agreements: network.agreements.map((a) =>
          a.id === 'intesa-abitare-2026'
            ? {
                ...a,
                parties: [...a.parties, OrganizationId.parse('cpi-borgoverde')],
                purposes: [PurposeCode.parse('FORM-INV')],
              }
            : a,
        ),
      }));
      const { id } = await refer(world.as('cpi-sil'), {
        kind: 'training',
        purpose: 'FORM-INV',
        initiator: 'cpi-borgoverde',
        recipient: 'casa-borgoverde',
        service: 'alloggio-temporaneo',
        subject: elena,
        case: { case_id: 'CPI-7', case_manager: { given_name: 'Sara', family_name: 'Neri' } },
      });
      taken(await world.as('casa-sportello').post(`/v1/referrals/${id}/events`, { type: 'accept' }, { version: 1 }));
      await world.tick();
      expect(world.partners.labour.received.map(({ operation, taxCode }) => [operation, taxCode])).toEqual([
        ['verificaEsistenzaSAP', elena.tax_code],
        ['notificaSAP', elena.tax_code],
      ]);
    });

    it('goes to the ASL as a FHIR transaction, and acceptance, appointment and outcome come back', async () => {
      const world = await start();
      const referral = idOf(await household(world), numbers.paolo);
      await world.tick();
      const { health, caseSystem } = world.partners;
      expect(health.task(referral)).toMatchObject({ resourceType: 'Task', status: 'requested' });

      await health.acceptReferral(referral);
      await health.schedule(referral, { start: '2026-11-27T09:30:00+01:00', place: 'SerD, stanza 2' });
      await world.tick();
      world.clock.advance(8 * dayMs);
      await health.attend(referral);
      await health.complete(referral, { outcome: 'goals_achieved', on: '2026-11-28' });
      await world.tick();
      const told = caseSystem.received.filter(({ segnalazione }) => segnalazione === numbers.paolo);
      expect(told.map(({ stato }) => stato)).toEqual([
        'PRESA_IN_CARICO',
        'APPUNTAMENTO_FISSATO',
        'IN_CORSO',
        'CONCLUSA',
      ]);
      expect(told[1]).toMatchObject({ appuntamento: { inizio: '2026-11-27T09:30:00+01:00', luogo: 'SerD, stanza 2' } });
      expect(told[3]).toMatchObject({ esito: 'OBIETTIVI_RAGGIUNTI' });
      expect(JSON.stringify(told)).not.toContain('gioco');
    });

    it('comes back when the ASL only answers questions', async () => {
      const world = await start();
      const referral = idOf(await household(world), numbers.paolo);
      await world.tick();
      world.partners.muteHealth();
      await world.partners.health.acceptReferral(referral);
      await world.pass(dayMs);
      expect(world.partners.caseSystem.stateOf(numbers.paolo)).toBe('PRESA_IN_CARICO');
    });

    it('waits in the mailbox of a school, is fetched, acknowledged, and answered', async () => {
      const world = await start();
      const school = world.as('ic-segreteria');
      const { id } = await refer(world.as('comune-sportello'), toSchool({ initiator_reference: 'SEG-2026-0300' }));
      await world.tick();
      expect(world.partners.sent).toEqual([]);

      const { items } = taken(
        await school.get<{ items: { message_id: string; referral_id: string }[] }>('/v1/mailbox'),
      );
      expect(items).toMatchObject([{ referral_id: id, event_type: 'submit', from: 'comune-borgoverde' }]);
      const place = `/v1/mailbox/${items[0]?.message_id}`;
      const message = taken(await school.get<{ request: object; withheld: string[] }>(place));
      expect(message.request).toMatchObject({
        subject: { given_name: 'Lucia' },
        circumstances: { education: 'Molte assenze da settembre.' },
      });
      expect(message.withheld).toEqual(expect.arrayContaining(['social', 'household']));

      expect((await school.delete(place)).status).toBe(204);
      expect(taken(await school.get<{ items: unknown[] }>('/v1/mailbox')).items).toEqual([]);
      expect((await school.get(place)).status).toBe(404);

      taken(await school.post(`/v1/referrals/${id}/events`, { type: 'accept' }, { version: 1 }));
      await world.tick();
      expect(world.partners.caseSystem.stateOf('SEG-2026-0300')).toBe('PRESA_IN_CARICO');
    });

    it('leads to an onward referral of the same person, and of nobody else', async () => {
      const world = await start();
      const comune = world.as('comune-sportello');
      await attest(comune, evidence(elena.tax_code));
      const first = await refer(comune, toCpi());
      const onward = {
        kind: 'specialist_health',
        purpose: 'SAN-INV',
        recipient: 'asl-borgoverde',
        service: 'consultorio-familiare',
        part_of: first.id,
      };
      const second = await refer(comune, toCpi(onward));
      expect(second.id).not.toBe(first.id);
      expect(taken(await world.as('asl-cup').get(`/v1/referrals/${second.id}`))).toMatchObject({
        request: { part_of: first.id },
      });
      expect((await world.as('asl-cup').get(`/v1/referrals/${first.id}`)).status).toBe(404);

      const foreign = await comune.post('/v1/referrals', toCpi({ ...onward, subject: paolo }));
      expect(foreign).toMatchObject({
        status: 422,
        body: { code: 'referral/not-consistent', errors: [{ pointer: '/part_of' }] },
      });
    });

    it('leaves one line in the ledger for each of its steps, under one correlation', async () => {
      const world = await start();
      const referral = idOf(await household(world), numbers.paolo);
      await world.tick();
      await world.partners.health.acceptReferral(referral);
      await world.tick();
      const { items } = taken(
        await world.as('ats-amministratore').get<{ items: Exchange[] }>(`/v1/exchanges?referral_id=${referral}`),
      );
      const lines = items
        .toReversed()
        .map(({ operation, direction, from, to, outcome }) => ({ operation, direction, from, to, outcome }));
      expect(lines).toEqual([
        {
          operation: 'referral.submit',
          direction: 'in',
          from: 'comune-borgoverde',
          to: 'asl-borgoverde',
          outcome: 'accepted',
        },
        {
          operation: 'referral.deliver',
          direction: 'out',
          from: 'comune-borgoverde',
          to: 'asl-borgoverde',
          outcome: 'delivered',
        },
        {
          operation: 'referral.event',
          direction: 'in',
          from: 'asl-borgoverde',
          to: 'comune-borgoverde',
          outcome: 'accepted',
        },
        {
          operation: 'referral.deliver',
          direction: 'out',
          from: 'asl-borgoverde',
          to: 'comune-borgoverde',
          outcome: 'delivered',
        },
      ]);
      expect(new Set(items.slice(2).map(({ correlation_id }) => correlation_id)).size).toBe(1);
    });
  });
}
