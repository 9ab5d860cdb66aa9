import type { Conflict } from '../ports.ts';
import type { Broken } from './engine.ts';

const guards: readonly string[] = [
  'stream_version',
  'network_version',
  'evidence_version',
  'subject_identifier',
  'lease',
  'delivery_state',
  'link',
] satisfies Conflict[];

const isGuard = (column: string): column is Conflict => guards.includes(column);

/** What a broken key or guard means to the one who asked for the commit. Every table has one key that can be taken. */
export function conflictOf({ table, column }: Broken): Conflict {
  if (table === 'guard' && isGuard(column)) return column;
  if (table === 'event') return 'stream_version';
  if (table === 'network') return 'network_version';
  if (table === 'reply') return 'idempotency_key';
  if (table === 'subject_identifier') return 'subject_identifier';
  return 'duplicate';
}
