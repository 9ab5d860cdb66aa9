import { operations } from '../../contracts/api/operations.ts';
import type { Client, System } from '../../contracts/canonical/network.ts';
import type { Requirement, Trust } from '../../contracts/canonical/trust.ts';
import { type Entry, hasPdndApi } from './draft.ts';
import { type Fault, fault, itemsOf, repeated } from './fault.ts';

type Clients = readonly Entry<Client>[];

/** Whether each requirement names what there is, can be met by whom it is for, and ever holds. */
export function requirementFaults(trust: Entry<Trust>, clients: Clients, systems: readonly Entry<System>[]): Fault[] {
  const requirements = itemsOf(`${trust.at}/requirements`, trust.value.requirements);
  const known = {
    clients: new Set<string | undefined>(clients.map(({ value }) => value.id)),
    systems: new Set<string | undefined>(systems.map(({ value }) => value.id)),
    operations: new Set<string | undefined>(operations.filter(({ scope }) => scope !== null).map(({ id }) => id)),
  };
  const reaches = requirements.map(({ at, value }) => ({ at, ...reachOf(value, clients) }));
  return requirements.flatMap(({ at, value }, index) => [
    ...namesFaults(`${at}/clients`, value.clients, known.clients, 'client of this document'),
    ...namesFaults(`${at}/systems`, value.systems, known.systems, 'system of this document'),
    ...namesFaults(`${at}/operations`, value.operations, known.operations, 'operation that asks for credentials'),
    ...repeated(itemsOf(`${at}/certificates`, value.certificates), 'the same certificate'),
    ...unableFaults(at, value, clients, hasPdndApi(trust)),
    ...(namesKnown(value, known) ? neverFaults(reaches.slice(0, index), reaches[index]) : []),
  ]);
}

const namesFaults = (
  at: string,
  names: readonly string[] | undefined,
  known: ReadonlySet<string | undefined>,
  what: string,
) => [
  ...repeated(itemsOf(at, names), 'the same name'),
  ...itemsOf(at, names).flatMap((item) =>
    known.has(item.value) ? [] : [fault(item.at, 'unknown_reference', `names no ${what}`)],
  ),
];

type Known = Readonly<Record<'clients' | 'systems', ReadonlySet<string | undefined>>>;

/** What a requirement that names nobody would fit cannot be said. */
const namesKnown = ({ clients = [], systems = [] }: Requirement, known: Known): boolean =>
  clients.every((id) => known.clients.has(id)) && systems.every((id) => known.systems.has(id));

type Reach = {
  readonly at: string;
  /** Null: all. */
  readonly clients: ReadonlySet<string> | null;
  readonly operations: ReadonlySet<string> | null;
};

/** For which clients and operations a requirement is. */
function reachOf(requirement: Requirement, clients: Clients): Omit<Reach, 'at'> {
  const { clients: named, systems } = requirement;
  const ofSystems =
    systems && new Set(systems.flatMap((system) => clientsOf(clients, system).map(({ value }) => value.id)));
  const reached = named && ofSystems ? named.filter((id) => ofSystems.has(id)) : (named ?? ofSystems);
  return {
    clients: reached === undefined ? null : new Set([...reached].flatMap((id) => id ?? [])),
    operations: requirement.operations === undefined ? null : new Set(requirement.operations),
  };
}

const clientsOf = (clients: Clients, system: string): Clients => clients.filter(({ value }) => value.system === system);

/** Of several that fit a call the first holds, so that one behind it that fits no other call never does. */
function neverFaults(earlier: readonly Reach[], reach: Reach | undefined): Fault[] {
  if (reach === undefined) return [];
  if (reach.clients?.size === 0) return [fault(reach.at, 'never_fits', 'fits no client of this document')];
  const first = earlier.find(
    (each) => isWithin(reach.clients, each.clients) && isWithin(reach.operations, each.operations),
  );
  return first === undefined
    ? []
    : [
        fault(
          reach.at,
          'never_fits',
          `fits no call that ${first.at} does not fit, and the first holds: move it before`,
        ),
      ];
}

const isWithin = (inner: ReadonlySet<string> | null, outer: ReadonlySet<string> | null): boolean =>
  outer === null || inner?.isSubsetOf(outer) === true;

/** Clients that cannot show what is asked of them, each where it is named; else where none at all can. */
function unableFaults(at: string, requirement: Requirement, clients: Clients, keysAreAsked: boolean): Fault[] {
  const why = (client: Entry<Client>) => unable(client, requirement, keysAreAsked);
  const told = (place: string, [first, ...others]: Clients): Fault[] => {
    const reason = first === undefined || others.some((client) => why(client) === null) ? null : why(first);
    return reason === null ? [] : [fault(place, reason.code, reason.detail)];
  };
  const named = itemsOf(`${at}/clients`, requirement.clients);
  const systems = itemsOf(`${at}/systems`, requirement.systems);
  if (named.length > 0) {
    return named.flatMap((item) =>
      told(
        item.at,
        clients.filter(({ value }) => value.id === item.value),
      ),
    );
  }
  if (systems.length > 0) return systems.flatMap((item) => told(item.at, clientsOf(clients, item.value)));
  return told(at, clients);
}

const noVoucher = {
  code: 'no_voucher',
  detail:
    'asks for a voucher, or for evidence that belongs to one, of who has no pdnd: give the client pdnd, or ask for less',
};
const noKeys = {
  code: 'no_key_source',
  detail:
    'asks for what is signed by who has no jwks: give the client keys, or say in pdnd_api where PDND is asked for them',
};

function unable(
  { value, broken }: Entry<Client>,
  requirement: Requirement,
  keysAreAsked: boolean,
): typeof noVoucher | null {
  const { voucher, signature = 'none', evidence = 'none' } = requirement;
  if (broken.has('pdnd') || broken.has('jwks')) return null;
  if ((voucher !== undefined || evidence !== 'none') && value.pdnd === undefined) return noVoucher;
  if (signature === 'none' && evidence === 'none') return null;
  const keys = value.pdnd === undefined ? value.jwks : value.pdnd.jwks;
  return keys === undefined && !(keysAreAsked && value.pdnd !== undefined) ? noKeys : null;
}
