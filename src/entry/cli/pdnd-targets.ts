import type { Network } from '../../../contracts/canonical/network.ts';
import type { SigningKeyRef } from '../../../contracts/canonical/trust.ts';
import { UsageError } from './verb.ts';

/** One client of ours on PDND, as the network document says it. */
export type Target = {
  /** How it is called in what is printed. */
  readonly name: string;
  readonly kind: 'consumer' | 'api';
  readonly tokenUrl: string;
  readonly assertionAudience: string;
  readonly clientId: string;
  readonly purposeId: string | null;
  readonly key: SigningKeyRef;
  readonly dpop: boolean;
  /** The voucher is bound to a tracking evidence. */
  readonly bound: boolean;
};

export type Only = { readonly system: string | undefined; readonly api: boolean };

/** The clients that `--system` or `--api` name; without either, all. Never none. */
export const targetsOf = (network: Network, only: Only): Target[] => atLeastOne(namedTargets(network, only), only);

/** The same, or none. */
export const namedTargets = (network: Network, only: Only): Target[] =>
  everyTarget(network).filter(({ kind, name }) =>
    only.system === undefined ? !only.api || kind === 'api' : name === nameOf(only.system),
  );

export const nameOf = (system: string) => `system ${system}`;

/** Every client of ours on PDND that a network document names. */
export function everyTarget(network: Network): Target[] {
  const systems = network.systems.flatMap(({ id, modi }): Target[] => {
    if (modi?.voucher === undefined) return [];
    const { token_url, assertion_audience, client_id, purpose_id, dpop } = modi.voucher;
    return [
      {
        name: nameOf(id),
        kind: 'consumer',
        tokenUrl: token_url,
        assertionAudience: assertion_audience,
        clientId: client_id,
        purposeId: purpose_id,
        key: modi.key,
        dpop: dpop === true,
        bound: modi.evidence?.pattern === 'audit_02',
      },
    ];
  });
  const api = network.trust?.pdnd_api;
  if (api === undefined) return systems;
  return [
    ...systems,
    {
      name: 'pdnd_api',
      kind: 'api',
      tokenUrl: api.token_url,
      assertionAudience: api.assertion_audience,
      clientId: api.client_id,
      purposeId: null,
      key: api.key,
      dpop: false,
      bound: false,
    },
  ];
}

function atLeastOne(targets: Target[], { system, api }: Only): Target[] {
  if (targets.length > 0) return targets;
  if (api) throw new UsageError('the network document has no trust.pdnd_api');
  throw new UsageError(
    system === undefined
      ? 'the network document names no client on PDND: neither modi.voucher of a system nor trust.pdnd_api'
      : `the network document has no system ${system} with modi.voucher`,
  );
}
