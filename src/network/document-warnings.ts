import type { Network } from '../../contracts/canonical/network.ts';
import { type Fault, fault, itemsOf } from './fault.ts';

/** What a sound document may mean and will rarely: it can be applied as it is. For its author: the words name its own identifiers. */
export const documentWarnings = ({ clients, agreements }: Network): Fault[] =>
  itemsOf('/clients', clients).flatMap(({ at, value: { id, organization, pdnd } }) => {
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
  });
