import { ClientId } from '../../../contracts/canonical/ids.ts';
import type { Network } from '../../../contracts/canonical/network.ts';
import { createKeyPair } from '../../world/pdnd/key-pair.ts';
import { createGovWayPartner } from '../../world/pdnd/partner.ts';
import { createPdndStandIn } from '../../world/pdnd/stand-in.ts';
import { pdndDefaults, pdndIds, pdndSecrets, withPdnd } from '../../world/pdnd-network.ts';
import type { Ground } from '../stage.ts';

export type Surroundings = Awaited<ReturnType<typeof surroundings>>;

/** The ASL on PDND, and somebody who published a service under our audience. */
export const others = {
  asl: 'bbbbbbbb-bbbb-4bbb-8bbb-bbbbbbbbbbbb',
  aslEservice: 'cccccccc-cccc-4ccc-8ccc-cccccccccccc',
  aslDescriptor: 'dddddddd-dddd-4ddd-8ddd-dddddddddddd',
  squatter: 'eeeeeeee-eeee-4eee-8eee-eeeeeeeeeee1',
  squattedEservice: 'eeeeeeee-eeee-4eee-8eee-eeeeeeeeeee2',
  squattedDescriptor: 'eeeeeeee-eeee-4eee-8eee-eeeeeeeeeee3',
  squattedPurpose: 'eeeeeeee-eeee-4eee-8eee-eeeeeeeeeee4',
} as const;
export const aslAudience = 'https://asl.borgoverde.example/fhir';
export const caller = 'comune-sportello';
export const aslSystem = 'asl-fhir';

/** PDND, and a GovWay before the system of the ASL, each on a port of its own; and what the network document says of them. */
export async function surroundings({ addresses, now, open }: Ground) {
  // An address is known once somebody listens there: until then nobody is asked.
  const doors: Record<'pdnd' | 'govway', (request: Request) => Promise<Response>> = {
    pdnd: async () => new Response(null, { status: 503 }),
    govway: async () => new Response(null, { status: 503 }),
  };
  const address = await open('pdnd', (request) => doors.pdnd(request));
  const govwayAddress = await open('govway', (request) => doors.govway(request));
  const newId = counted('pdnd');
  const { issuer, assertion_audience: assertionAudience } = pdndDefaults;
  const pdnd = await createPdndStandIn({ now, newId, address, issuer, assertionAudience });
  const [gateway, api, replies, comune, asl, foreign] = await Promise.all(
    Array.from({ length: 6 }, () => createKeyPair()),
  );
  if (!gateway || !api || !replies || !comune || !asl || !foreign) throw new Error('six keys were made');
  const bound = await createKeyPair('ES256');
  enrol(pdnd.registry);
  pdnd.registry.publishKey(pdndIds.partnerClient, gateway.jwk);
  pdnd.registry.publishKey(pdndIds.apiClient, api.jwk);
  pdnd.registry.publishKey(pdndIds.client, comune.jwk);
  pdnd.registry.publishProducerKey(others.asl, asl.jwk);

  const behind = addresses.get(aslSystem) ?? '';
  const govway = createGovWayPartner({
    ...{ now, newId: counted('govway'), address: govwayAddress, audience: aslAudience, issuer },
    eservice: { producerId: others.asl, id: others.aslEservice, descriptorId: others.aslDescriptor },
    issuerKeys: () => pdnd.vouchers.jwks().keys,
    publishedKey: (kid) => pdnd.registry.key(kid)?.jwk,
    key: asl,
    foreignKey: foreign,
    asks: { voucher: 'bearer', signature: true, evidence: 'audit_02' },
    replyAudience: pdndIds.partnerClient,
    inner: (request) => passedOn(request, behind),
  });
  doors.pdnd = pdnd.fetch;
  doors.govway = govway.fetch;

  const atPdnd = { token_url: pdnd.tokenUrl, assertion_audience: assertionAudience };
  const change = (network: Network): Network => {
    const given = withPdnd(network, {
      trust: {
        jwks_url: pdnd.jwksUrl,
        replies: { key: { secret: pdndSecrets.replies, kid: replies.kid } },
      },
      api: { ...atPdnd, address: pdnd.apiAddress, key: { secret: pdndSecrets.api, kid: api.kid } },
      requirements: [
        { clients: [ClientId.parse(caller)], voucher: 'any', signature: 'with_body', evidence: 'audit_02' },
      ],
      client: { id: caller },
      system: {
        id: aslSystem,
        audience: aslAudience,
        key: { secret: pdndSecrets.partner, kid: gateway.kid },
        voucher: { ...atPdnd, client_id: pdndIds.partnerClient, purpose_id: pdndIds.partnerPurpose },
        signature: true,
        replies: { signed: 'required', request_digest: true },
      },
    });
    const systems = given.systems.map((each) => (each.id === aslSystem ? { ...each, address: govwayAddress } : each));
    return { ...given, systems };
  };
  return {
    pdnd,
    address,
    govway,
    govwayAddress,
    /** What the Comune signs with, and what its vouchers are bound to (DPoP). */
    keys: { comune, bound },
    change,
    secrets: {
      [pdndSecrets.replies]: replies.secret,
      [pdndSecrets.api]: api.secret,
      [pdndSecrets.partner]: gateway.secret,
    },
  };
}

/** Clients, e-services and purposes, as the bodies entered them on PDND. */
function enrol(registry: Awaited<ReturnType<typeof createPdndStandIn>>['registry']): void {
  const ids = pdndIds;
  registry.addClient({ id: ids.partnerClient, consumerId: ids.producer, kind: 'consumer' });
  registry.addClient({ id: ids.apiClient, consumerId: ids.producer, kind: 'api' });
  registry.addClient({ id: ids.client, consumerId: ids.consumer, kind: 'consumer' });
  const service = (id: string, descriptorId: string, producerId: string, audience: string) =>
    registry.addEservice({ id, descriptorId, producerId, audiences: [audience], state: 'ACTIVE' });
  service(ids.eservice, ids.descriptor, ids.producer, pdndDefaults.audience);
  service(others.aslEservice, others.aslDescriptor, others.asl, aslAudience);
  service(others.squattedEservice, others.squattedDescriptor, others.squatter, pdndDefaults.audience);
  const purpose = (id: string, consumerId: string, eserviceId: string, clientId: string) =>
    registry.addPurpose({ id, consumerId, eserviceId, clientIds: [clientId], state: 'ACTIVE', agreement: 'ACTIVE' });
  purpose(ids.healthPurpose, ids.consumer, ids.eservice, ids.client);
  purpose(ids.labourPurpose, ids.consumer, ids.eservice, ids.client);
  purpose(others.squattedPurpose, ids.consumer, others.squattedEservice, ids.client);
  purpose(ids.partnerPurpose, ids.producer, others.aslEservice, ids.partnerClient);
}

/** Numbers that a reader can tell apart. */
function counted(name: string): () => string {
  let count = 0;
  return () => {
    count += 1;
    return `${name}-${String(count).padStart(3, '0')}`;
  };
}

const ofTheHop = ['host', 'connection', 'keep-alive', 'content-length', 'transfer-encoding'];
const across = (headers: Headers) => [...headers].filter(([name]) => !ofTheHop.includes(name));

async function passedOn(request: Request, address: string): Promise<Response> {
  const { pathname, search } = new URL(request.url);
  const body = await request.arrayBuffer();
  const reply = await fetch(`${address}${pathname}${search}`, {
    method: request.method,
    headers: across(request.headers),
    ...(body.byteLength === 0 ? {} : { body }),
  });
  const isBare = [204, 304].includes(reply.status);
  return new Response(isBare ? null : await reply.arrayBuffer(), {
    status: reply.status,
    headers: across(reply.headers),
  });
}
