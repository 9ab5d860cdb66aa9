import type { System } from '../../contracts/canonical/network.ts';
import type { Modi } from '../../contracts/canonical/trust.ts';
import type { SecretOf } from '../ports.ts';
import { addressFaults, assertionAudienceFaults } from './address-faults.ts';
import { type Draft, hasPdndApi, type Written } from './draft.ts';
import { type Fault, fault } from './fault.ts';
import { keySetFaults } from './jwk-faults.ts';
import { signingKeyFaults } from './signing-key-faults.ts';
import { mailboxKind } from './system-faults.ts';

/** Whether the gateway can show each partner what it asks of its callers (ModI), and verify what comes back. */
export function modiFaults({ systems, trust }: Pick<Draft, 'systems' | 'trust'>, secretOf?: SecretOf): Fault[] {
  return systems.flatMap(({ at, value }) => {
    const { modi } = value;
    if (modi === undefined) return [];
    const place = `${at}/modi`;
    if (value.adapter === mailboxKind)
      return [fault(place, 'not_used', 'a system that pulls is never called: what it shows stands with its client')];
    return [
      ...signingKeyFaults(`${place}/key`, modi.key, modi.voucher !== undefined, secretOf),
      ...voucherFaults(at, value, modi),
      ...replyFaults(`${place}/replies`, modi.replies, hasPdndApi(trust)),
    ];
  });
}

function voucherFaults(at: string, { credentials }: Written<System>, { voucher, evidence }: Modi): Fault[] {
  if (voucher === undefined) {
    return evidence === undefined
      ? []
      : [
          fault(
            `${at}/modi/evidence`,
            'needs_voucher',
            'names the client and the purpose of a voucher: add modi/voucher, or take the evidence out',
          ),
        ];
  }
  const place = `${at}/modi/voucher`;
  return [
    ...addressFaults(`${place}/token_url`, voucher.token_url, { isBase: false }),
    ...assertionAudienceFaults(`${place}/assertion_audience`, voucher.assertion_audience),
    ...(credentials !== undefined && credentials.scheme !== 'none'
      ? [
          fault(
            `${at}/credentials/scheme`,
            'two_authorizations',
            'stands beside modi/voucher, and a request has one authorization: take one of the two out',
          ),
        ]
      : []),
  ];
}

function replyFaults(at: string, replies: Modi['replies'], keysAreAsked: boolean): Fault[] {
  if (replies === undefined || replies.signed === 'ignored') return [];
  const { jwks, jwks_url } = replies;
  return [
    ...(jwks === undefined ? [] : keySetFaults(`${at}/jwks`, jwks.keys, true)),
    ...(jwks_url === undefined ? [] : addressFaults(`${at}/jwks_url`, jwks_url, { isBase: false })),
    ...(jwks !== undefined && jwks_url !== undefined
      ? [fault(`${at}/jwks_url`, 'two_key_sources', 'stands beside jwks: take one of the two out')]
      : []),
    ...(jwks === undefined && jwks_url === undefined && !keysAreAsked
      ? [
          fault(
            at,
            'no_key_source',
            'has no keys to verify replies with: give jwks or jwks_url, or say in trust/pdnd_api where PDND is asked for them',
          ),
        ]
      : []),
  ];
}
