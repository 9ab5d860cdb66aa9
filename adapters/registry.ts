import type { Adapter } from '../src/ports.ts';
import { fhirR4 } from './fhir-r4/index.ts';
import { labourSap } from './labour-sap/index.ts';
import { mailbox } from './mailbox/index.ts';
import { municipalJson } from './municipal-json/index.ts';

/**
 * An adapter among others. Each knows its own settings only; the gateway keeps them apart by giving an adapter nothing but what its
 * own `options` schema made of the system's settings. That is what this cast stands on, and the only place where it stands.
 */
const among = <Options>(adapter: Adapter<Options>): Adapter => adapter as Adapter;

/** The adapters of this build, by kind. A static list: a Worker cannot import by name. */
export const adapters: ReadonlyMap<string, Adapter> = new Map(
  [among(municipalJson), among(labourSap), among(fhirR4), among(mailbox)].map((adapter) => [adapter.kind, adapter]),
);

/** The adapter of a system's `adapter` member, or undefined for a kind that this build does not have. */
export const adapterOf = (kind: string): Adapter | undefined => adapters.get(kind);
