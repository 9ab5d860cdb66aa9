import type { AnswerView, DocumentsView } from '../../contracts/api/answer-views.ts';
import type { MailLanguage } from '../../contracts/canonical/convocation-codes.ts';
import { publish } from '../../src/policy/index.ts';
import type { Outcome } from '../../src/ports.ts';
import { refuse } from '../../src/problem.ts';
import type { FakeOptions } from './fake-app.ts';

export const token = 'Zm9yLXRoZS10ZXN0cy1vbmx5LW5vdC1hLXRva2VuLTE';
export const answersAt = `/v1/answers/${token}`;
export const documentsAt = `/v1/documents/${token}`;

const team = [
  { given_name: 'Anna', family_name: 'Bianchi', function: 'social_worker', organization_name: 'Comune di Borgoverde' },
  {
    given_name: 'Paolo',
    family_name: 'Verdi',
    function: 'cpi_operator',
    organization_name: "Centro per l'impiego di Borgoverde",
  },
  {
    given_name: 'Chiara',
    family_name: 'Neri',
    function: 'psychologist',
    organization_name: 'ASL Valle Serena',
  },
] as const;

const shared = (language: MailLanguage) => ({
  language,
  status: 'convened' as const,
  to: { given_name: 'Paolo', family_name: 'Verdi' },
  organizer: { name: 'Comune di Borgoverde', given_name: 'Anna', family_name: 'Bianchi', phone: '+39 055 0123456' },
  meeting: {
    starts_at: '2026-12-10T09:30:00+01:00',
    ends_at: '2026-12-10T11:00:00+01:00',
    mode: 'hybrid' as const,
    place: { name: 'Comune di Borgoverde, sala piccola', address: 'Piazza dei Tigli 1' },
    online_url: 'https://incontri.example.it/sala/borgoverde-dicembre',
  },
  cases: [
    {
      case_ref: 'caso-1',
      case_id: 'BV-2026-0107',
      initials: 'M.R.',
      case_manager: { given_name: 'Anna', family_name: 'Bianchi' },
      members: [...team],
    },
    { case_ref: 'caso-2', case_id: 'BV-2026-0112', initials: 'L.G.', members: team.slice(0, 2) },
  ],
  withheld: ['health', 'violence_protection'] as ('health' | 'violence_protection')[],
});

export const answerView = (language: MailLanguage, changes: Partial<AnswerView> = {}): AnswerView => ({
  ...shared(language),
  sequence: 3,
  answer_by: '2026-12-01',
  required: true,
  answer: { state: 'needs_action' },
  may_answer: true,
  bearer: 'member',
  may_delegate: true,
  ...changes,
});

export const documentsView = (language: MailLanguage, changes: Partial<DocumentsView> = {}): DocumentsView => ({
  ...shared(language),
  views_left: 5,
  expires_at: '2026-12-11T00:00:00.000Z',
  contents: ['extract', 'minutes'],
  ...changes,
});

const found = (body: unknown): Outcome<unknown> => ({ refused: false, status: 200, headers: {}, body: publish(body) });

type Given = { readonly token: string; readonly answer: Answered; readonly sequence: number };
type Answered = {
  readonly answer: 'accepted' | 'tentative' | 'declined' | 'delegated';
  readonly reason?: AnswerView['answer']['reason'];
  readonly delegate?: { readonly given_name: string; readonly family_name: string; readonly email: string };
};

/** One meeting behind one link, held in memory. `writes` is what was asked of it beyond looking. */
export function meetingBehindLink(view: AnswerView, documents: DocumentsView = documentsView(view.language)) {
  const held = { view, documents, writes: [] as unknown[] };
  const known = (input: unknown) => (input as { token: string }).token === token;
  const verbs: FakeOptions['verbs'] = {
    readAnswer: async (_, input) => (known(input) ? found(held.view) : refuse('convocation/link-unknown')),
    answerByLink: async (_, input) => {
      const { answer: given, sequence } = input as Given;
      if (!known(input)) return refuse('convocation/link-unknown');
      if (!held.view.may_answer) return refuse('convocation/not-answerable');
      if (sequence !== held.view.sequence) return refuse('convocation/answer-outdated');
      held.writes.push(given);
      const { given_name, family_name } = given.delegate ?? {};
      const answer: AnswerView['answer'] = {
        state: given.answer,
        ...(given.reason === undefined ? {} : { reason: given.reason }),
        ...(given_name === undefined || family_name === undefined ? {} : { delegate: { given_name, family_name } }),
      };
      held.view = { ...held.view, answer };
      return found(held.view);
    },
    readDocuments: async (_, input) => (known(input) ? found(held.documents) : refuse('convocation/link-unknown')),
    openDocuments: async (_, input) => {
      if (!known(input)) return refuse('convocation/link-unknown');
      if (held.documents.views_left === 0) return refuse('convocation/link-spent');
      held.writes.push('opened');
      held.documents = { ...held.documents, views_left: held.documents.views_left - 1 };
      return found({ content: new TextEncoder().encode('%PDF-1.7\n'), filename: 'documenti-incontro.pdf' });
    },
  };
  return { held, verbs };
}
