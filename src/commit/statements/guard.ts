import { type Expression, sql } from 'kysely';
import type { Value } from '../engine.ts';
import { type Arg, statement } from '../statement.ts';
import type { GuardTable } from '../tables.ts';

/**
 * A statement that does nothing while the fact holds and fails when it does not: it inserts NULL into a column that
 * refuses it, so no row ever stays. An UPDATE that matches nothing would let the rest of the unit through.
 */
const guard = <Args extends Readonly<Record<string, Value>>>(
  column: keyof GuardTable,
  broken: (arg: Arg<Args>) => Expression<boolean>,
) =>
  statement<Args>()((db, arg) =>
    db
      .insertInto('guard')
      .columns([column])
      .expression(db.selectNoFrom(sql<number>`null`.as(column)).where(broken(arg))),
  );

export const guardNetwork = guard<{ version: number }>(
  'network_version',
  (arg) => sql`(select coalesce(max(version), 0) from network) <> ${arg('version')}`,
);

export const guardEvidence = guard<{ subject_id: string; version: number }>(
  'evidence_version',
  (arg) =>
    sql`coalesce((select version from evidence_head where subject_id = ${arg('subject_id')}), 0) <> ${arg('version')}`,
);

/** The evidence stands at the version before the one that is written. */
export const guardConsent = guard<{ id: string; before: number }>(
  'evidence_version',
  (arg) => sql`not exists (select 1 from consent where id = ${arg('id')} and version = ${arg('before')})`,
);

export const guardIdentifier = guard<{ blind: Uint8Array; subject_id: string }>(
  'subject_identifier',
  (arg) =>
    sql`not exists (select 1 from subject_identifier where blind = ${arg('blind')} and subject_id = ${arg('subject_id')})`,
);

export const guardLease = guard<{ id: string; lease: string }>(
  'lease',
  (arg) =>
    sql`not exists (select 1 from delivery where id = ${arg('id')} and state = 'leased' and lease = ${arg('lease')})`,
);

/** As `guardLease`, for a byte about to leave: nobody has pulled the destination's stop switch either. */
export const guardMaySend = guard<{ id: string; lease: string }>(
  'lease',
  (arg) => sql`not exists (select 1 from delivery as d
    where d.id = ${arg('id')} and d.state = 'leased' and d.lease = ${arg('lease')}
      and not exists (select 1 from circuit where system_id = d.system and suspended = 1))`,
);

/** A link that may still be opened: not expired, not used up. */
export const guardLink = guard<{ digest: string; at: string }>(
  'link',
  (arg) =>
    sql`not exists (select 1 from link where digest = ${arg('digest')} and views_left > 0 and expires_at > ${arg('at')})`,
);

export const guardDeliveryState = guard<{ id: string; state: string }>(
  'delivery_state',
  (arg) => sql`not exists (select 1 from delivery where id = ${arg('id')} and state = ${arg('state')})`,
);
