import type { TeamFunction } from '../../canonical/convocation-codes.ts';
import type { DataClass } from '../../canonical/data-class.ts';

/** What mails, documents and pages all call by one name, in one language. */
export type SharedWords = {
  /** The first day of a month: some languages write it otherwise than as the number. */
  readonly firstDay: string;
  readonly functions: Readonly<Record<TeamFunction, string>>;
  readonly classes: Readonly<Record<Exclude<DataClass, 'public'>, string>>;
};
