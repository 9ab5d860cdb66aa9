import type { z } from 'zod';
import type { AnswerState, DecisionCode, MeetingMode } from '../../../contracts/canonical/convocation-codes.ts';
import type { AnswerLine, MailChange, MailKind } from '../../../contracts/canonical/convocation-message.ts';
import type { PreliminaryAnalysisRequest } from '../../../contracts/canonical/preliminary-analysis.ts';
import type { analysisOutcomeCodes } from '../../../contracts/catalogue/analysis-outcomes.ts';
import type { SharedWords } from '../../../contracts/catalogue/words/shape.ts';

/** `cancellation` is the meeting off; `cancellation_of_part` the recipient's own part in it, while the meeting goes on. */
export type Letterhead = MailKind | 'cancellation_of_part';

/** What a sentence may speak of. Every value is already in words of the language. */
export type About = { readonly organizer: string; readonly day: string };

/** How to reach who convenes. */
export type Contact = { readonly person: string; readonly phone: string | undefined; readonly email: string };

type Unreached = NonNullable<z.infer<typeof AnswerLine>['unreached']>;

/** The names of the code lists. */
export type Words = SharedWords & {
  readonly answers: Readonly<Record<AnswerState, string>>;
  /** Why a mail did not arrive. */
  readonly unreached: Readonly<Record<Unreached, string>>;
  readonly modes: Readonly<Record<MeetingMode, string>>;
  readonly decisions: Readonly<Record<DecisionCode, string>>;
  readonly outcomes: Readonly<Record<(typeof analysisOutcomeCodes)[number], string>>;
  readonly domains: Readonly<Record<keyof PreliminaryAnalysisRequest['domains'], string>>;
};

export type Labels = Readonly<
  Record<
    | 'when'
    | 'where'
    | 'mode'
    | 'link'
    | 'organizer'
    | 'contact'
    | 'answer_by'
    | 'attendance'
    | 'required'
    | 'case'
    | 'case_manager'
    | 'team'
    | 'present'
    | 'changes'
    | 'before'
    | 'decisions'
    | 'responsible'
    | 'due_on'
    | 'minutes'
    | 'answers'
    | 'invited'
    | 'unreached'
    | 'withheld'
    | 'subject'
    | 'born'
    | 'tax_code'
    | 'stp_eni_code'
    | 'residence'
    | 'phone'
    | 'email'
    | 'guardian'
    | 'assessed'
    | 'household'
    | 'household_size'
    | 'activable'
    | 'needs'
    | 'resources'
    | 'notes'
    | 'outcome'
    | 'age'
    | 'recipient'
    | 'reference',
    string
  >
>;

export type Letter = {
  readonly answerButton: string;
  readonly bringTitle: string;
  readonly bring: readonly string[];
  readonly otherDayTitle: string;
  readonly otherDay: (contact: Contact) => readonly string[];
  readonly whoFollows: string;
  readonly closing: string;
};

/** All that is said in one language. A text that is missing does not compile. */
export type Texts = {
  /** BCP 47, for dates. */
  readonly locale: string;
  /** What stands between a label and its value. */
  readonly colon: string;
  /** Text of the subject line before cases and day, and title of the message. No word of a special category stands here. */
  readonly subjects: Readonly<Record<Letterhead, string>>;
  readonly openings: Readonly<Record<Letterhead, (about: About) => readonly string[]>>;
  readonly greeting: (name: string) => string;
  readonly clock: (hour: number, minute: string) => string;
  /** `ends`: the day of the end in brackets, after a space, where it is another. */
  readonly fromTo: (from: string, to: string, ends: string) => string;
  /** Title of the calendar entry, before the cases. */
  readonly calendarTitle: string;
  readonly more: (count: number) => string;
  readonly changes: Readonly<Record<MailChange['what'], (name: string, caseName: string) => string>>;
  readonly formalNotice: string;
  readonly answerButton: string;
  readonly answerHint: string;
  readonly calendarHint: string;
  readonly documentsButton: string;
  readonly documentsHint: string;
  readonly attached: string;
  readonly copyAddress: string;
  readonly withheldWhy: string;
  readonly confidential: (name: string) => string;
  readonly letterFooter: (organizer: string) => string;
  readonly automatic: (organizer: string) => string;
  readonly extract: {
    readonly filename: string;
    readonly title: string;
    readonly intro: (organizer: string) => string;
    readonly noContent: string;
    readonly confidential: string;
    readonly tooLong: string;
  };
  readonly minutes: {
    readonly filename: string;
    readonly intro: (organizer: string) => string;
    /** Of a case of which no decision stands in the document, whether there is one or not. */
    readonly noDecisions: string;
  };
  readonly letterFilename: string;
  readonly page: (page: number, of: number) => string;
  readonly letter: Letter;
  readonly labels: Labels;
  readonly words: Words;
};
