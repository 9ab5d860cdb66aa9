import { z } from 'zod';
import { mailAddress } from '../canonical/convocation.ts';
import { answerReasons } from '../canonical/convocation-codes.ts';
import { ConvocationAnswer } from '../canonical/convocation-event.ts';
import { classed } from '../canonical/data-class.ts';
import { name } from '../canonical/text.ts';
import { AnswerView, DocumentsView } from './answer-views.ts';
import { answers, declare, pub } from './declaration.ts';

/** 256 random bits in base64url: who has it may see and answer. It stands in the path, so nothing may log or forward the path. */
const token = pub(
  z
    .string()
    .length(43)
    .regex(/^[A-Za-z0-9_-]{43}$/)
    .meta({ description: 'The secret of the link', example: 'Zm9yLXRoZS1kb2N1bWVudC1vbmx5LW5vdC1hLXRva2U' }),
);

const sequence = pub(
  z
    .int()
    .min(0)
    .max(100_000)
    .meta({ description: 'That of the meeting as it was shown: an answer to another one does not count' }),
);

const [accepted, tentative, declined, delegated] = ConvocationAnswer.options;
const answer = classed('service_status', z.enum(['accepted', 'tentative', 'declined', 'delegated']));

/** A member's answer by the link of their mail. */
export const LinkAnswer = z
  .discriminatedUnion('answer', [
    accepted.extend({ sequence }),
    tentative.extend({ sequence }),
    declined.extend({ sequence }),
    delegated.extend({ sequence }),
  ])
  .meta({ id: 'LinkAnswer', example: { answer: 'accepted', sequence: 0 } });
export type LinkAnswer = z.infer<typeof LinkAnswer>;

/** The same, as the form of the page sends it. A field that was left empty counts as absent. */
export const LinkAnswerForm = z
  .strictObject({
    answer,
    sequence,
    reason: classed('service_status', z.enum(answerReasons).optional()),
    given_name: classed('case_reference', name(60).optional()),
    family_name: classed('case_reference', name(60).optional()),
    email: classed('contact', mailAddress().optional()),
  })
  .meta({
    id: 'LinkAnswerForm',
    description: 'LinkAnswer as a form: the members of the delegate stand beside the others',
  });

const delegateFields = ['given_name', 'family_name', 'email'];

/** The fields of the form in the shape of LinkAnswer, unchecked. */
function ofForm(fields: Readonly<Record<string, string>>): unknown {
  const filled = Object.entries(fields).filter(([, value]) => value !== '');
  const delegate = filled.filter(([name]) => delegateFields.includes(name));
  const others = filled.filter(([name]) => !delegateFields.includes(name));
  return {
    ...Object.fromEntries(
      others.map(([name, value]) => [name, name === 'sequence' && /^\d{1,6}$/.test(value) ? Number(value) : value]),
    ),
    ...(fields.answer === 'delegated' || delegate.length > 0 ? { delegate: Object.fromEntries(delegate) } : {}),
  };
}

const ofPath = { tag: 'answers', scope: null, page: true, params: z.strictObject({ token }) } as const;
const asPage = 'Refusals are pages too, to whom prefers text/html.';

export const readAnswer = declare({
  ...ofPath,
  id: 'read_answer',
  method: 'get',
  path: '/v1/answers/{token}',
  summary: { en: 'See the meeting and the own answer', it: "Mostra l'incontro e la propria risposta" },
  description: `What the bearer of the link may see of the meeting and of their own cases, and the answer so far. Reading changes nothing. ${asPage}`,
  reply: answers(200, 'The meeting as the bearer may see it', AnswerView),
  problems: ['convocation/link-unknown', 'convocation/link-expired'],
});

export const answerByLink = declare({
  ...ofPath,
  id: 'answer_by_link',
  method: 'post',
  path: '/v1/answers/{token}',
  summary: { en: 'Answer a convocation', it: 'Risponde alla convocazione' },
  description: `The bearer of the link accepts, accepts with reserve, declines, or sends a colleague, whose address is at a mail domain of the same body. It may be changed until the meeting begins; the same answer again changes nothing. ${asPage}`,
  body: {
    kind: 'json_or_form',
    schema: LinkAnswer,
    example: { answer: 'accepted', sequence: 0 },
    form: LinkAnswerForm,
    formExample: { answer: 'declined', sequence: '0', reason: 'absence' },
    ofForm,
  },
  reply: answers(200, 'The meeting as it is after the answer', AnswerView),
  problems: [
    'convocation/link-unknown',
    'convocation/link-expired',
    'convocation/answer-outdated',
    'convocation/not-answerable',
    'convocation/not-consistent',
  ],
});

export const readDocuments = declare({
  ...ofPath,
  id: 'read_documents',
  method: 'get',
  path: '/v1/documents/{token}',
  summary: { en: 'See which documents there are', it: 'Mostra quali documenti ci sono' },
  description: `What the link holds, what was withheld, and how often it may still be opened. Reading opens nothing and is not counted. ${asPage}`,
  reply: answers(200, 'What the link holds', DocumentsView),
  problems: ['convocation/link-unknown', 'convocation/link-expired', 'convocation/link-void', 'convocation/link-spent'],
});

export const openDocuments = declare({
  ...ofPath,
  id: 'open_documents',
  method: 'post',
  path: '/v1/documents/{token}',
  summary: { en: 'Open the documents', it: 'Apre i documenti' },
  description: `The documents as one PDF. Each opening is recorded and counts against the views of the link. ${asPage}`,
  reply: {
    status: 200,
    description: 'The documents',
    types: ['application/pdf'],
    schema: z.string().max(20_000_000).meta({ format: 'binary' }),
    example: '%PDF-1.7',
  },
  problems: [
    'gate/denied',
    'convocation/link-unknown',
    'convocation/link-expired',
    'convocation/link-void',
    'convocation/link-spent',
  ],
});
