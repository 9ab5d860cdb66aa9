import type { SystemView } from '../../contracts/api/replies.ts';
import type { Agreement, Service } from '../../contracts/canonical/network.ts';
import type { Organization } from '../../contracts/canonical/organization.ts';
import type { Purpose } from '../../contracts/canonical/purpose.ts';
import { refuse } from '../../contracts/canonical/refusal.ts';
import { publish } from '../policy/index.ts';
import type { Awaitable, Call, Circuit, Disclosed, NetworkView, Outcome, Page, Said } from '../ports.ts';
import type { Deps } from './deps.ts';

export type ListInput = { readonly cursor: string | null; readonly limit: number };
type Entry = { readonly id: string };

/** A page of a collection that the network document holds; the cursor is the number of entries already given, at one version. */
function pageOf<T>(all: readonly T[], version: number, { cursor, limit }: ListInput): Page<T> | null {
  const [at = String(version), from = '0'] = cursor === null ? [] : cursor.split('.');
  const start = Number(from);
  if (at !== String(version) || !Number.isSafeInteger(start) || start < 0) return null;
  const items = all.slice(start, start + limit);
  return { items, next_cursor: start + limit < all.length ? `${version}.${start + limit}` : null };
}

/** The two readings of one collection of the network document. They hold no personal data, and are not exchanges. */
function collection<T>(
  deps: Deps,
  entries: (network: NetworkView) => Awaitable<readonly T[]>,
  idOf: (entry: T) => string,
  out: (entry: T) => Disclosed<T>,
) {
  return {
    list: async (_call: Call, input: ListInput): Promise<Outcome<Page<T>>> => {
      const network = await deps.network();
      const page = pageOf(await entries(network), network.version, input);
      if (page === null)
        return refuse('request/invalid-cursor', {
          detail:
            'The cursor belongs to another version of the network document, or was altered. Start again without it.',
        });
      return { refused: false, status: 200, headers: {}, body: publish(page) };
    },
    read: async (_call: Call, { id }: Entry): Promise<Outcome<T>> => {
      const found = (await entries(await deps.network())).find((entry) => idOf(entry) === id);
      return found === undefined
        ? refuse('network/not-found')
        : { refused: false, status: 200, headers: {}, body: out(found) };
    },
  };
}

const byId = (entry: Entry): string => entry.id;

export const directories = (deps: Deps) => ({
  purposes: collection(
    deps,
    (n) => n.purposes,
    (p) => p.code,
    publish<Purpose>,
  ),
  organizations: collection(deps, (n) => n.document.organizations, byId, publish<Organization>),
  services: collection(deps, (n) => n.document.services, byId, publish<Service>),
  agreements: collection(deps, (n) => n.document.agreements, byId, publish<Agreement>),
  systems: collection(deps, systemsOf(deps), byId, publish<Said<SystemView>>),
});

/** Systems with the state of their circuit; addresses, credentials and settings are the administrator's. */
const systemsOf = (deps: Deps) => async (network: NetworkView) => {
  const circuits = new Map((await deps.store.circuits()).map((c) => [c.system_id, c]));
  return network.document.systems.map((system) => viewOf(system, circuits.get(system.id)));
};

const viewOf = (
  system: NetworkView['document']['systems'][number],
  circuit: Circuit | undefined,
): Said<SystemView> => ({
  id: system.id,
  organization: system.organization,
  adapter: system.adapter,
  pulls: system.adapter === 'mailbox',
  ...(system.referral_kinds === undefined ? {} : { referral_kinds: system.referral_kinds }),
  suspended: circuit?.suspended === true,
  ...(circuit?.suspended && circuit.reason !== null ? { suspension_reason: circuit.reason } : {}),
  ...(circuit?.open_until ? { open_until: circuit.open_until } : {}),
});
