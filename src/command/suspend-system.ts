import { refuse } from '../../contracts/canonical/refusal.ts';
import { isMailRelay } from '../../contracts/catalogue/mail-relays.ts';
import { publish } from '../policy/index.ts';
import type { Call, Outcome } from '../ports.ts';
import { type Again, conclude, persist } from './conclude.ts';
import type { Deps } from './deps.ts';
import { operatesAll } from './operators.ts';
import { plainRecord } from './public-record.ts';

export type SystemSuspension = {
  readonly system: string;
  readonly suspended: true;
  readonly reason: string;
  readonly at: string;
};

/** The stop switch of a destination: from this commit on nothing more leaves for it. */
export const suspendSystem =
  (deps: Deps) =>
  (
    call: Call,
    { system_id, reason }: { readonly system_id: string; readonly reason: string },
  ): Promise<Outcome<SystemSuspension>> =>
    persist(async () => {
      const at = deps.clock();
      const body = publish({ system: system_id, suspended: true as const, reason, at });
      return switched(
        deps,
        call,
        system_id,
        { suspended: true, reason, at },
        { refused: false, status: 200, headers: {}, body },
      );
    });

/** What waits for the destination goes out again. */
export const resumeSystem =
  (deps: Deps) =>
  (call: Call, { system_id }: { readonly system_id: string }): Promise<Outcome<null>> =>
    persist(async () => {
      const outcome = await switched<null>(
        deps,
        call,
        system_id,
        { suspended: false, reason: '', at: deps.clock() },
        { refused: false, status: 204, headers: {}, body: null },
      );
      deps.wake();
      return outcome;
    });

async function switched<T>(
  deps: Deps,
  call: Call,
  system_id: string,
  change: { readonly suspended: boolean; readonly reason: string; readonly at: string },
  answer: Parameters<typeof conclude<T>>[3],
): Promise<Outcome<T> | Again> {
  const network = await deps.network();
  const owner = network.system(system_id)?.organization;
  // The relays are nobody's system but the gateway's.
  const isThere = owner !== undefined || isMailRelay(system_id);
  const operated = isThere && (owner === call.caller.organization || (await operatesAll(deps, call)));
  if (!operated) return refuse('network/not-found');
  const record = plainRecord(deps, call, network.version, {
    operation: change.suspended ? 'system.suspend' : 'system.resume',
    direction: 'in',
    rule: 'permit/supplied',
    outcome: change.suspended ? 'suspended' : 'resumed',
    system: system_id,
  });
  const exchange = change.suspended ? { ...record, reason: change.reason } : record;
  return conclude(
    deps,
    call,
    { exchanges: [exchange], suspension: { system_id, ...change, by: call.caller.client_id } },
    answer,
  );
}
