import type { OrganizationKind } from '../../../contracts/canonical/codes.ts';
import type { DataClass } from '../../../contracts/canonical/data-class.ts';
import type { PurposeOverride } from '../../../contracts/canonical/network.ts';
import { ceilings, purposes } from '../../../contracts/catalogue/purposes.ts';

/** What the answer of the catalogue depends on, beside purpose and recipient. */
export type Conditions = {
  readonly overrides: readonly PurposeOverride[];
  readonly protectedAddress: boolean;
};

/** `sure`: permitted whenever the exchange is. `most`: permitted at the most, with a consent in force. */
export type Permitted = { readonly sure: ReadonlySet<DataClass>; readonly most: ReadonlySet<DataClass> };

/**
 * What one kind of body may be told under a purpose, read from the catalogue as it is printed: a second opinion, which shares
 * no line with the gate.
 */
export function permitted(purpose: string, kind: OrganizationKind, conditions: Conditions): Permitted {
  const cell = purposes.find(({ code }) => code === purpose)?.matrix.find((c) => c.recipient_kind === kind);
  if (cell === undefined) return { sure: new Set(), most: new Set() };
  const mine = conditions.overrides.filter((o) => o.purpose === purpose && o.recipient_kind === kind);
  const removed = new Set<string>(mine.flatMap(({ remove = [] }) => remove));
  const added = mine.flatMap(({ add = [] }) => add);
  const below = (classes: readonly DataClass[]) => classes.filter((c) => ceilings[kind]?.includes(c) !== true);
  const left = (classes: readonly DataClass[]) =>
    new Set(classes.filter((c) => !removed.has(c) && !(conditions.protectedAddress && c === 'residence')));
  const sure = [...below(cell.classes), ...added];
  return { sure: left(sure), most: left([...sure, ...below(cell.with_consent ?? [])]) };
}

/** Under which purpose the answer to a referral goes back. */
export const returnOf = (purpose: string): string =>
  purposes.find(({ code }) => code === purpose)?.return_purpose ?? purpose;
