import type { MailLanguage } from '../../contracts/canonical/convocation-codes.ts';
import { serveHttp } from '../../src/entry/http-server.ts';
import { fakeApp } from '../api/fake-app.ts';
import { answerView, documentsView, meetingBehindLink } from '../api/link-views.ts';

export type Site = Awaited<ReturnType<typeof startSite>>;

/** The HTTP stage on loopback, with one meeting behind it that a test may change. */
export async function startSite(language: MailLanguage) {
  const { held, verbs } = meetingBehindLink(answerView(language));
  const { app } = fakeApp({ verbs });
  const server = await serveHttp(
    { fetch: (request) => app.fetch(request), newId: () => '019aa3c0-0000-7000-8000-000000000000' },
    { host: '127.0.0.1', port: 0 },
  );
  if ('fault' in server) throw new Error(server.fault);
  return {
    held,
    origin: `http://127.0.0.1:${server.port}`,
    /** The meeting as it was in the beginning, in a language and with changes. */
    begin(language: MailLanguage, changes: Partial<typeof held.view> = {}): void {
      held.view = answerView(language, changes);
      held.documents = documentsView(language);
      held.writes = [];
    },
    stop: () => server.stop(1000),
  };
}
