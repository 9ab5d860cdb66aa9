import type { Verdict } from '../ports.ts';
import { nameOf } from './settle.ts';

const name = 'NotComposable';

/** What a composer threw that reads nothing but what it was given: the same would fail again. Says nothing of what was given. */
export const failedByData = (cause: unknown): Error =>
  Object.assign(new Error('mail: cannot be composed of what it was given', { cause }), { name });

const isOfData = (error: unknown): error is Error => error instanceof Error && error.name === name;

/** What it means for a mail that it could not be composed: for good where its data are the reason, again later where a store or a module is. */
export const notComposed = (error: unknown): Verdict =>
  isOfData(error)
    ? {
        outcome: 'refused',
        code: 'mail/not-composed',
        detail:
          'No mail can be made of what the convocation holds. Correct it with a new event, which sends mails of its own. The log has an entry under the delivery id.',
      }
    : {
        outcome: 'deferred',
        code: 'mail/not-composed',
        detail: 'The mail could not be composed and is tried again. The log has an entry under the delivery id.',
      };

/** The kind of error beneath, for the log. */
export const composingError = (error: unknown): string => nameOf(isOfData(error) ? error.cause : error);
