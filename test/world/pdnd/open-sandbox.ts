import { Hono } from 'hono';
import { simulateCaseSystem } from '../../../adapters/municipal-json/simulator.ts';
import { createKeyPair } from './key-pair.ts';
import * as modi from './modi-tokens.ts';
import { createGovWayPartner, misdeeds } from './partner.ts';
import { createPdndStandIn } from './stand-in.ts';

/** Invented identifiers, as PDND gives them. */
export const sandboxIds = {
  /** The gateway as consumer: towards the partner, and towards PDND's API. */
  gatewayClient: '6d0f1c0e-3a52-4c58-9d1f-0a4c5f6b7e01',
  gatewayApiClient: '6d0f1c0e-3a52-4c58-9d1f-0a4c5f6b7e02',
  gatewayBody: '6d0f1c0e-3a52-4c58-9d1f-0a4c5f6b7e03',
  /** What the gateway publishes. */
  gatewayEservice: '6d0f1c0e-3a52-4c58-9d1f-0a4c5f6b7e04',
  gatewayDescriptor: '6d0f1c0e-3a52-4c58-9d1f-0a4c5f6b7e05',
  /** A body that calls the gateway. */
  callerClient: '6d0f1c0e-3a52-4c58-9d1f-0a4c5f6b7e06',
  callerBody: '6d0f1c0e-3a52-4c58-9d1f-0a4c5f6b7e07',
  callerPurpose: '6d0f1c0e-3a52-4c58-9d1f-0a4c5f6b7e08',
  /** The partner that the gateway calls. */
  partnerBody: '6d0f1c0e-3a52-4c58-9d1f-0a4c5f6b7e09',
  partnerEservice: '6d0f1c0e-3a52-4c58-9d1f-0a4c5f6b7e0a',
  partnerDescriptor: '6d0f1c0e-3a52-4c58-9d1f-0a4c5f6b7e0b',
  partnerPurpose: '6d0f1c0e-3a52-4c58-9d1f-0a4c5f6b7e0c',
} as const;
const ids = sandboxIds;

export type Sandbox = Awaited<ReturnType<typeof openSandbox>>;

/**
 * PDND and a partner behind GovWay, set up for one gateway. Beside what they serve, each has a door for whoever tries them, `/sandbox/...`:
 * see `doors` for what it can.
 */
export async function openSandbox(ports: {
  readonly now: () => string;
  readonly newId: () => string;
  readonly pdndAddress: string;
  readonly partnerAddress: string;
  /** The gateway's public address: audience of the vouchers for it. */
  readonly gatewayAddress: string;
  /** Which client of the network document calls with vouchers: the others keep the proofs that they have. */
  readonly client: string;
}) {
  const { now, newId, pdndAddress, partnerAddress, gatewayAddress } = ports;
  const [gatewayKey, callerKey, partnerKey, foreignKey] = await Promise.all([
    createKeyPair(),
    createKeyPair(),
    createKeyPair(),
    createKeyPair(),
  ]);
  const assertionAudience = `${new URL(pdndAddress).host}/client-assertion`;
  const pdnd = await createPdndStandIn({ now, newId, address: pdndAddress, assertionAudience });
  const partnerAudience = `${partnerAddress}/cartella`;
  const { registry } = pdnd;
  registry.addClient({ id: ids.gatewayClient, consumerId: ids.gatewayBody, kind: 'consumer' });
  registry.addClient({ id: ids.gatewayApiClient, consumerId: ids.gatewayBody, kind: 'api' });
  registry.addClient({ id: ids.callerClient, consumerId: ids.callerBody, kind: 'consumer' });
  const service = (id: string, descriptorId: string, producerId: string, audience: string) =>
    registry.addEservice({ id, descriptorId, producerId, audiences: [audience], state: 'ACTIVE' });
  service(ids.gatewayEservice, ids.gatewayDescriptor, ids.gatewayBody, gatewayAddress);
  service(ids.partnerEservice, ids.partnerDescriptor, ids.partnerBody, partnerAudience);
  const purpose = (id: string, consumerId: string, eserviceId: string, clientId: string) =>
    registry.addPurpose({ id, consumerId, eserviceId, clientIds: [clientId], state: 'ACTIVE', agreement: 'ACTIVE' });
  purpose(ids.callerPurpose, ids.callerBody, ids.gatewayEservice, ids.callerClient);
  purpose(ids.partnerPurpose, ids.gatewayBody, ids.partnerEservice, ids.gatewayClient);
  // A kid belongs to one client: the API's has a key of its own.
  const apiKey = await createKeyPair();
  registry.publishKey(ids.gatewayClient, gatewayKey.jwk);
  registry.publishKey(ids.gatewayApiClient, apiKey.jwk);
  registry.publishKey(ids.callerClient, callerKey.jwk);
  registry.publishProducerKey(ids.partnerBody, partnerKey.jwk);

  const caseSystem = simulateCaseSystem();
  const partner = createGovWayPartner({
    ...{ now, newId, address: partnerAddress, audience: partnerAudience, issuer: pdnd.issuer },
    eservice: { producerId: ids.partnerBody, id: ids.partnerEservice, descriptorId: ids.partnerDescriptor },
    issuerKeys: () => pdnd.vouchers.jwks().keys,
    publishedKey: (kid) => registry.key(kid)?.jwk,
    key: partnerKey,
    foreignKey,
    asks: { voucher: 'bearer', signature: true, evidence: 'audit_02' },
    replyAudience: ids.gatewayClient,
    inner: caseSystem.fetch,
  });

  /** The headers of a call to the gateway by the body that calls it, for the body that is sent. */
  async function headersFor(body: Uint8Array, contentType: string | null) {
    const life = () => ({ nowSeconds: Math.floor(Date.parse(now()) / 1000), jti: newId() });
    const of = { issuer: ids.callerClient, audience: gatewayAddress, purposeId: ids.callerPurpose };
    const dnonce = String(Date.parse(now())).padStart(13, '0').slice(-13);
    const evidence = await modi.evidence(callerKey, { ...life(), ...of, userId: 'operatore-1', dnonce });
    const value = modi.hexOf(await modi.sha256(evidence));
    const voucher = await pdnd.vouchers.issue({
      clientId: ids.callerClient,
      purposeId: ids.callerPurpose,
      digest: { alg: 'SHA256', value },
    });
    const digest = await modi.digestOf(body);
    const signature = await modi.signature(callerKey, {
      ...{ ...life(), audience: gatewayAddress, issuer: ids.callerClient, digest, contentType },
    });
    return {
      authorization: `Bearer ${voucher}`,
      'agid-jwt-trackingevidence': evidence,
      ...(body.length === 0 ? {} : { digest, 'agid-jwt-signature': signature }),
    };
  }

  const pdndDoor = new Hono();
  pdndDoor.get('/sandbox/refused', () => Response.json(pdnd.refused));
  pdndDoor.post('/sandbox/headers', async (c) => {
    const bytes = new Uint8Array(await c.req.arrayBuffer());
    return Response.json(await headersFor(bytes, c.req.header('content-type') ?? null));
  });
  pdndDoor.post('/sandbox/rotate', async () => {
    await pdnd.vouchers.rotate();
    return new Response(null, { status: 204 });
  });
  pdndDoor.post('/sandbox/too-many', () => {
    pdnd.tooMany(1);
    return new Response(null, { status: 204 });
  });
  pdndDoor.post('/sandbox/purposes/:id/:state{suspend|activate}', (c) => {
    const { id, state } = c.req.param();
    if (registry.purpose(id) === undefined) return new Response(null, { status: 404 });
    if (state === 'suspend') registry.suspendPurpose(id);
    else registry.activatePurpose(id);
    return new Response(null, { status: 204 });
  });
  const partnerDoor = new Hono();
  partnerDoor.get('/sandbox/judged', () => Response.json(partner.judged));
  partnerDoor.post('/sandbox/misbehave/:how', (c) => {
    const how = misdeeds.find((each) => each === c.req.param('how'));
    if (how === undefined) return Response.json(misdeeds, { status: 404 });
    partner.misbehave(how);
    return new Response(null, { status: 204 });
  });
  partnerDoor.get('/.well-known/jwks.json', () => Response.json({ keys: [partnerKey.jwk] }));

  const isDoor = (request: Request) => /^\/(sandbox|\.well-known)\//.test(new URL(request.url).pathname);
  return {
    pdnd,
    partner,
    environment: {
      RACCORDO_SECRET_MODI_KEY: gatewayKey.secret,
      RACCORDO_SECRET_PDND_API_KEY: apiKey.secret,
    },
    /** All that a program needs to call the gateway with vouchers of its own. */
    caller: {
      token_url: pdnd.tokenUrl,
      assertion_audience: assertionAudience,
      client_id: ids.callerClient,
      purpose_id: ids.callerPurpose,
      audience: gatewayAddress,
      private_key: JSON.parse(callerKey.secret) as Readonly<Record<string, string>>,
    },
    fetchPdnd: async (request: Request): Promise<Response> =>
      new URL(request.url).pathname.startsWith('/sandbox/') ? pdndDoor.fetch(request) : pdnd.fetch(request),
    fetchPartner: async (request: Request): Promise<Response> =>
      isDoor(request) ? partnerDoor.fetch(request) : partner.fetch(request),
    doors: [
      `POST ${pdndAddress}/sandbox/headers                        headers for a call to the gateway with the body that is sent`,
      `GET  ${pdndAddress}/sandbox/refused                        why token requests were refused`,
      `POST ${pdndAddress}/sandbox/purposes/ID/suspend|activate   a purpose`,
      `POST ${pdndAddress}/sandbox/rotate                         another key signs vouchers`,
      `POST ${pdndAddress}/sandbox/too-many                       the next token request is one too many`,
      `GET  ${partnerAddress}/sandbox/judged                         what the partner made of each request`,
      `POST ${partnerAddress}/sandbox/misbehave/HOW                  of the next reply: ${misdeeds.join(', ')}`,
    ],
    /** What the network document gains: `trust`, what the system at the partner says, what the calling client says. */
    fragment: {
      trust: {
        issuer: pdnd.issuer,
        jwks_url: pdnd.jwksUrl,
        audiences: [gatewayAddress],
        producer_id: ids.gatewayBody,
        eservices: [{ eservice_id: ids.gatewayEservice, descriptor_ids: [ids.gatewayDescriptor] }],
        requirements: [{ clients: [ports.client], signature: 'with_body', evidence: 'audit_02' }],
        replies: { key: { secret: 'MODI_KEY', kid: gatewayKey.kid } },
        pdnd_api: {
          address: pdnd.apiAddress,
          token_url: pdnd.tokenUrl,
          assertion_audience: assertionAudience,
          client_id: ids.gatewayApiClient,
          key: { secret: 'PDND_API_KEY', kid: apiKey.kid },
        },
      },
      system: {
        address: partnerAudience,
        modi: {
          audience: partnerAudience,
          key: { secret: 'MODI_KEY', kid: gatewayKey.kid },
          voucher: {
            token_url: pdnd.tokenUrl,
            assertion_audience: assertionAudience,
            client_id: ids.gatewayClient,
            purpose_id: ids.partnerPurpose,
          },
          evidence: { pattern: 'audit_02', user_location: 'gateway', loa: 'substantial' },
          replies: { signed: 'required', jwks_url: `${partnerAddress}/.well-known/jwks.json` },
        },
      },
      client: {
        pdnd: {
          client_id: ids.callerClient,
          consumer_id: ids.callerBody,
          purposes: [{ purpose_id: ids.callerPurpose, purposes: ['LAV-INV', 'LAV-ESITO'] }],
        },
      },
    },
  };
}
