import type { AnswerView, DocumentsView } from '../../../../contracts/api/answer-views.ts';
import type {
  AnswerState,
  ConvocationStatus,
  MailLanguage,
  MeetingMode,
} from '../../../../contracts/canonical/convocation-codes.ts';
import { de } from './de.ts';
import { en } from './en.ts';
import { fr } from './fr.ts';
import { it } from './it.ts';
import { sl } from './sl.ts';

export type Bearer = AnswerView['bearer'];
type Reason = NonNullable<AnswerView['answer']['reason']>;
type Closed = NonNullable<AnswerView['closed_because']>;

/** The fields of the answer form that can be wrong. */
export type FieldName = 'answer' | 'reason' | 'given_name' | 'family_name' | 'email';

/** Why somebody sees a page other than the one they wanted. */
export type Trouble =
  | 'unknown'
  | 'expired'
  | 'spent'
  | 'void'
  | 'outdated'
  | 'closed'
  | 'invalid'
  | 'busy'
  | 'failed'
  | 'refused';

/** Everything that the pages say, in one language. Dates and names stand beside their label, so that none has to be inflected. */
export type Texts = {
  readonly clock: (hour: number, minute: string) => string;
  readonly hours: (from: string, to: string) => string;
  readonly greeting: (name: string) => string;
  readonly meeting: {
    readonly heading: string;
    readonly day: string;
    readonly time: string;
    readonly from: string;
    readonly to: string;
    readonly place: string;
    readonly placeOpen: string;
    readonly online: string;
    readonly join: string;
    readonly linkOpen: string;
    readonly mode: string;
    readonly modes: Readonly<Record<MeetingMode, string>>;
    readonly status: string;
    readonly statuses: Readonly<Record<ConvocationStatus, string>>;
  };
  readonly cases: {
    readonly heading: Readonly<Record<Bearer, string>>;
    readonly number: (id: string) => string;
    readonly unnamed: string;
    readonly manager: string;
    readonly members: string;
    readonly unseen: string;
  };
  readonly withheld: {
    readonly heading: string;
    readonly why: string;
  };
  readonly contact: { readonly heading: string; readonly lead: string; readonly phone: string };
  readonly answer: {
    readonly title: string;
    readonly heading: Readonly<Record<Bearer, string>>;
    readonly lead: Readonly<Record<Bearer, (body: string) => string>>;
    readonly yours: string;
    readonly states: Readonly<Record<AnswerState, string>>;
    readonly delegate: string;
    readonly reason: string;
    readonly reasons: Readonly<Record<Reason, string>>;
    readonly by: string;
    readonly required: string;
    readonly mayChange: string;
    readonly anotherDay: string;
    readonly saved: string;
    readonly savedTitle: string;
    readonly now: string;
    readonly change: string;
    readonly accept: string;
    readonly tentative: string;
    readonly decline: string;
    readonly why: string;
    readonly sendDecline: string;
    readonly delegateTo: string;
    readonly delegateHint: string;
    readonly delegateLegend: string;
    readonly givenName: string;
    readonly familyName: string;
    readonly email: string;
    readonly sendDelegate: string;
    readonly closedHeading: string;
    readonly closed: Readonly<Record<Closed, string>>;
    readonly closedElse: string;
    readonly personal: string;
  };
  readonly errors: {
    readonly title: string;
    readonly heading: string;
    readonly fields: Readonly<Record<FieldName, string>>;
    readonly form: string;
    readonly outdated: string;
    readonly notSaved: string;
  };
  readonly documents: {
    readonly title: string;
    readonly lead: (body: string) => string;
    readonly holds: string;
    readonly contents: Readonly<Record<DocumentsView['contents'][number], string>>;
    readonly cases: string;
    readonly empty: string;
    readonly open: string;
    readonly viewsLeft: string;
    readonly validUntil: string;
    readonly button: string;
    readonly counted: string;
    readonly spent: string;
    readonly personal: string;
  };
  readonly trouble: {
    readonly titles: Readonly<Record<Trouble, string>>;
    readonly says: Readonly<Record<Trouble, string>>;
    readonly again: string;
    readonly support: string;
  };
};

export const texts: Readonly<Record<MailLanguage, Texts>> = { it, de, fr, sl, en };
