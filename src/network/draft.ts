import { z } from 'zod';
import {
  Agreement,
  Client,
  Organization,
  PurposeOverride,
  Service,
  System,
} from '../../contracts/canonical/network.ts';

export type Placed<T> = { readonly at: string; readonly value: T };

/**
 * The entries of a document that are well-formed one by one, each with its place, and all ids the document declares, so that the rules
 * between entries can be checked, and all their faults named, even while other entries are broken.
 */
export type Draft = {
  readonly organizations: readonly Placed<Organization>[];
  readonly services: readonly Placed<Service>[];
  readonly agreements: readonly Placed<Agreement>[];
  readonly systems: readonly Placed<System>[];
  readonly clients: readonly Placed<Client>[];
  readonly overrides: readonly Placed<PurposeOverride>[];
  readonly declared: Readonly<Record<Collection, readonly Placed<string>[]>>;
};

const collections = ['organizations', 'services', 'agreements', 'systems', 'clients'] as const;
export type Collection = (typeof collections)[number];

const Root = z.record(z.string(), z.unknown());
const WithId = z.looseObject({ id: z.string() });

export function draftOf(input: unknown): Draft {
  const root = Root.safeParse(input).data ?? {};
  const wellFormed = <T>(name: string, schema: z.ZodType<T>): Placed<T>[] => {
    const list = root[name];
    return (Array.isArray(list) ? list : []).flatMap((item, index) => {
      const parsed = schema.safeParse(item);
      return parsed.success ? [{ at: `/${name}/${index}`, value: parsed.data }] : [];
    });
  };
  const ids = (name: Collection) =>
    wellFormed(name, WithId).map(({ at, value }) => ({ at: `${at}/id`, value: value.id }));
  return {
    organizations: wellFormed('organizations', Organization),
    services: wellFormed('services', Service),
    agreements: wellFormed('agreements', Agreement),
    systems: wellFormed('systems', System),
    clients: wellFormed('clients', Client),
    overrides: wellFormed('purpose_overrides', PurposeOverride),
    declared: {
      organizations: ids('organizations'),
      services: ids('services'),
      agreements: ids('agreements'),
      systems: ids('systems'),
      clients: ids('clients'),
    },
  };
}
