import type { Network } from '../../contracts/canonical/network.ts';
import { effectivePurposes } from '../../contracts/catalogue/effective-purposes.ts';
import { purposes as catalogue, ceilings } from '../../contracts/catalogue/purposes.ts';
import type { NetworkView } from '../ports.ts';

/** The document with look-ups that cost the same however large it is. */
export function viewOf(document: Network, version: number): NetworkView {
  const organizations = byId(document.organizations);
  const services = byId(document.services);
  const systems = byId(document.systems);
  const clients = byId(document.clients);
  const systemsOf = Map.groupBy(document.systems, (system): string => system.organization);
  const agreementsOf = Map.groupBy(
    document.agreements.flatMap((agreement) => agreement.parties.map((party) => ({ party, agreement }))),
    ({ party }): string => party,
  );
  const purposes = effectivePurposes(catalogue, ceilings, document.purpose_overrides ?? []);
  const purposeOf = new Map(purposes.map((purpose) => [String(purpose.code), purpose]));

  return {
    version,
    document,
    organization: (id) => organizations.get(id),
    service: (id) => services.get(id),
    system: (id) => systems.get(id),
    systemsOf: (organizationId) => systemsOf.get(organizationId) ?? [],
    client: (id) => clients.get(id),
    agreementsBetween: (a, b) =>
      (agreementsOf.get(a) ?? []).flatMap(({ agreement }) =>
        agreement.parties.some((party) => party === b) ? [agreement] : [],
      ),
    purpose: (code) => purposeOf.get(code),
    purposes,
  };
}

const byId = <T extends { readonly id: string }>(items: readonly T[]): ReadonlyMap<string, T> =>
  new Map(items.map((item) => [item.id, item]));
