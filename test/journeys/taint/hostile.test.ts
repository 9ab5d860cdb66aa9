import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { sentinel } from '../../../adapters/labour-sap/simulator.ts';
import { dayMs } from '../../world/clock.ts';
import { householdMessage } from '../../world/household.ts';
import { attest, evidence, refer, toAsl, toCpi, toSchool } from '../../world/people.ts';
import type { World } from '../../world/start-world.ts';
import { pieces } from './leaks.ts';
import { startSearchable } from './searchable.ts';

const folder = mkdtempSync(join(tmpdir(), 'raccordo-hostile-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

// What stands in members where no contract foresees it, and what a partner adds in words of its own.
const secret = 'Segreto77120';
const code = 'VRDGPP80A41H501';

const task = (world: World, members: object) => async () => {
  const { id } = await refer(world.as('comune-sportello'), toAsl({ initiator_reference: 'SEG-1' }));
  await world.tick();
  await world.partners.health.change(id, { status: 'accepted', ...members }).catch(() => undefined);
};

/** Each brings the secret in, where it has no business to be. */
const intruders: Readonly<Record<string, (world: World) => Promise<unknown>>> = {
  'a member that the contract does not know': (world) =>
    world
      .as('comune-sportello')
      .post('/v1/referrals', { ...toAsl(), [secret]: secret, subject: { tax_code: secret, [code]: 1 } }),
  'values of the wrong type and form': (world) =>
    world
      .as('comune-sportello')
      .post('/v1/referrals', toAsl({ kind: secret, subject: { tax_code: code, birth_date: secret, sex: secret } })),
  'a body that is not JSON': (world) =>
    world.as('comune-sportello').post('/v1/referrals', null, { text: `{"subject": ${secret}` }),
  'a body of another type': (world) =>
    world.as('comune-sportello').post('/v1/referrals', null, { text: secret, contentType: 'text/plain' }),
  'evidence with a made-up scope': (world) =>
    world.as('comune-sportello').post('/v1/consents', evidence(code, { scope: { purpose: secret }, source: secret })),
  'a household message with words that no list knows': (world) => {
    const { nucleo, ...message } = householdMessage(7);
    const componenti = nucleo.componenti.map((person) => ({
      ...person,
      codice_fiscale: secret,
      [secret]: secret,
      segnalazioni: [{ numero: secret, ambito: secret }],
    }));
    return world.partners.caseSystem.send({ ...message, nucleo: { ...nucleo, componenti }, [secret]: secret });
  },
  'a household message that is cut off': (world) =>
    world.as('comune-cartella').say('comune-cartella', `{"tipo_messaggio": "${secret}`, 'application/json'),
  'a Task with a description and a note': (world) => task(world, { description: secret, note: [{ text: secret }] })(),
  'a Task with a reason in free text': (world) => task(world, { status: 'rejected', statusReason: { text: secret } })(),
  'a Task with a clinical reason': (world) =>
    task(world, { reasonCode: { coding: [{ system: 'http://snomed.info/sct', code: secret, display: secret }] } })(),
  'a Task that contains a diagnosis': (world) =>
    task(world, { contained: [{ resourceType: 'Condition', id: 'c', code: { text: secret } }] })(),
  'a document pushed by the health body': (world) =>
    world
      .as('asl-cup')
      .say(
        'asl-fhir',
        JSON.stringify({ resourceType: 'DocumentReference', description: secret }),
        'application/fhir+json',
      ),
  'a partner that fails and names the person': async (world) => {
    const tax_code = sentinel('KAO', 'NTF');
    await attest(world.as('comune-sportello'), evidence(tax_code));
    await refer(world.as('comune-sportello'), toCpi({ subject: { tax_code } }));
    await world.tick();
    expect(world.partners.sent.map(({ answer }) => answer).join()).toContain('ROSSI MARIA');
  },
  'a case system that explains itself': async (world) => {
    const caseReference = { case_id: 'SIM-KO', case_manager: { given_name: 'Anna', family_name: 'Bianchi' } };
    const { id } = await refer(world.as('comune-sportello'), toSchool({ case: caseReference }));
    await world.as('ic-segreteria').post(`/v1/referrals/${id}/events`, { type: 'accept' }, { version: 1 });
    await world.tick();
    expect(world.partners.sent.map(({ answer }) => answer).join()).toContain('Errore applicativo');
  },
};

describe('what has no place in the contract', () => {
  it.each(Object.entries(intruders))('goes nowhere: %s', async (name, intrude) => {
    const { world, log, atRest, close } = await startSearchable(join(folder, name.replaceAll(' ', '-')));
    await intrude(world);
    await world.pass(dayMs);
    const operator = world.as('ats-amministratore');
    for (const path of ['/v1/deliveries', '/v1/exchanges', '/v1/referrals']) await operator.get(path);
    await world.as('comune-sportello').get('/v1/exchanges');
    const places = [...pieces(world, log), { name: 'database', text: atRest() }];
    for (const words of [secret, code, 'ROSSI MARIA', 'RSSMRA80A41H501Y', 'Errore applicativo']) {
      expect(places.filter(({ text }) => text.includes(words)).map((place) => place.name)).toEqual([]);
    }
    expect(world.heard.every(({ status }) => status < 500)).toBe(true);
    await close();
  });
});
