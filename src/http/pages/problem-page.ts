import type { MailLanguage } from '../../../contracts/canonical/convocation-codes.ts';
import { type ProblemCode, problems } from '../../../contracts/catalogue/problems.ts';
import { html } from '../html.ts';
import { nothing, row } from './meeting.ts';
import type { Content } from './page.ts';
import { type Trouble, texts } from './texts/texts.ts';

const troubles: Partial<Readonly<Record<ProblemCode, Trouble>>> = {
  'convocation/link-unknown': 'unknown',
  'convocation/link-expired': 'expired',
  'convocation/link-spent': 'spent',
  'convocation/link-void': 'void',
  'convocation/answer-outdated': 'outdated',
  'convocation/not-answerable': 'closed',
  'gate/denied': 'refused',
};

function troubleOf(code: ProblemCode): Trouble {
  const { status } = problems[code];
  return troubles[code] ?? (status === 429 || status === 503 ? 'busy' : status >= 500 ? 'failed' : 'invalid');
}

const again: readonly Trouble[] = ['outdated', 'closed', 'invalid', 'busy', 'failed'];

/** Why somebody does not see what they wanted, in kind words. `path`: where to try again, without a query. */
export function problemPage(code: ProblemCode, language: MailLanguage, path: string, correlationId: string): Content {
  const { trouble: words } = texts[language];
  const trouble = troubleOf(code);
  return {
    language,
    title: words.titles[trouble],
    sender: 'Raccordo',
    main: html`<h1>${words.titles[trouble]}</h1><div class="card"><p>${words.says[trouble]}</p>
${again.includes(trouble) ? html`<p><a class="go" href="${path}">${words.again}</a></p>` : nothing}</div>`,
    foot: html`<dl>${row(words.support, html`<code>${correlationId}</code>`)}</dl>`,
  };
}
