import { ClientId } from '../../contracts/canonical/ids.ts';
import type { Network } from '../../contracts/canonical/network.ts';
import { countedIds } from '../conformance/store-sample.ts';
import { createClock } from './clock.ts';
import { createKeyPair, type KeyPair } from './pdnd/key-pair.ts';
import { createGovWayPartner } from './pdnd/partner.ts';
import { createPdndStandIn } from './pdnd/stand-in.ts';
import { createPdndCaller } from './pdnd-caller.ts';
import { type PdndGiven, pdndDefaults, pdndIds, pdndKid, pdndSecrets, withPdnd } from './pdnd-network.ts';
import { configOf, type Ground, startWorld, type WorldOptions } from './start-world.ts';

export type PdndWorld = Awaited<ReturnType<typeof startPdndWorld>>;
export type PdndKeys = Awaited<ReturnType<typeof createPdndKeys>>;

const gateway = 'http://localhost:8080';
const pdndAddress = 'https://interop.pdnd.example';
const partnerAddress = (system: string) => `https://${system}.borgoverde.example`;
export const gatewayConsumer = 'bbbbbbbb-bbbb-4bbb-8bbb-bbbbbbbbbbbb';
const partnerEservice = {
  producerId: 'cccccccc-cccc-4ccc-8ccc-cccccccccccc',
  id: 'dddddddd-dddd-4ddd-8ddd-dddddddddddd',
  descriptorId: 'eeeeeeee-eeee-4eee-8eee-eeeeeeeeeeee',
};

/** RSA keys take a moment to make: once for all worlds of a suite. */
export async function createPdndKeys() {
  const [issuer, caller, partner, foreign, api, ours, replies, dpop] = await Promise.all([
    createKeyPair(),
    createKeyPair('RS256', pdndKid('chiave-del-comune')),
    createKeyPair('RS256', pdndKid('chiave-della-asl')),
    createKeyPair(),
    createKeyPair('RS256', pdndKid('raccordo-api')),
    createKeyPair('RS256', pdndKid('raccordo-cpi')),
    createKeyPair('ES256', pdndKid('raccordo-risposte')),
    createKeyPair('ES256'),
  ]);
  return { issuer, caller, partner, foreign, api, ours, replies, dpop };
}

export type PdndWorldOptions = {
  readonly keys: PdndKeys;
  readonly given?: PdndGiven;
  readonly change?: (network: Network) => Network;
  readonly around?: WorldOptions['around'];
  /** Another authorization server, at an address of its own. */
  readonly elsewhere?: (request: Request) => Promise<Response> | null;
  readonly log?: WorldOptions['log'];
};

/** The demo network over PDND: comune-sportello calls with vouchers; asl-fhir, or cpi-sil if `given` says so, stands behind GovWay and asks for them. */
export async function startPdndWorld(ground: Ground, demoNetwork: string, options: PdndWorldOptions) {
  const { keys, given = {} } = options;
  const clock = createClock();
  const beside = { clock, config: await configOf(gateway, clock.now(), secretsOf(keys)) };
  const pdnd = await openPdnd(keys, clock.now, pdndAddress);
  let isDown = false;
  const networkGiven = givenAt(pdnd, given);
  const common = {
    change: (network: Network) => (options.change ?? ((same) => same))(withPdnd(network, networkGiven)),
    elsewhere: async (request: Request) => {
      if (request.url.startsWith(pdndAddress)) {
        if (isDown) throw new Error('nobody answers');
        return pdnd.fetch(request);
      }
      const answer = options.elsewhere?.(request) ?? null;
      if (answer === null) throw new Error(`nobody is at ${request.url}`);
      return answer;
    },
    ...(options.log === undefined ? {} : { log: options.log }),
    ...(options.around === undefined ? {} : { around: options.around }),
  };
  let series = 1;
  const start = async () => {
    const world = await startWorld(ground, demoNetwork, { ...common, beside: { ...beside, series } });
    series += 4;
    return world;
  };
  const world = await start();
  const system = given.system?.id === 'cpi-sil' ? 'cpi-sil' : 'asl-fhir';
  const { health, labour } = world.partners;
  const inner = (request: Request) => (system === 'cpi-sil' ? labour : health).fetch(request);
  const partner = govWay(keys, pdnd, clock.now, { address: partnerAddress(system), inner });
  world.partners.putBefore(system, (request) => partner.fetch(request));
  const caller = createPdndCaller({
    ...{ key: keys.caller, dpopKey: keys.dpop, issue: pdnd.vouchers.issue, now: clock.now, newId: countedIds(91) },
    address: gateway,
  });
  return {
    world,
    clock,
    keys,
    pdnd,
    partner,
    caller,
    /** Another process of the same gateway, on the same store. */
    again: start,
    /** From now on nobody answers at PDND, or somebody does again. */
    takePdndDown: (down = true) => {
      isDown = down;
    },
    ask: async (ask?: Parameters<typeof caller.request>[0]) => replyOf(await world.fetch(await caller.request(ask))),
  };
}

/** The gateway's private keys, by the names of their secrets. */
export const secretsOf = (keys: PdndKeys): Readonly<Record<string, string>> => ({
  [pdndSecrets.replies]: keys.replies.secret,
  [pdndSecrets.api]: keys.api.secret,
  [pdndSecrets.partner]: keys.ours.secret,
});

/** What a network document says of this PDND, with `given` before all else. */
export const givenAt = (pdnd: Awaited<ReturnType<typeof openPdnd>>, given: PdndGiven = {}): PdndGiven => ({
  ...given,
  trust: { issuer: pdnd.issuer, jwks_url: pdnd.jwksUrl, ...given.trust },
  api: given.api === null ? null : { ...tokenEndpoint(pdnd), address: pdnd.apiAddress, ...given.api },
  requirements: given.requirements ?? [{ clients: [ClientId.parse('comune-sportello')], signature: 'with_body' }],
  system: {
    id: 'asl-fhir',
    voucher: {
      ...tokenEndpoint(pdnd),
      client_id: pdndIds.partnerClient,
      purpose_id: pdndIds.partnerPurpose,
    },
    replies: { signed: 'required', request_digest: true },
    ...given.system,
  },
});

const tokenEndpoint = ({ tokenUrl, assertionAudience }: Awaited<ReturnType<typeof openPdnd>>) => ({
  token_url: tokenUrl,
  assertion_audience: assertionAudience,
});

export type PdndReply = Awaited<ReturnType<typeof replyOf>>;
export async function replyOf(response: Response) {
  const bytes = new Uint8Array(await response.arrayBuffer());
  const text = new TextDecoder().decode(bytes);
  const isJson = /json/.test(response.headers.get('content-type') ?? '') && text !== '';
  const body: unknown = isJson ? JSON.parse(text) : null;
  const { status, headers } = response;
  const code = body !== null && typeof body === 'object' && 'code' in body ? String(body.code) : null;
  return { status, headers, bytes, text, body, code };
}

/** PDND, where the gateway publishes what it serves, and the partner what it serves. */
export async function openPdnd(keys: PdndKeys, now: () => string, address: string) {
  const pdnd = await createPdndStandIn({
    ...{ now, newId: countedIds(90), address, issuer: pdndDefaults.issuer, key: keys.issuer },
    assertionAudience: pdndDefaults.assertion_audience,
  });
  const { registry } = pdnd;
  const client = (id: string, consumerId: string, kind: 'consumer' | 'api', key: KeyPair) => {
    registry.addClient({ id, consumerId, kind });
    registry.publishKey(id, key.jwk);
  };
  client(pdndIds.client, pdndIds.consumer, 'consumer', keys.caller);
  client(pdndIds.partnerClient, gatewayConsumer, 'consumer', keys.ours);
  client(pdndIds.apiClient, gatewayConsumer, 'api', keys.api);
  const { eservice: id, descriptor: descriptorId, producer: producerId } = pdndIds;
  registry.addEservice({ id, descriptorId, producerId, audiences: [pdndDefaults.audience], state: 'ACTIVE' });
  registry.addEservice({ ...partnerEservice, audiences: [pdndDefaults.partner_audience], state: 'ACTIVE' });
  const purpose = (purposeId: string, consumerId: string, eserviceId: string, clientId: string) =>
    registry.addPurpose({
      ...{ id: purposeId, consumerId, eserviceId, clientIds: [clientId], state: 'ACTIVE', agreement: 'ACTIVE' },
    });
  for (const each of [pdndIds.labourPurpose, pdndIds.healthPurpose])
    purpose(each, pdndIds.consumer, id, pdndIds.client);
  purpose(pdndIds.partnerPurpose, gatewayConsumer, partnerEservice.id, pdndIds.partnerClient);
  registry.publishProducerKey(partnerEservice.producerId, keys.partner.jwk);
  return pdnd;
}

const govWay = (
  keys: PdndKeys,
  pdnd: Awaited<ReturnType<typeof openPdnd>>,
  now: () => string,
  at: { readonly address: string; readonly inner: (request: Request) => Response | Promise<Response> },
) =>
  createGovWayPartner({
    ...{ ...at, now, newId: countedIds(92), audience: pdndDefaults.partner_audience },
    eservice: partnerEservice,
    issuer: pdnd.issuer,
    issuerKeys: () => pdnd.vouchers.jwks().keys,
    publishedKey: (kid) => pdnd.registry.key(kid)?.jwk,
    key: keys.partner,
    foreignKey: keys.foreign,
    asks: { voucher: 'bearer', signature: true, evidence: 'audit_02' },
    replyAudience: pdndIds.partnerClient,
  });
