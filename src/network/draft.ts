import { z } from 'zod';
import {
  Agreement,
  Client,
  ConvocationSettings,
  PurposeOverride,
  Service,
  System,
} from '../../contracts/canonical/network.ts';
import { Organization } from '../../contracts/canonical/organization.ts';
import { Trust } from '../../contracts/canonical/trust.ts';

export type Placed<T> = { readonly at: string; readonly value: T };

export type Written<T> = { readonly [Member in keyof T]?: T[Member] | undefined };

/** An entry as far as it is well-formed. `broken` are its members that are not, or that lack: they are told apart, and not in `value`. */
export type Entry<T> = Placed<Written<T>> & { readonly broken: ReadonlySet<string> };

/**
 * What of a document is well-formed, member by member, each entry with its place, and all ids the document declares, so that the rules
 * between entries can be checked, and all their faults named, even while other entries, or other members, are broken.
 */
export type Draft = {
  readonly organizations: readonly Entry<Organization>[];
  readonly services: readonly Entry<Service>[];
  readonly agreements: readonly Entry<Agreement>[];
  readonly systems: readonly Entry<System>[];
  readonly clients: readonly Entry<Client>[];
  /** Whole ones only: a member of an override says nothing without the others. */
  readonly overrides: readonly Placed<PurposeOverride>[];
  readonly convocations: Written<ConvocationSettings> | undefined;
  /** Also where nothing of it is well-formed; undefined: the document has none. */
  readonly trust: Entry<Trust> | undefined;
  readonly declared: Readonly<Record<Collection, readonly Placed<string>[]>>;
};

const collections = ['organizations', 'services', 'agreements', 'systems', 'clients'] as const;
export type Collection = (typeof collections)[number];

const Root = z.record(z.string(), z.unknown());
const WithId = z.looseObject({ id: z.string() });

export function draftOf(input: unknown): Draft {
  const root = Root.safeParse(input).data ?? {};
  const itemsAt = (name: string) => {
    const list = root[name];
    return (Array.isArray(list) ? list : []).map((item: unknown, index) => ({ at: `/${name}/${index}`, item }));
  };
  const wellFormed = <T>(name: string, schema: z.ZodType<T>): Placed<T>[] =>
    itemsAt(name).flatMap(({ at, item }) => {
      const parsed = schema.safeParse(item);
      return parsed.success ? [{ at, value: parsed.data }] : [];
    });
  const entries = <T>(name: Collection, schema: z.ZodType<T>, members: z.ZodType<Written<T>>): Entry<T>[] =>
    itemsAt(name).flatMap(({ at, item }) => {
      const broken = brokenIn(schema, item);
      const value = members.safeParse(without(broken, item)).data;
      return value === undefined ? [] : [{ at, value, broken }];
    });
  const ids = (name: Collection) =>
    wellFormed(name, WithId).map(({ at, value }) => ({ at: `${at}/id`, value: value.id }));
  const written = without(brokenIn(ConvocationSettings, root.convocations), root.convocations);
  const settings = ConvocationSettings.partial().safeParse(written);
  return {
    organizations: entries('organizations', Organization, Organization.partial()),
    services: entries('services', Service, Service.partial()),
    agreements: entries('agreements', Agreement, Agreement.partial()),
    systems: entries('systems', System, System.partial()),
    clients: entries('clients', Client, Client.partial()),
    overrides: wellFormed('purpose_overrides', PurposeOverride),
    convocations: settings.data,
    trust: root.trust === undefined ? undefined : trustOf(root.trust),
    declared: {
      organizations: ids('organizations'),
      services: ids('services'),
      agreements: ids('agreements'),
      systems: ids('systems'),
      clients: ids('clients'),
    },
  };
}

function trustOf(item: unknown): Entry<Trust> {
  const broken = Root.safeParse(item).success ? brokenIn(Trust, item) : new Set(Object.keys(Trust.shape));
  return { at: '/trust', value: Trust.partial().safeParse(without(broken, item)).data ?? {}, broken };
}

function brokenIn(schema: z.ZodType, item: unknown): ReadonlySet<string> {
  const issues = schema.safeParse(item).error?.issues ?? [];
  return new Set(
    issues.flatMap((issue) => (issue.path.length === 0 && 'keys' in issue ? issue.keys : [String(issue.path[0])])),
  );
}

function without(names: ReadonlySet<string>, item: unknown): unknown {
  const members = Root.safeParse(item).data;
  return members && Object.fromEntries(Object.entries(members).filter(([name]) => !names.has(name)));
}

/** Whether somebody can be asked for keys that the document does not hold; also where that part is broken, and told as broken. */
export const hasPdndApi = (trust: Entry<Trust> | undefined): boolean =>
  trust !== undefined && (trust.value.pdnd_api !== undefined || trust.broken.has('pdnd_api'));
