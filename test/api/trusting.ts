import { generateKeyPair, jwtVerify, UnsecuredJWT } from 'jose';
import type { Network } from '../../contracts/canonical/network.ts';
import type { Trust } from '../../contracts/canonical/trust.ts';
import type { ProblemCode } from '../../contracts/catalogue/problems.ts';
import { viewOf } from '../../src/network/index.ts';
import type { Caller, ServedCall, SignReply, VerifyProofs, VoucherFacts } from '../../src/ports.ts';
import { refuse } from '../../src/problem.ts';
import { createSignReply } from '../../src/proof/index.ts';
import { demoNetworkText } from '../world/on-node.ts';
import { networkIn } from '../world/start-world.ts';
import { comune, type FakeOptions, fakeApp, noon } from './fake-app.ts';

export const pdndClient = '0b6f0d0e-3c2b-4d57-8f0c-1f1f1f1f1f01';
export const facts: VoucherFacts = {
  token_id: 'voucher-1',
  client_id: pdndClient,
  consumer_id: '0b6f0d0e-3c2b-4d57-8f0c-1f1f1f1f1f02',
  purpose_id: '0b6f0d0e-3c2b-4d57-8f0c-1f1f1f1f1f03',
  purposes: ['LAV-INV'],
  evidence_digest: null,
};

const trust: Trust = {
  issuer: 'interop.example.it',
  jwks_url: 'https://interop.example.it/.well-known/jwks.json',
  audiences: ['https://gateway.example.it'],
  producer_id: '0b6f0d0e-3c2b-4d57-8f0c-1f1f1f1f1f04',
  eservices: [
    {
      eservice_id: '0b6f0d0e-3c2b-4d57-8f0c-1f1f1f1f1f05',
      descriptor_ids: ['0b6f0d0e-3c2b-4d57-8f0c-1f1f1f1f1f06'],
    },
  ],
  replies: { key: { secret: 'REPLIES', kid: 'replies-1' } },
};

/** The demo network, with vouchers of an issuer of the example, and one client that comes with them. */
export function trustingNetwork(changes: Partial<Trust> = {}): Network {
  const network = networkIn(demoNetworkText);
  const pdnd = {
    client_id: pdndClient,
    consumer_id: facts.consumer_id,
    purposes: [{ purpose_id: facts.purpose_id, purposes: [...facts.purposes] }],
  };
  return {
    ...network,
    trust: { ...trust, ...changes },
    clients: network.clients.map((client) =>
      client.id === 'comune-sportello' ? ({ ...client, pdnd } as Network['clients'][number]) : client,
    ),
  };
}

/** Says of itself what a voucher says; whether it holds is up to the test. */
export const voucherOf = (name: string, issuer = trust.issuer, client_id = pdndClient) =>
  `Bearer ${new UnsecuredJWT({ iss: issuer, client_id, jti: name }).encode()}`;

export const good = voucherOf('good');
export const forged = voucherOf('forged');
/** A client that the network document does not name. */
export const stranger = '3d5c8a11-9e0f-4b7a-8c1d-6e6f6f6f6f07';
export const foreign = voucherOf('forged', trust.issuer, stranger);
/** Signed by PDND, and bound to a key that the caller does not have. */
export const unbound = voucherOf('unbound');
export const withVoucher: Caller = { ...comune, client_id: 'comune-sportello', voucher: facts };

/** The HTTP stage where vouchers count: `good` holds, `forged` does not, and proofs hold unless a header says which one does not. */
export async function trustingApp(options: FakeOptions & { readonly trust?: Partial<Trust> } = {}) {
  const keys = await generateKeyPair('ES256');
  const network = viewOf(trustingNetwork(options.trust), 1);
  const calls: ServedCall[] = [];
  const proven: Parameters<VerifyProofs>[0][] = [];
  let ids = 0;
  const signReply: SignReply = createSignReply({
    network: () => network,
    signingKeyOf: async ({ secret, kid }) =>
      secret === 'REPLIES' ? { key: keys.privateKey, alg: 'ES256', kid } : null,
    now: () => noon,
    newId: () => {
      ids += 1;
      return `reply-${ids}`;
    },
    publicUrl: 'https://gateway.example.it',
  });
  const fake = fakeApp({
    ...options,
    ports: {
      authenticate: async ({ headers }) => {
        const shown = headers.get('authorization');
        if (shown === null) return refuse('auth/credentials-missing');
        if (shown === 'Bearer good') return comune;
        if (shown === good) return withVoucher;
        return shown === unbound
          ? { ...refuse('dpop/htm-wrong'), voucher: facts }
          : refuse('voucher/seal-wrong', { detail: 'The signature of the voucher does not verify.' });
      },
      network: async () => network,
      verifyProofs: async (request) => {
        proven.push(request);
        const fault = request.headers.get('agid-jwt-signature');
        return fault?.includes('/') ? refuse(fault as ProblemCode) : { ...request.caller, acting_user: 'op-7' };
      },
      signReply,
      recordCall: async (call) => {
        calls.push(call);
        return null;
      },
      ...options.ports,
    },
  });
  const claimsOf = async (reply: { readonly headers: Headers }) =>
    (
      await jwtVerify(reply.headers.get('agid-jwt-signature') ?? '', keys.publicKey, {
        typ: 'JWT',
        currentDate: new Date(noon),
      })
    ).payload;
  return { ...fake, calls, proven, claimsOf };
}
