import type { Network } from '../../contracts/canonical/network.ts';
import type { ProblemError } from '../../contracts/canonical/problem.ts';
import { refuse } from '../../contracts/canonical/refusal.ts';
import { publish } from '../policy/index.ts';
import type { Awaitable, Call, Outcome, Unit } from '../ports.ts';
import { type Again, conclude, persist } from './conclude.ts';
import type { Deps } from './deps.ts';
import { plainRecord } from './public-record.ts';
import { etagOf } from './receipt.ts';

export type CheckNetwork = (
  input: unknown,
) => Awaitable<
  { readonly ok: true; readonly document: Network } | { readonly ok: false; readonly faults: readonly ProblemError[] }
>;

export type ApplyNetwork = { readonly document: unknown; readonly if_match_version: number };

export type NetworkReceipt = {
  readonly version: number;
  readonly applied_at: string;
} & Readonly<Record<'organizations' | 'services' | 'agreements' | 'systems' | 'clients', number>>;

/** The administrator replaces the network document: all of it, as the next version, or nothing. */
export const applyNetwork =
  (deps: Deps, check: CheckNetwork) =>
  (call: Call, input: ApplyNetwork): Promise<Outcome<NetworkReceipt>> =>
    persist(() => attempt(deps, check, call, input));

async function attempt(
  deps: Deps,
  check: CheckNetwork,
  call: Call,
  input: ApplyNetwork,
): Promise<Outcome<NetworkReceipt> | Again> {
  const current = await deps.store.networkVersion();
  if (input.if_match_version !== current)
    return refuse('request/stale', current > 0 ? { current_version: current } : {});
  const checked = await check(input.document);
  if (!checked.ok) return refuse('network/invalid', { errors: checked.faults });
  const at = deps.clock();
  const { document } = checked;
  const record = plainRecord(deps, call, current + 1, {
    operation: 'network.apply',
    direction: 'in',
    rule: 'permit/supplied',
    outcome: 'applied',
    digest: call.received === undefined ? undefined : await deps.ledgerDigest(call.received),
  });
  const unit: Unit = {
    exchanges: [record],
    network: { version: current + 1, document, applied_by: call.caller.client_id, at },
  };
  const receipt: NetworkReceipt = {
    version: current + 1,
    applied_at: at,
    organizations: document.organizations.length,
    services: document.services.length,
    agreements: document.agreements.length,
    systems: document.systems.length,
    clients: document.clients.length,
  };
  const outcome = await conclude(deps, call, unit, {
    refused: false,
    status: 200,
    headers: { etag: etagOf(current + 1) },
    body: publish(receipt),
  });
  deps.forgetNetwork();
  return outcome;
}

/** The document in force, as applied. */
export const readNetwork =
  (deps: Deps) =>
  async (_call: Call): Promise<Outcome<Network>> => {
    const stored = await deps.store.network();
    if (stored === null) return refuse('gateway/unavailable');
    return { refused: false, status: 200, headers: { etag: etagOf(stored.version) }, body: publish(stored.document) };
  };
