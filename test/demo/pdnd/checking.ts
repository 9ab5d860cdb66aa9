import * as modi from '../../world/pdnd/modi-tokens.ts';
import { pdndDefaults, pdndIds } from '../../world/pdnd-network.ts';
import { fileFor, networkFile, raccordo } from './command.ts';
import type { Act } from './scene.ts';
import { aslSystem } from './surroundings.ts';

/** Who is there. */
export const network: Act = async ({ stage, narrator, around }, check) => {
  narrator.act('Who is there', stage.clock.now());
  narrator.say(
    'The ATS publishes its gateway as an e-service on PDND, the platform by which Italian bodies open their APIs to each other. The Comune calls it with a voucher of PDND. The ASL publishes its own system behind GovWay; the gateway calls that with a voucher likewise. Both sign what they send and what they answer, by the rules of ModI.',
  );
  narrator.table(
    ['who', 'what it is here', 'address'],
    [
      ['ATS', 'the gateway', stage.address],
      ['PDND', 'a stand-in, with its strictness', around.address],
      ['ASL', 'GovWay, a stand-in', around.govwayAddress],
      ['ASL', 'its system behind it, FHIR', stage.addresses.get(aslSystem) ?? ''],
    ],
  );
  narrator.space();
  const status = await fetch(`${stage.address}/status`);
  check('the gateway is up, and its network document with a trust section in force', await status.json(), {
    status: 'up',
    network_version: 1,
  });
  const bare = await fetch(around.govwayAddress, { method: 'POST', body: '{}' });
  check(
    'GovWay takes nobody without a voucher',
    [bare.status, around.govway.judged.at(-1)?.check],
    [401, 'Authorization'],
  );
  return `gateway at ${stage.address}, PDND at ${around.address}, GovWay at ${around.govwayAddress}`;
};

/** The gateway's own clients, before the first call. */
export const preflight: Act = async (scene, check) => {
  const { stage, narrator } = scene;
  narrator.act('Before the first call', stage.clock.now());
  narrator.say(
    'Has PDND anything against the two clients with which the gateway asks for vouchers? The command runs over the network document the checks that PDND runs on an assertion, looks at the key of the replies too, and asks nobody.',
  );
  const { code, out } = await raccordo(scene, 'pdnd', 'check', '--network', networkFile(scene));
  narrator.quote('raccordo pdnd check --network network.json', out);
  narrator.space();
  check(
    'no reason stands against any',
    [code, out],
    [
      0,
      [`system ${aslSystem}`, 'pdnd_api', 'trust.replies'].map(
        (name) => `${name}: no fault, as far as it can be known here`,
      ),
    ],
  );
  return 'no reason against the clients of the gateway';
};

const spoilings = [
  ['aud with a scheme', { aud: `https://${pdndDefaults.assertion_audience}` }, '0004'],
  ['a claim too many: nbf', { nbf: 0 }, '0032'],
  ['no purposeId', { purposeId: undefined }, '0030'],
  ['exp is past', { exp: 1 }, '0017'],
] as const;

/** What PDND tells who did something wrong, and what the gateway tells. */
export const spoilt: Act = async (scene, check) => {
  const { stage, narrator, around, comune } = scene;
  narrator.act('One code for forty-three reasons', stage.clock.now());
  narrator.say(
    'The Comune is setting up its program, and makes each mistake once. PDND answers them all with the same words. The command knows which of its reasons it was.',
  );
  const audience = pdndDefaults.assertion_audience;
  const jwks = fileFor(scene, 'comune.jwks.json', JSON.stringify({ keys: [around.keys.comune.jwk] }));
  const rows: string[][] = [];
  const said: unknown[] = [];
  const explained: unknown[] = [];
  for (const [mistake, claims] of spoilings) {
    const sound = { ...comune.life(), clientId: comune.clientId, audience, purposeId: pdndIds.healthPurpose };
    const assertion = await modi.assertion(around.keys.comune, sound, { claims });
    const { status, body } = await comune.askToken(assertion);
    const [error] = body.errors ?? [];
    const file = fileFor(scene, 'assertion.jwt', assertion);
    const named = ['--assertion', file, '--jwks', jwks, '--audience', audience];
    const { out } = await raccordo(scene, 'pdnd', 'check', ...named);
    rows.push([mistake, `${status} ${error?.code}`, out.join(' ')]);
    said.push([status, error?.code, error?.detail]);
    explained.push([out.map((line) => line.slice(0, 4)), around.pdnd.refused.at(-1)]);
  }
  narrator.table(['mistake', 'PDND says', 'raccordo pdnd check --assertion FILE says'], rows);
  narrator.space();
  check(
    'PDND said 015-0008 to each, and nothing more',
    said,
    spoilings.map(() => [400, '015-0008', 'Unable to generate a token for the given request']),
  );
  check(
    'the command names the reason that PDND keeps to itself',
    explained,
    spoilings.map(([, , code]) => [[code], [code]]),
  );
  return `${rows.length} spoilt assertions, each explained`;
};
