import type { PdndApi, Trust } from '../../contracts/canonical/trust.ts';
import type { SecretOf } from '../ports.ts';
import { addressFaults, assertionAudienceFaults } from './address-faults.ts';
import type { Draft, Entry } from './draft.ts';
import { type Fault, fault, itemsOf, repeated } from './fault.ts';
import { requirementFaults } from './requirement-faults.ts';
import { signingKeyFaults } from './signing-key-faults.ts';

/** Whether vouchers and signatures can be verified as the document says (ModI, PDND). */
export function trustFaults({ trust, clients, systems }: Draft, secretOf?: SecretOf): Fault[] {
  if (trust === undefined) return [];
  const { at, value } = trust;
  return [
    ...issuerFaults(trust),
    ...audienceFaults(trust),
    ...eserviceFaults(trust),
    ...(value.replies === undefined ? [] : signingKeyFaults(`${at}/replies/key`, value.replies.key, false, secretOf)),
    ...(value.pdnd_api === undefined ? [] : pdndApiFaults(`${at}/pdnd_api`, value.pdnd_api, secretOf)),
    ...requirementFaults(trust, clients, systems),
  ];
}

/** A host as vouchers name their issuer, and perhaps a port. */
const bareHost = /^[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?(:\d{1,5})?$/;

const issuerFaults = ({ at, value: { issuer, jwks_url } }: Entry<Trust>): Fault[] => [
  ...(issuer !== undefined && !bareHost.test(issuer)
    ? [
        fault(
          `${at}/issuer`,
          'not_a_bare_host',
          'must be a host without scheme and slash, as vouchers name their issuer',
        ),
      ]
    : []),
  ...(jwks_url === undefined ? [] : addressFaults(`${at}/jwks_url`, jwks_url, { isBase: false })),
];

function audienceFaults({ at, value: { audiences } }: Entry<Trust>): Fault[] {
  const items = itemsOf(`${at}/audiences`, audiences);
  return [
    ...repeated(items, 'the same audience'),
    // PDND joins several with commas in one string.
    ...items.flatMap((item) =>
      item.value.includes(',')
        ? [fault(item.at, 'several_values', 'holds a comma: write each audience as an item of its own')]
        : [],
    ),
  ];
}

function eserviceFaults({ at, value: { eservices } }: Entry<Trust>): Fault[] {
  const items = itemsOf(`${at}/eservices`, eservices);
  const ids = items.map((item) => ({ at: `${item.at}/eservice_id`, value: item.value.eservice_id.toLowerCase() }));
  return [
    ...repeated(ids, 'the same e-service'),
    ...items.flatMap((item) =>
      repeated(itemsOf(`${item.at}/descriptor_ids`, item.value.descriptor_ids), 'the same descriptor'),
    ),
  ];
}

const pdndApiFaults = (at: string, api: PdndApi, secretOf: SecretOf | undefined): Fault[] => [
  ...addressFaults(`${at}/address`, api.address, { isBase: true }),
  ...addressFaults(`${at}/token_url`, api.token_url, { isBase: false }),
  ...assertionAudienceFaults(`${at}/assertion_audience`, api.assertion_audience),
  ...signingKeyFaults(`${at}/key`, api.key, true, secretOf),
];
