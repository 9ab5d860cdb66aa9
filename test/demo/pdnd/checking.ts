import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pdndCheck } from '../../../src/entry/cli/pdnd-check.ts';
import { runCli } from '../../../src/entry/cli/run.ts';
import * as modi from '../../world/pdnd/modi-tokens.ts';
import { pdndDefaults, pdndIds } from '../../world/pdnd-network.ts';
import type { Act, Scene } from './scene.ts';
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
  check('GovWay takes nobody without a voucher', [bare.status, around.govway.judged.at(-1)?.check], [
    401,
    'Authorization',
  ]);
  return `gateway at ${stage.address}, PDND at ${around.address}, GovWay at ${around.govwayAddress}`;
};

async function run({ stage, around }: Scene, ...args: string[]) {
  const out: string[] = [];
  const code = await runCli({ 'pdnd check': pdndCheck }, ['pdnd', 'check', ...args], {
    environment: around.secrets,
    now: () => new Date(stage.clock.now()),
    stdin: async () => '',
    fetch,
    out: (line) => void out.push(line),
    err: () => {},
  });
  return { code, out };
}

/** The gateway's own clients, before the first call. */
export const preflight: Act = async (scene, check) => {
  const { stage, narrator } = scene;
  narrator.act('Before the first call', stage.clock.now());
  narrator.say(
    'Has PDND anything against the two clients with which the gateway asks for vouchers? The command runs over the network document the checks that PDND runs on an assertion, and asks nobody.',
  );
  const file = join(stage.folder, 'network.json');
  writeFileSync(file, JSON.stringify(stage.network));
  const { code, out } = await run(scene, '--network', file);
  narrator.quote('raccordo pdnd check --network network.json', out);
  narrator.space();
  check('no reason stands against either', [code, out], [
    0,
    [`system ${aslSystem}`, 'pdnd_api'].map((name) => `${name}: none of the reasons that can be known here`),
  ]);
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
  const [file, keys] = [join(stage.folder, 'assertion.jwt'), join(stage.folder, 'comune.jwks.json')];
  writeFileSync(keys, JSON.stringify({ keys: [around.keys.comune.jwk] }));
  const rows: string[][] = [];
  const told: unknown[] = [];
  for (const [mistake, claims] of spoilings) {
    const sound = { ...comune.life(), clientId: comune.clientId, audience, purposeId: pdndIds.healthPurpose };
    const assertion = await modi.assertion(around.keys.comune, sound, { claims });
    const { status, body } = await comune.askToken(assertion);
    const [error] = body.errors ?? [];
    writeFileSync(file, assertion);
    const { out } = await run(scene, '--assertion', file, '--jwks', keys, '--audience', audience);
    const codes = out.map((line) => line.slice(0, 4));
    rows.push([mistake, `${status} ${error?.code}`, out.join(' ').replace('must hold: ', '')]);
    told.push([error?.detail, codes, around.pdnd.refused.at(-1)]);
  }
  narrator.table(['mistake', 'PDND says', 'raccordo pdnd check --assertion FILE says'], rows);
  narrator.space();
  check(
    'PDND said 015-0008 to each, and nothing more',
    [new Set(rows.map(([, said]) => said)), new Set(told.map((each) => (each as unknown[])[0]))],
    [new Set(['400 015-0008']), new Set(['Unable to generate a token for the given request'])],
  );
  check(
    'the command names the reason that PDND keeps to itself',
    told.map((each) => (each as unknown[]).slice(1)),
    spoilings.map(([, , code]) => [[code], [code]]),
  );
  return `${rows.length} spoilt assertions, each explained`;
};
