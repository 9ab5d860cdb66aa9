import type { SystemView } from '../../../contracts/api/replies.ts';
import { type Answered, householdMessage, numbers } from '../../world/household.ts';
import { attest, davide, elena, evidence, taken } from '../../world/people.ts';
import { jsonLines } from '../excerpt.ts';
import { type Act, ledgerOf, names, spoken } from './scene.ts';

/** Who is there. */
export const network: Act = async ({ stage, narrator }, check) => {
  narrator.act('The network', stage.clock.now());
  narrator.say(
    "An Ambito territoriale sociale (ATS) runs one gateway for the bodies of its rete di intervento. Each keeps its own system and speaks its own language; the network document says who they are, by which agreement (protocollo d'intesa) they exchange what, and where their systems are. All of it is invented.",
  );
  const { items } = taken(await stage.as('comune-sportello').get<{ items: SystemView[] }>('/v1/systems'));
  const rows = items
    .filter(({ pulls }) => !pulls)
    .map(({ id, organization, adapter }) => [id, organization, adapter, stage.addresses.get(id) ?? '']);
  narrator.table(
    ['system', 'body', 'adapter', 'address'],
    [...rows, ['the gateway', 'ats-borgoverde', '', stage.address]],
  );
  narrator.space();
  const status = await fetch(`${stage.address}/status`);
  check('the gateway is up, with version 1 of the network in force', await status.json(), {
    status: 'up',
    network_version: 1,
  });
  return `${items.length} systems, gateway at ${stage.address}`;
};

/** What the exchanges will stand on. */
export const evidenceFirst: Act = async ({ stage, narrator, evidence: registered }, check) => {
  narrator.act('Evidence first', stage.clock.now());
  narrator.say(
    `Before anybody is sent to the Centro per l'impiego (CPI), the authorisation given in the Patto di attivazione digitale (PAD) must be on file. The Comune registers that of ${names.elena}. Nobody has registered one for ${names.davide}. ${names.paolo} goes to the ASL, whose institutional task needs none.`,
  );
  const comune = stage.as('comune-sportello');
  const { id } = await attest(comune, evidence(elena.tax_code));
  registered.set('elena', id);
  const kept = taken(await comune.get<object>(`/v1/consents/${id}`));
  narrator.quote(`GET /v1/consents/${id}`, jsonLines(kept, ['kind', 'scope', 'given_by', 'source', 'status']));
  narrator.space();
  check('the authorisation is in force', Reflect.get(kept, 'status'), 'active');
  check('its record names nobody: the person is a pseudonym', JSON.stringify(kept).includes(elena.tax_code), false);
  return 'one statutory authorisation registered, for LAV-INV';
};

/** One message about three people. */
export const oneMessage: Act = async ({ stage, narrator, referrals, ...rest }, check) => {
  narrator.act("One message, in the vendor's words", stage.clock.now());
  narrator.say(
    `Anna Bianchi, case worker of the Comune, closes the scheda di analisi preliminare of the Marini-Serra household. Her case system (cartella sociale) sends one message, as its vendor defined it: ${names.elena} to the CPI, ${names.paolo} to the addiction service (SerD) of the ASL, ${names.davide} to the CPI.`,
  );
  const message = householdMessage(1042);
  const people = message.nucleo.componenti.map(({ nome, segnalazioni }) => ({
    nome,
    segnalazioni: segnalazioni.map(({ numero, ente }) => ({ numero, ente })),
  }));
  narrator.quote('POST /v1/inbound/comune-cartella (excerpt)', [
    `{ "tipo_messaggio": "${message.tipo_messaggio}", "nucleo": { "componenti": [`,
    ...people.map((person) => `  ${JSON.stringify(person)},`),
  ]);
  const { status, reply } = await stage.partners.caseSystem.send(message);
  const answered = reply as Answered;
  narrator.quote(`${status}, in the same words`, [
    `{ "esito": "${answered.esito}", "segnalazioni": [`,
    ...answered.segnalazioni.map(
      ({ esito, segnalazione, stato, codice }) => `  ${JSON.stringify({ esito, segnalazione, stato, codice })},`,
    ),
  ]);
  for (const [person, number] of Object.entries(numbers) as [keyof typeof numbers, string][]) {
    const id = answered.segnalazioni.find(({ segnalazione }) => segnalazione === number)?.id_invio;
    if (id !== undefined) referrals.set(person, id);
  }
  narrator.space();
  check(
    'the case system is told person by person',
    answered.segnalazioni.map(({ segnalazione, esito }) => [segnalazione, esito]),
    [
      [numbers.elena, 'OK'],
      [numbers.paolo, 'OK'],
      [numbers.davide, 'KO'],
    ],
  );
  const refusal = answered.segnalazioni.find(({ segnalazione }) => segnalazione === numbers.davide);
  check(
    'the refusal names its rule',
    [refusal?.codice, /evidence\/missing/.test(refusal?.descrizione ?? '')],
    ['gate/denied', true],
  );
  const scene = { stage, narrator, referrals, ...rest };
  const [denial, ...others] = await ledgerOf(scene, '&permitted=false');
  check(
    'the denial is a line of the ledger of its own',
    [others.length, denial?.rule, denial?.outcome, denial?.to],
    [0, 'evidence/missing', 'denied', 'cpi-borgoverde'],
  );
  check('of what was asked, nothing was disclosed', denial?.classes_disclosed, []);
  check('the line does not name him', JSON.stringify(denial).includes(davide.tax_code), false);
  return `three people: two sent, one denied (evidence/missing; ${spoken(denial?.classes_withheld ?? [])} withheld)`;
};
