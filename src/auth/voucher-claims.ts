import type { Trust } from '../../contracts/canonical/trust.ts';
import { fault, jtiOf, type Token, uuidOf } from '../modi/index.ts';
import type { NetworkView, Refusal, VoucherFacts } from '../ports.ts';
import { pdndClient, sameId, type VoucherClient } from './pdnd-client.ts';

type Claims = Token['claims'];

/** What the claims of a verified voucher say about its sender, or the first that does not hold, in the order in which they are read here. */
export function factsOf(
  token: Token,
  network: NetworkView,
  trust: Trust,
): { readonly client: VoucherClient; readonly facts: VoucherFacts } | Refusal {
  const { claims } = token;
  const tokenId = jtiOf('voucher', token);
  if (typeof tokenId !== 'string') return tokenId;
  const client = clientOf(claims, network);
  if ('refused' in client) return client;
  const consumer = uuidOf('voucher/consumer-id', claims.consumerId);
  if (typeof consumer !== 'string') return consumer;
  if (!sameId(consumer, client.pdnd.consumer_id)) return fault('voucher/consumer-id-wrong');
  const squatted = publisherFault(claims, trust);
  if (squatted !== null) return squatted;
  const purpose = uuidOf('voucher/purpose-id', claims.purposeId);
  if (typeof purpose !== 'string') return purpose;
  const mapped = client.pdnd.purposes.find(({ purpose_id }) => sameId(purpose_id, purpose));
  if (mapped === undefined) return fault('voucher/purpose-id-unknown');
  const digest = evidenceDigest(claims.digest);
  if (digest !== null && typeof digest !== 'string') return digest;
  const facts = {
    token_id: tokenId,
    client_id: client.pdnd.client_id.toLowerCase(),
    consumer_id: consumer,
    purpose_id: purpose,
    purposes: mapped.purposes,
    evidence_digest: digest,
  };
  return { client, facts };
}

/** PDND writes the client into `client_id` and into `sub`. */
function clientOf(claims: Claims, network: NetworkView): VoucherClient | Refusal {
  const clientId = uuidOf('voucher/client-id', claims.client_id);
  if (typeof clientId !== 'string') return clientId;
  const { sub } = claims;
  if (sub === undefined) return fault('voucher/sub-missing');
  if (typeof sub !== 'string') return fault('voucher/sub-malformed');
  if (!sameId(sub, clientId)) return fault('voucher/sub-wrong');
  return pdndClient(network, clientId) ?? fault('voucher/client-id-unknown');
}

/** Anybody may publish a service under our audience and obtain vouchers for it; its publisher and descriptors are not ours then. */
function publisherFault(claims: Claims, trust: Trust): Refusal | null {
  const checks = trust.identity_checks ?? 'producer_and_descriptor';
  if (checks !== 'descriptor') {
    const producer = uuidOf('voucher/producer-id', claims.producerId);
    if (typeof producer !== 'string') return producer;
    if (!sameId(producer, trust.producer_id)) return fault('voucher/producer-id-wrong');
  }
  if (checks === 'producer') return null;
  const eserviceId = uuidOf('voucher/eservice-id', claims.eserviceId);
  if (typeof eserviceId !== 'string') return eserviceId;
  const eservice = trust.eservices.find(({ eservice_id }) => sameId(eservice_id, eserviceId));
  if (eservice === undefined) return fault('voucher/eservice-id-wrong');
  const descriptor = uuidOf('voucher/descriptor-id', claims.descriptorId);
  if (typeof descriptor !== 'string') return descriptor;
  const isOurs = eservice.descriptor_ids.some((id) => sameId(id, descriptor));
  return isOurs ? null : fault('voucher/descriptor-id-wrong');
}

/** `digest` of the voucher, in small letters; null where it is bound to no evidence. */
function evidenceDigest(digest: unknown): string | null | Refusal {
  if (digest === undefined) return null;
  const { alg, value } = (typeof digest === 'object' && digest !== null ? digest : {}) as Record<string, unknown>;
  const sound = alg === 'SHA256' && typeof value === 'string' && /^[0-9a-f]{64}$/i.test(value);
  return sound ? value.toLowerCase() : fault('voucher/digest-malformed');
}

/** `cnf.jkt` (RFC 9449 section 6.1): the thumbprint of the key that the voucher is bound to; null where it is bound to none. */
export function boundKey({ cnf }: Claims): string | null | Refusal {
  if (cnf === undefined) return null;
  const { jkt } = (typeof cnf === 'object' && cnf !== null ? cnf : {}) as Record<string, unknown>;
  return typeof jkt === 'string' && /^[A-Za-z0-9_-]{43}$/.test(jkt) ? jkt : fault('voucher/cnf-malformed');
}
