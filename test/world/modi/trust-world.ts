import type { z } from 'zod';
import { Network } from '../../../contracts/canonical/network.ts';
import type { Trust } from '../../../contracts/canonical/trust.ts';
import { hashSecret } from '../../../src/auth/index.ts';
import { viewOf } from '../../../src/network/index.ts';
import type { FoundKey, IssuerKeyOf, NetworkView, PublishedKeyOf, PurposeStateOf, Store } from '../../../src/ports.ts';
import { makeKey, type TestKey } from './seal.ts';

export const publicUrl = 'https://gateway.example.it';
export const noon = '2026-11-20T12:00:00.000Z';
export const nowSeconds = Date.parse(noon) / 1000;

const id = (n: number) => `5a000000-0000-4000-8000-${String(n).padStart(12, '0')}`;
export const ids = {
  client: id(1),
  otherClient: id(2),
  consumer: id(3),
  producer: id(4),
  eservice: id(5),
  descriptor: id(6),
  olderDescriptor: id(7),
  otherEservice: id(8),
  otherDescriptor: id(9),
  purpose: id(10),
  nobody: id(99),
};

/** A secret of nobody's, long enough to be one. */
export const basicSecret = 'a-secret-of-a-legacy-system-000001';

export type KeyName = 'issuer' | 'client' | 'clientEc' | 'dpop' | 'dpopRsa' | 'stranger' | 'gateway';
export type Keys = Readonly<Record<KeyName, TestKey>>;

export async function makeKeys(): Promise<Keys> {
  const [issuer, client, clientEc, dpop, dpopRsa, stranger, gateway] = await Promise.all(
    (['RSA', 'RSA', 'EC', 'EC', 'RSA', 'RSA', 'EC'] as const).map(makeKey),
  );
  return { issuer, client, clientEc, dpop, dpopRsa, stranger, gateway } as Keys;
}

/** What one request finds; what a row leaves out is as it should be. */
export type WorldPatch = {
  readonly trust?: Partial<z.input<typeof Trust>>;
  readonly withoutTrust?: true;
  /** The key that the network document gives for the client, under the kid `given`. */
  readonly given?: KeyName;
  readonly issuerKeys?: 'unavailable' | 'broken';
  readonly publishedKeys?: 'unavailable' | 'broken' | 'without_owner';
  readonly purpose?: Awaited<ReturnType<PurposeStateOf>> | 'broken';
  readonly store?: 'broken';
};

export type TrustWorld = {
  readonly network: NetworkView;
  readonly issuerKeyOf: IssuerKeyOf;
  readonly publishedKeyOf: PublishedKeyOf;
  readonly purposeStateOf: PurposeStateOf;
  readonly useOnce: Store['useOnce'];
  readonly pseudonymOf: (text: string) => Promise<string>;
  /** Everything that was taken once, with its expiry. */
  readonly taken: ReadonlyMap<string, string>;
  /** How often each source was asked. */
  readonly asked: { issuer: number; published: number };
  readonly gatewayKey: Keys['gateway'];
};

let secretHash: Promise<string> | undefined;

export async function trustWorld(keys: Keys, patch: WorldPatch): Promise<TrustWorld> {
  secretHash ??= hashSecret(basicSecret);
  const taken = new Map<string, string>();
  const asked = { issuer: 0, published: 0 };
  const published: Readonly<Record<string, FoundKey>> = {
    'client-key': keyOf(keys.client, patch.publishedKeys === 'without_owner' ? null : ids.client),
    'client-ec': keyOf(keys.clientEc, ids.client.toUpperCase()),
    'stranger-key': keyOf(keys.stranger, ids.otherClient),
  };
  const issued: Readonly<Record<string, FoundKey>> = { 'issuer-key': keyOf(keys.issuer, null) };
  return {
    network: networkOf(keys, patch, await secretHash),
    issuerKeyOf: async (_, kid) => {
      asked.issuer += 1;
      return answer(patch.issuerKeys, issued[kid]);
    },
    publishedKeyOf: async (_, kid) => {
      asked.published += 1;
      return answer(patch.publishedKeys, published[kid]);
    },
    purposeStateOf: async () => {
      if (patch.purpose === 'broken') throw new Error('no answer');
      return patch.purpose ?? 'active';
    },
    useOnce: async (key, expiresAt) => {
      if (patch.store === 'broken') throw new Error('no answer');
      if (taken.has(key)) return false;
      taken.set(key, expiresAt);
      return true;
    },
    pseudonymOf: async (text) => `pseudonym-of-${text}`,
    taken,
    asked,
    gatewayKey: keys.gateway,
  };
}

const keyOf = ({ jwk }: TestKey, client_id: string | null): FoundKey => ({ found: 'key', jwk, client_id });

function answer(state: 'unavailable' | 'broken' | 'without_owner' | undefined, key: FoundKey | undefined): FoundKey {
  if (state === 'broken') throw new Error('no answer');
  return state === 'unavailable' ? { found: 'unavailable' } : (key ?? { found: 'unknown' });
}

export const trustSection: z.input<typeof Trust> = {
  issuer: 'interop.pagopa.it',
  jwks_url: 'https://interop.pagopa.it/.well-known/jwks.json',
  audiences: ['gateway.example.it/inclusion'],
  producer_id: ids.producer.toUpperCase(),
  eservices: [
    {
      eservice_id: ids.eservice.toUpperCase(),
      descriptor_ids: [ids.olderDescriptor, ids.descriptor].map((id) => id.toUpperCase()),
    },
    { eservice_id: ids.otherEservice, descriptor_ids: [ids.otherDescriptor] },
  ],
};

function networkOf(keys: Keys, { trust, given, withoutTrust }: WorldPatch, hash: string): NetworkView {
  const scopes = ['referrals:write', 'referrals:read'] as const;
  const document = Network.parse({
    territory: { id: 'ats', name: 'ATS' },
    organizations: [{ id: 'comune', name: 'Comune', kind: 'comune' }],
    services: [],
    agreements: [],
    systems: [{ id: 'case-files', organization: 'comune', adapter: 'mailbox' }],
    clients: [
      {
        id: 'pdnd-app',
        organization: 'comune',
        system: 'case-files',
        scopes,
        pdnd: {
          // In capital letters, as tokens are not: the same identifiers all the same (RFC 9562 section 4).
          client_id: ids.client.toUpperCase(),
          consumer_id: ids.consumer.toUpperCase(),
          purposes: [{ purpose_id: ids.purpose.toUpperCase(), purposes: ['LAV-INV'] }],
          ...(given === undefined ? {} : { jwks: { keys: [{ ...keys[given].jwk, kid: 'given' }] } }),
        },
      },
      { id: 'own-app', organization: 'comune', scopes, jwks: { keys: [{ ...keys.client.jwk, kid: 'client-key' }] } },
      { id: 'old-app', organization: 'comune', scopes, basic_secret_hash: hash },
    ],
    ...(withoutTrust ? {} : { trust: { ...trustSection, ...trust } }),
  });
  return viewOf(document, 1);
}
