import type { Client } from '../../contracts/canonical/network.ts';
import type { PdndClient } from '../../contracts/canonical/trust.ts';
import { purposes as catalogue } from '../../contracts/catalogue/purposes.ts';
import type { Draft, Placed } from './draft.ts';
import { type Fault, fault, itemsOf, repeated } from './fault.ts';
import { keySetFaults } from './jwk-faults.ts';

type OfPdnd = Placed<PdndClient> & { readonly organization: Client['organization'] | undefined };

/** Whether each client that comes with vouchers can be told from the others, and its purposes be understood. */
export function pdndFaults({ clients, trust }: Pick<Draft, 'clients' | 'trust'>): Fault[] {
  const found = clients.flatMap(({ at, value }): OfPdnd[] =>
    value.pdnd === undefined ? [] : [{ at: `${at}/pdnd`, value: value.pdnd, organization: value.organization }],
  );
  const ids = found.map(({ at, value }) => ({ at: `${at}/client_id`, value: value.client_id.toLowerCase() }));
  return [
    ...(trust === undefined
      ? found.map(({ at }) =>
          fault(at, 'needs_trust', 'is not understood without trust: say there whose vouchers count'),
        )
      : []),
    ...repeated(ids, 'the same client of PDND'),
    ...consumerFaults(found),
    ...found.flatMap(({ at, value }) => [
      ...purposeFaults(`${at}/purposes`, value.purposes),
      ...(value.jwks === undefined ? [] : keySetFaults(`${at}/jwks`, value.jwks.keys, true)),
    ]),
  ];
}

/** On PDND a body is one consumer, and a consumer one body. */
function consumerFaults(found: readonly OfPdnd[]): Fault[] {
  const ofBody = new Map<string, Placed<string>>();
  const bodyOf = new Map<string, Placed<string>>();
  return found.flatMap(({ at, value, organization }) => {
    if (organization === undefined) return [];
    const place = `${at}/consumer_id`;
    const consumer = value.consumer_id.toLowerCase();
    const own = ofBody.get(organization) ?? { at: place, value: consumer };
    const body = bodyOf.get(consumer) ?? { at: place, value: organization };
    ofBody.set(organization, own);
    bodyOf.set(consumer, body);
    return [
      ...(own.value === consumer
        ? []
        : [fault(place, 'other_consumer', `is another than at ${own.at}: a body is one consumer of PDND`)]),
      ...(body.value === organization
        ? []
        : [fault(place, 'shared_consumer', `stands at ${body.at} for another body: a consumer of PDND is one body`)]),
    ];
  });
}

const known: ReadonlySet<string> = new Set(catalogue.map(({ code }) => code));

function purposeFaults(at: string, purposes: PdndClient['purposes']): Fault[] {
  const items = itemsOf(at, purposes);
  const ids = items.map((item) => ({ at: `${item.at}/purpose_id`, value: item.value.purpose_id.toLowerCase() }));
  return [
    ...repeated(ids, 'the same purpose of PDND'),
    ...items.flatMap((item) => {
      const codes = itemsOf(`${item.at}/purposes`, item.value.purposes);
      return [
        ...repeated(codes, 'the same purpose'),
        ...codes.flatMap((code) =>
          known.has(code.value) ? [] : [fault(code.at, 'unknown_purpose', 'is not in the purpose catalogue')],
        ),
      ];
    }),
  ];
}
