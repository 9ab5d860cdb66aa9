import { serve } from '@hono/node-server';
import { createKeyPair } from '../world/pdnd/key-pair.ts';
import * as modi from '../world/pdnd/modi-tokens.ts';
import { createPdndStandIn } from '../world/pdnd/stand-in.ts';
import { pdndIds as ids } from '../world/pdnd-network.ts';
import { referral } from './people.ts';

/** What the gateway's network document and environment gain, and what a caller sends on every call. */
export type PdndReady = {
  readonly trust: object;
  readonly client: object;
  readonly secrets: Readonly<Record<string, string>>;
  /** Public halves: of who issues vouchers, and of who calls. */
  readonly keys: { readonly issuer: object; readonly caller: object };
};
export type Signed = { readonly first: number; readonly headers: readonly Readonly<Record<string, string>>[] };
/** Headers for calls with the bodies of `count` people, from the `first`. */
export type Ask = { readonly first: number; readonly count: number };

const operators = 10;
const signedAtOnce = 100;
const lifeSeconds = 600;

/**
 * PDND on this machine, and the body that calls: each operator has one evidence and the voucher that is bound to it; every call has a
 * signature of its own, made before it is measured. RSA of 2048 bits everywhere, as PDND has it, but for the replies in ES256.
 */
const [, , port = '', gateway = '', replyAlg = ''] = process.argv;
const now = () => new Date().toISOString();
const newId = () => crypto.randomUUID();
const address = `http://127.0.0.1:${port}`;
const assertionAudience = `127.0.0.1:${port}/client-assertion`;
const [callerKey, apiKey, replyKey] = await Promise.all([
  createKeyPair(),
  createKeyPair(),
  createKeyPair(replyAlg === 'ES256' ? 'ES256' : 'RS256'),
]);
const pdnd = await createPdndStandIn({ now, newId, address, assertionAudience, voucherSeconds: lifeSeconds });
const { registry } = pdnd;
registry.addClient({ id: ids.apiClient, consumerId: ids.producer, kind: 'api' });
registry.addClient({ id: ids.client, consumerId: ids.consumer, kind: 'consumer' });
registry.addEservice({
  ...{ id: ids.eservice, descriptorId: ids.descriptor, producerId: ids.producer },
  ...{ audiences: [gateway], state: 'ACTIVE' },
});
registry.addPurpose({
  ...{ id: ids.healthPurpose, consumerId: ids.consumer, eserviceId: ids.eservice, clientIds: [ids.client] },
  ...{ state: 'ACTIVE', agreement: 'ACTIVE' },
});
registry.publishKey(ids.apiClient, apiKey.jwk);
registry.publishKey(ids.client, callerKey.jwk);

const nowSeconds = () => Math.floor(Date.now() / 1000);
const sessions = await Promise.all(
  Array.from({ length: operators }, async (_, i) => {
    const life = { nowSeconds: nowSeconds(), jti: newId() };
    const of = { issuer: ids.client, audience: gateway, purposeId: ids.healthPurpose, userId: `operatore-${i}` };
    const evidence = await modi.evidence(
      callerKey,
      { ...life, ...of, dnonce: String(1_000_000_000_000 + i) },
      { claims: { exp: life.nowSeconds + lifeSeconds } },
    );
    const voucher = await pdnd.vouchers.issue({
      ...{ clientId: ids.client, purposeId: ids.healthPurpose },
      digest: { alg: 'SHA256', value: modi.hexOf(await modi.sha256(evidence)) },
    });
    return { authorization: `Bearer ${voucher}`, 'agid-jwt-trackingevidence': evidence };
  }),
);

async function headersFor(n: number): Promise<Readonly<Record<string, string>>> {
  const contentType = 'application/json';
  const digest = await modi.digestOf(new TextEncoder().encode(JSON.stringify(referral(n))));
  const signature = await modi.signature(callerKey, {
    ...{ nowSeconds: nowSeconds(), jti: newId(), audience: gateway, issuer: ids.client, digest, contentType },
  });
  return { ...sessions[n % operators], digest, 'agid-jwt-signature': signature };
}

const server = serve({ fetch: pdnd.fetch, port: Number(port), hostname: '127.0.0.1' }, () => {
  const ready: PdndReady = {
    trust: {
      issuer: pdnd.issuer,
      jwks_url: pdnd.jwksUrl,
      audiences: [gateway],
      producer_id: ids.producer,
      eservices: [{ eservice_id: ids.eservice, descriptor_ids: [ids.descriptor] }],
      requirements: [{ clients: ['comune-pdnd'], voucher: 'bearer', signature: 'with_body', evidence: 'audit_02' }],
      replies: { key: { secret: 'REPLIES', kid: replyKey.kid } },
      pdnd_api: {
        ...{ address: pdnd.apiAddress, token_url: pdnd.tokenUrl, assertion_audience: assertionAudience },
        ...{ client_id: ids.apiClient, key: { secret: 'PDND_API', kid: apiKey.kid } },
      },
    },
    client: {
      client_id: ids.client,
      consumer_id: ids.consumer,
      purposes: [{ purpose_id: ids.healthPurpose, purposes: ['SAN-INV'] }],
    },
    secrets: { RACCORDO_SECRET_REPLIES: replyKey.secret, RACCORDO_SECRET_PDND_API: apiKey.secret },
    keys: { issuer: pdnd.vouchers.current().jwk, caller: callerKey.jwk },
  };
  process.send?.(ready);
});
process.on('message', async (message: Ask | 'stop') => {
  if (message === 'stop') {
    server.close(() => process.exit(0));
    return;
  }
  const headers: Readonly<Record<string, string>>[] = [];
  for (let done = 0; done < message.count; done += signedAtOnce) {
    const some = Math.min(signedAtOnce, message.count - done);
    headers.push(...(await Promise.all(Array.from({ length: some }, (_, i) => headersFor(message.first + done + i)))));
  }
  process.send?.({ first: message.first, headers } satisfies Signed);
});
// Never outlives the benchmark.
process.on('disconnect', () => process.exit(0));
