import type { OrganizationKind } from '../../contracts/canonical/codes.ts';
import type { OrganizationId, PurposeCode } from '../../contracts/canonical/ids.ts';
import type { Agreement } from '../../contracts/canonical/network.ts';
import type { Purpose } from '../../contracts/canonical/purpose.ts';
import type { Draft, Written } from './draft.ts';
import { type Fault, fault, itemsOf, repeated } from './fault.ts';

/** Agreements and overrides against the purpose catalogue, and against themselves. */
export function agreementFaults(draft: Draft, catalogue: readonly Purpose[]): Fault[] {
  const purposes = new Map<string, Purpose>(catalogue.map((purpose) => [purpose.code, purpose]));
  const providers = new Map<string | undefined, readonly string[] | undefined>(
    draft.services.map(({ value }) => [value.id, value.providers]),
  );
  const unknown = (at: string) => fault(at, 'unknown_purpose', 'is not in the purpose catalogue');

  const ofAgreements = draft.agreements.flatMap(({ at, value }) => [
    ...repeated(itemsOf(`${at}/purposes`, value.purposes), 'the same purpose'),
    ...itemsOf(`${at}/purposes`, value.purposes).flatMap((item) =>
      purposes.has(item.value) ? [] : [unknown(item.at)],
    ),
    ...itemsOf(`${at}/services`, value.services).flatMap((item) => {
      const bodies = providers.get(item.value);
      const provided = bodies?.some((body) => value.parties?.some((party) => party === body));
      return bodies === undefined || value.parties === undefined || provided
        ? []
        : [fault(item.at, 'not_provided', 'is provided by none of the parties')];
    }),
    ...(value.valid_until !== undefined && value.valid_from !== undefined && value.valid_until < value.valid_from
      ? [fault(`${at}/valid_until`, 'ends_before_it_begins', 'is before valid_from')]
      : []),
  ]);

  const ofOverrides = draft.overrides.flatMap(({ at, value }) => {
    const purpose = purposes.get(value.purpose);
    if (purpose === undefined) return [unknown(`${at}/purpose`)];
    return purpose.matrix.some((cell) => cell.recipient_kind === value.recipient_kind)
      ? []
      : [
          fault(
            `${at}/recipient_kind`,
            'no_such_cell',
            'the purpose has no such recipient, so there is nothing to change',
          ),
        ];
  });
  return [...ofAgreements, ...returnFaults(draft, purposes), ...ofOverrides];
}

/** A purpose whose answers go back under another one, where no agreement of sender and recipient has that: nobody could answer. */
function returnFaults({ agreements, organizations }: Draft, purposes: ReadonlyMap<string, Purpose>): Fault[] {
  // A broken agreement may be the one that has it, and is told as broken already.
  if (agreements.some(({ broken }) => broken.has('parties') || broken.has('purposes'))) return [];
  const kinds = new Map<string | undefined, OrganizationKind | undefined>(
    organizations.map(({ value }) => [value.id, value.kind]),
  );
  const partnersOf = createPartnersOf(agreements.map(({ value }) => value));

  return agreements.flatMap(({ at, value: { parties, purposes: codes = [] } }) =>
    itemsOf(`${at}/purposes`, codes).flatMap((item) => {
      const purpose = purposes.get(item.value);
      const back = purpose?.return_purpose;
      if (purpose === undefined || back === undefined || codes.includes(back)) return [];
      const ofKind = (wanted: readonly OrganizationKind[]) =>
        itemsOf(`${at}/parties`, parties).filter(({ value }) => wanted.some((kind) => kind === kinds.get(value)));
      const senders = ofKind(purpose.sender_kinds);
      const recipients = ofKind(purpose.matrix.map((cell) => cell.recipient_kind));
      for (const recipient of recipients) {
        const partners = partnersOf(back, recipient.value);
        const sender = senders.find(({ value }) => value !== recipient.value && !partners.has(value));
        if (sender === undefined) continue;
        const detail = `needs ${back} in an agreement of ${sender.at} and ${recipient.at}, or no answer can go back`;
        return [fault(item.at, 'return_purpose_missing', detail)];
      }
      return [];
    }),
  );
}

/** With whom a party has agreed on a purpose; each question is worked out once. */
function createPartnersOf(agreements: readonly Written<Agreement>[]) {
  const known = new Map<string, ReadonlySet<string>>();
  return (purpose: PurposeCode, party: OrganizationId): ReadonlySet<string> => {
    const question = `${purpose} ${party}`;
    const partners =
      known.get(question) ??
      new Set(
        agreements
          .filter(({ parties, purposes }) => purposes?.includes(purpose) && parties?.includes(party))
          .flatMap(({ parties = [] }) => parties),
      );
    known.set(question, partners);
    return partners;
  };
}
