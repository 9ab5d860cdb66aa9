import type { Client, Network, Scope } from '../../contracts/canonical/network.ts';
import { type Fault, fault, itemsOf } from './fault.ts';

/** What a sound document may mean and will rarely: it can be applied as it is. For its author: the words name its own identifiers. */
export const documentWarnings = ({ clients, agreements }: Network): Fault[] =>
  itemsOf('/clients', clients).flatMap(({ at, value: client }) => [
    ...administering(at, client),
    ...withoutAgreement(at, client, agreements),
  ]);

/** Scopes whose operations are for no purpose, so that a voucher for one reaches everybody's. */
const administrators: readonly Scope[] = ['network:read', 'network:write', 'deliveries:operate'];

function administering(at: string, { id, pdnd, scopes }: Client): Fault[] {
  const held = scopes.filter((scope) => administrators.includes(scope));
  if (pdnd === undefined || held.length === 0) return [];
  return [
    fault(
      `${at}/scopes`,
      'voucher_administers',
      `client ${id} comes with vouchers of PDND and has ${held.join(', ')}, which no purpose limits: with a voucher for any of its purposes it administers the gateway. Give these scopes to a client with keys of its own`,
    ),
  ];
}

function withoutAgreement(at: string, { id, organization, pdnd }: Client, agreements: Network['agreements']): Fault[] {
  const agreed = new Set(
    agreements.filter(({ parties }) => parties.includes(organization)).flatMap(({ purposes }) => purposes),
  );
  return itemsOf(`${at}/pdnd/purposes`, pdnd?.purposes).flatMap((mapped) =>
    itemsOf(`${mapped.at}/purposes`, mapped.value.purposes)
      .filter(({ value }) => !agreed.has(value))
      .map((purpose) =>
        fault(
          purpose.at,
          'purpose_without_agreement',
          `client ${id}: ${purpose.value}, for which purpose ${mapped.value.purpose_id} of PDND stands, is in no agreement of ${organization}, and what is sent for it is denied (agreement/missing). Add it to the purposes of an agreement of that body, or take it out here`,
        ),
      ),
  );
}
