import type { OrganizationKind } from '../canonical/codes.ts';
import type { DataClass } from '../canonical/data-class.ts';
import type { PurposeOverride } from '../canonical/network.ts';
import type { MatrixCell, Purpose } from '../canonical/purpose.ts';

type Ceilings = Readonly<Partial<Record<OrganizationKind, readonly DataClass[]>>>;

/**
 * The catalogue as one network applies it. Order matters: the ceilings cut first, so that only an override with its own
 * document (checked by the network schema) reaches beyond them; removal comes last, so that narrowing always wins.
 */
export function effectivePurposes(
  catalogue: readonly Purpose[],
  ceilings: Ceilings,
  overrides: readonly PurposeOverride[],
): readonly Purpose[] {
  return catalogue.map((purpose) => {
    const mine = overrides.filter((o) => o.purpose === purpose.code);
    return { ...purpose, matrix: purpose.matrix.map((cell) => narrowed(capped(cell, ceilings), mine)) };
  });
}

function capped(cell: MatrixCell, ceilings: Ceilings): MatrixCell {
  const never = new Set(ceilings[cell.recipient_kind] ?? []);
  const below = (classes: readonly DataClass[]) => classes.filter((c) => !never.has(c));
  return {
    ...cell,
    classes: below(cell.classes),
    ...(cell.with_consent ? { with_consent: below(cell.with_consent) } : {}),
  };
}

function narrowed(cell: MatrixCell, overrides: readonly PurposeOverride[]): MatrixCell {
  const mine = overrides.filter((o) => o.recipient_kind === cell.recipient_kind);
  if (mine.length === 0) return cell;
  const removed = new Set(mine.flatMap((o) => o.remove ?? []));
  const added = mine.flatMap((o) => (o.document ? (o.add ?? []) : []));
  const apply = (classes: readonly DataClass[], extra: readonly DataClass[]) =>
    [...new Set([...classes, ...extra])].filter((c) => !removed.has(c));
  return {
    ...cell,
    classes: apply(cell.classes, added),
    ...(cell.with_consent ? { with_consent: apply(cell.with_consent, []) } : {}),
  };
}
