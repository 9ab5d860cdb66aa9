import { DatabaseError } from 'pg';
import type { Broken } from '../engine.ts';

/** PostgreSQL appendix A: unique_violation and not_null_violation. A NULL elsewhere than in `guard` is a fault of ours. */
export function brokenByPostgres(error: unknown): Broken | null {
  if (!(error instanceof DatabaseError) || error.table === undefined) return null;
  if (error.code === '23505') return { table: error.table, column: error.constraint ?? '' };
  if (error.code === '23502' && error.table === 'guard') return { table: error.table, column: error.column ?? '' };
  return null;
}

/** Two transactions met and one must go again: serialization_failure, deadlock_detected. Nothing of it was written. */
export const isContention = (error: unknown): boolean =>
  error instanceof DatabaseError && (error.code === '40001' || error.code === '40P01');

/** The server answered, with a refusal; after anything else the connection is in an unknown state and is not used again. */
export const isAnswer = (error: unknown): boolean => error instanceof DatabaseError;
