import { z } from 'zod';
import { Meeting } from '../canonical/convocation.ts';
import { answerReasons, answerStates, convocationStatuses, mailLanguages } from '../canonical/convocation-codes.ts';
import { MailCase } from '../canonical/convocation-message.ts';
import { classed, DataClass } from '../canonical/data-class.ts';
import { date, instant, line } from '../canonical/text.ts';
import { partialOf } from './partial-of.ts';

const pub = <S extends z.ZodType>(schema: S) => classed('public', schema);

const person = {
  given_name: classed('case_reference', line(60)),
  family_name: classed('case_reference', line(60)),
};

const shared = {
  language: pub(z.enum(mailLanguages)),
  status: pub(z.enum(convocationStatuses)),
  to: z.strictObject(person),
  organizer: z.strictObject({
    name: pub(line(200)),
    ...person,
    phone: classed('case_reference', line(20).optional()),
  }),
  meeting: Meeting,
  cases: z.array(partialOf(MailCase)).max(30),
  withheld: pub(z.array(DataClass).max(19)),
};

const sharedExample = {
  language: 'it',
  status: 'convened',
  to: { given_name: 'Paolo', family_name: 'Verdi' },
  organizer: { name: 'Comune di Borgoverde', given_name: 'Anna', family_name: 'Bianchi' },
  meeting: { starts_at: '2026-12-10T09:30:00+01:00', ends_at: '2026-12-10T11:00:00+01:00', mode: 'in_person' },
  cases: [{ case_ref: 'caso-1', case_id: 'BV-2026-0107', initials: 'M.R.' }],
  withheld: ['health'],
};

/** What the bearer of an answer link sees: the meeting, their own cases, their answer so far. */
export const AnswerView = z
  .strictObject({
    ...shared,
    sequence: pub(z.int().min(0).max(100_000)),
    answer_by: classed('service_status', date().optional()),
    required: pub(z.boolean()),
    answer: z.strictObject({
      state: classed('service_status', z.enum(answerStates)),
      reason: classed('service_status', z.enum(answerReasons).optional()),
      delegate: z.strictObject(person).optional(),
    }),
    may_answer: pub(
      z.boolean().meta({ description: 'False once the meeting began, was cancelled, or the bearer left the team' }),
    ),
    bearer: pub(
      z.enum(['member', 'delegate', 'beneficiary']).meta({ description: 'What the bearer is in the meeting' }),
    ),
    may_delegate: pub(z.boolean().meta({ description: 'A beneficiary and a delegate answer for themselves' })),
    closed_because: pub(z.enum(['cancelled', 'begun', 'removed']).optional()),
  })
  .meta({
    id: 'AnswerView',
    example: {
      ...sharedExample,
      sequence: 0,
      required: true,
      answer: { state: 'needs_action' },
      may_answer: true,
      bearer: 'member',
      may_delegate: true,
    },
  });
export type AnswerView = z.infer<typeof AnswerView>;

/** What the bearer of a document link sees before opening: what there is, what was withheld and why, how often it may still be opened. */
export const DocumentsView = z
  .strictObject({
    ...shared,
    views_left: pub(z.int().min(0).max(100)),
    expires_at: pub(instant()),
    contents: pub(z.array(z.enum(['extract', 'minutes'])).max(2)),
  })
  .meta({
    id: 'DocumentsView',
    example: { ...sharedExample, views_left: 5, expires_at: '2026-12-11T00:00:00.000Z', contents: ['extract'] },
  });
export type DocumentsView = z.infer<typeof DocumentsView>;
