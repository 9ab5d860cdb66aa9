import { Network } from '../../contracts/canonical/network.ts';
import type { Modi, PdndApi, PdndClient, Requirement, Trust } from '../../contracts/canonical/trust.ts';

/** What differs from one world to the next: where the stand-ins are, and which keys they know. What is left out is as in `pdndDefaults`. */
export type PdndGiven = {
  readonly trust?: Partial<Trust>;
  /** Null: nobody is asked for keys and purposes. */
  readonly api?: Partial<PdndApi> | null;
  readonly requirements?: Requirement[];
  /** The client of the network that comes with vouchers, in place of its keys. */
  readonly client?: { readonly id: string } & Partial<PdndClient>;
  /** The system of the network that asks for vouchers and signatures. */
  readonly system?: { readonly id: string } & Partial<Modi>;
};

/** Identifiers of PDND in tests, each of one kind. */
export const pdndIds = {
  producer: '11111111-1111-4111-8111-111111111111',
  eservice: '22222222-2222-4222-8222-222222222222',
  descriptor: '33333333-3333-4333-8333-333333333333',
  /** The body that calls: consumer, its client, and its purposes for referrals to work and to health. */
  consumer: '44444444-4444-4444-8444-444444444444',
  client: '55555555-5555-4555-8555-555555555555',
  labourPurpose: '66666666-6666-4666-8666-666666666666',
  healthPurpose: '77777777-7777-4777-8777-777777777777',
  /** The gateway as consumer: towards PDND's API, and towards the partner. */
  apiClient: '88888888-8888-4888-8888-888888888888',
  partnerClient: '99999999-9999-4999-8999-999999999999',
  partnerPurpose: 'aaaaaaaa-aaaa-4aaa-8aaa-aaaaaaaaaaaa',
} as const;

/** As PDND names keys: 43 characters. */
export const pdndKid = (name: string): string => name.padEnd(43, '-').slice(0, 43);

/** Names of the secrets that hold the gateway's private keys. */
export const pdndSecrets = { replies: 'FIRMA_RISPOSTE', api: 'PDND_API', partner: 'PDND_CLIENT' } as const;

export const pdndDefaults = {
  issuer: 'interop.pdnd.example',
  jwks_url: 'https://interop.pdnd.example/.well-known/jwks.json',
  audience: 'https://raccordo.borgoverde.example',
  api: 'https://api.interop.pdnd.example/v2',
  token_url: 'https://auth.interop.pdnd.example/token.oauth2',
  assertion_audience: 'auth.interop.pdnd.example/client-assertion',
  partner_audience: 'https://sil.borgoverde.example',
} as const;

const trustOf = ({ trust, api, requirements = [] }: PdndGiven): Trust => ({
  issuer: pdndDefaults.issuer,
  jwks_url: pdndDefaults.jwks_url,
  audiences: [pdndDefaults.audience],
  producer_id: pdndIds.producer,
  eservices: [{ eservice_id: pdndIds.eservice, descriptor_ids: [pdndIds.descriptor] }],
  replies: { key: { secret: pdndSecrets.replies, kid: pdndKid('raccordo-risposte') } },
  ...(requirements.length === 0 ? {} : { requirements }),
  ...(api === null
    ? {}
    : {
        pdnd_api: {
          address: pdndDefaults.api,
          token_url: pdndDefaults.token_url,
          assertion_audience: pdndDefaults.assertion_audience,
          client_id: pdndIds.apiClient,
          key: { secret: pdndSecrets.api, kid: pdndKid('raccordo-api') },
          ...api,
        },
      }),
  ...trust,
});

const clientOf = (given: Partial<PdndClient>): object => ({
  client_id: pdndIds.client,
  consumer_id: pdndIds.consumer,
  purposes: [
    { purpose_id: pdndIds.labourPurpose, purposes: ['LAV-INV', 'LAV-ESITO'] },
    { purpose_id: pdndIds.healthPurpose, purposes: ['SAN-INV'] },
  ],
  ...given,
});

const modiOf = (given: Partial<Modi>): object => ({
  audience: pdndDefaults.partner_audience,
  key: { secret: pdndSecrets.partner, kid: pdndKid('raccordo-cpi') },
  voucher: {
    token_url: pdndDefaults.token_url,
    assertion_audience: pdndDefaults.assertion_audience,
    client_id: pdndIds.partnerClient,
    purpose_id: pdndIds.partnerPurpose,
  },
  evidence: { pattern: 'audit_02', user_location: 'raccordo', loa: 'SPID_L2' },
  replies: { signed: 'if_present' },
  ...given,
});

/** A network whose members meet over PDND: the document given, with a trust section, a client with vouchers and a partner that asks for them. */
export function withPdnd(network: Network, given: PdndGiven = {}): Network {
  const { id: clientId, ...client } = { id: 'comune-sportello', ...given.client };
  const { id: systemId, ...modi } = { id: 'cpi-sil', ...given.system };
  return Network.parse({
    ...network,
    trust: trustOf(given),
    clients: network.clients.map(({ jwks, basic_secret_hash, ...each }) =>
      each.id === clientId
        ? { ...each, pdnd: clientOf(client) }
        : { ...each, ...(jwks && { jwks }), ...(basic_secret_hash && { basic_secret_hash }) },
    ),
    systems: network.systems.map(({ credentials, ...each }) =>
      each.id === systemId ? { ...each, modi: modiOf(modi) } : { ...each, ...(credentials && { credentials }) },
    ),
  });
}
