import type { Agreement, Network, Service, System } from '../../contracts/canonical/network.ts';
import type { Organization } from '../../contracts/canonical/organization.ts';
import type { Purpose } from '../../contracts/canonical/purpose.ts';

/** The network document with its version and look-ups by id. Immutable. */
export type NetworkView = {
  readonly version: number;
  readonly document: Network;
  organization(id: string): Organization | undefined;
  service(id: string): Service | undefined;
  system(id: string): System | undefined;
  systemsOf(organizationId: string): readonly System[];
  client(id: string): Network['clients'][number] | undefined;
  /** Agreements to which both bodies are party, whatever their dates. */
  agreementsBetween(a: string, b: string): readonly Agreement[];
  /** The catalogue with the network's overrides applied (contracts/catalogue/effective-purposes.ts). */
  purpose(code: string): Purpose | undefined;
  readonly purposes: readonly Purpose[];
};
