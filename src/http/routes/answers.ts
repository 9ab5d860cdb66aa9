import { AnswerView } from '../../../contracts/api/answer-views.ts';
import * as declared from '../../../contracts/api/answers.ts';
import type { ProblemError } from '../../../contracts/canonical/problem.ts';
import type { Said, Visitor } from '../../ports.ts';
import { asFile } from '../as-file.ts';
import type { Page, Rejection, Visit } from '../exit.ts';
import { type LookOf, operation } from '../operation.ts';
import { answerPage, type Given } from '../pages/answer-page.ts';
import { documentPage } from '../pages/document-page.ts';
import { languageOf } from '../pages/language.ts';
import { createSendPage } from '../pages/page.ts';
import { problemPage } from '../pages/problem-page.ts';
import type { FieldName } from '../pages/texts/texts.ts';
import type { Server } from '../server.ts';

export function answerRoutes(server: Server): void {
  const { gateway } = server;
  const send = createSendPage(server.digest);

  type Asked = Parameters<LookOf<typeof declared.readAnswer>>[0];
  const problem = ({ path, headers }: Asked, { code }: Rejection, { correlationId }: Visit): Promise<Page> =>
    send(problemPage(code, languageOf(headers.get('accept-language')), path, correlationId));

  operation(
    server,
    declared.readAnswer,
    (visitor, { params }) => gateway.readAnswer(visitor, params),
    (asked) => ({
      reply: (view) => send(answerPage(view)),
      refusal: (rejection, visit) => problem(asked, rejection, visit),
    }),
  );

  operation(
    server,
    declared.answerByLink,
    async (visitor, { params, body }) => {
      const { sequence, ...answer } = body;
      const outcome = await gateway.answerByLink(visitor, { ...params, answer, sequence });
      return 'refused' in outcome && outcome.refused ? { ...outcome, typed: typedOf(body) } : outcome;
    },
    (asked) => ({
      reply: (view) => send(answerPage(view, { how: 'saved' })),
      refusal: async (rejection, visit) => {
        const given = givenOf(rejection);
        const visitor = { correlation_id: visit.correlationId };
        const view = given === null ? null : await viewOf(visitor, asked.params.token ?? '');
        return given === null || view === null ? problem(asked, rejection, visit) : send(answerPage(view, given));
      },
    }),
  );

  operation(
    server,
    declared.readDocuments,
    (visitor, { params }) => gateway.readDocuments(visitor, params),
    (asked) => ({
      reply: (view) => send(documentPage(view)),
      refusal: (rejection, visit) => problem(asked, rejection, visit),
    }),
  );

  operation(
    server,
    declared.openDocuments,
    async (visitor, { params }) => asFile(await gateway.openDocuments(visitor, params)),
    (asked) => ({ refusal: (rejection, visit) => problem(asked, rejection, visit) }),
  );

  /** The meeting as it is now, for who has to answer again. What breaks the contract is not shown here either. */
  async function viewOf(visitor: Visitor, token: string): Promise<Said<AnswerView> | null> {
    const outcome = await gateway.readAnswer(visitor, { token });
    if ('replayed' in outcome || outcome.refused) return null;
    return AnswerView.safeParse(outcome.body).data ?? null;
  }
}

/** Why an answer did not count, where the page itself can say so. */
function givenOf({ code, errors = [], typed = {} }: Rejection): Given | null {
  if (code === 'convocation/answer-outdated') return { how: 'outdated' };
  if (code === 'convocation/not-answerable') return { how: 'closed' };
  const isWrong = code === 'request/invalid-body' || code === 'convocation/not-consistent';
  return isWrong ? { how: 'wrong', fields: fieldsOf(errors), typed } : null;
}

const fieldOf: Readonly<Record<string, FieldName>> = {
  '/answer': 'answer',
  '/reason': 'reason',
  '/delegate': 'email',
  '/delegate/given_name': 'given_name',
  '/delegate/family_name': 'family_name',
  '/delegate/email': 'email',
};

const fieldsOf = (errors: readonly ProblemError[]): FieldName[] => [
  ...new Set(errors.flatMap(({ pointer }) => fieldOf[pointer] ?? [])),
];

/** An answer as the form has it. */
function typedOf({ answer, ...more }: declared.LinkAnswer): Readonly<Record<string, string>> {
  return {
    answer,
    ...('reason' in more ? { reason: more.reason } : {}),
    ...('delegate' in more ? more.delegate : {}),
  };
}
