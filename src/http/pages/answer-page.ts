import type { AnswerView } from '../../../contracts/api/answer-views.ts';
import type { Said } from '../../ports.ts';
import { type Html, html, join } from '../html.ts';
import { answerForms } from './answer-forms.ts';
import { dayInWords } from './in-words.ts';
import { casesPart, contactPart, meetingPart, nameOf, nothing, row, timePart, withheldPart } from './meeting.ts';
import type { Content } from './page.ts';
import { type FieldName, texts } from './texts/texts.ts';

/** What became of an answer that was just given. */
export type Given =
  | { readonly how: 'saved' }
  /** The meeting changed under the page, or takes no answers any more. */
  | { readonly how: 'outdated' | 'closed' }
  | { readonly how: 'wrong'; readonly fields: readonly FieldName[]; readonly typed: Typed };

/** What was typed into the form, to be put right. */
export type Typed = Readonly<Record<string, string>>;

/** The page behind the answer link. `given` where an answer was just given. */
export function answerPage(view: Said<AnswerView>, given?: Given): Content {
  const { language, bearer, organizer, to, closed_because } = view;
  const { answer: words, errors, greeting } = texts[language];
  const state = given?.how === 'saved' ? words.savedTitle : given === undefined ? undefined : errors.title;
  return {
    language,
    title: state === undefined ? words.title : `${state}: ${words.title}`,
    sender: organizer.name,
    main: join([
      given === undefined ? nothing : notice(view, given),
      html`<h1>${words.heading[bearer]}</h1><p>${greeting(nameOf(to))}</p>`,
      view.may_answer ? html`<p>${words.lead[bearer](organizer.name)}</p>` : closedPart(view),
      closed_because === 'removed' ? timePart(view) : meetingPart(view),
      view.may_answer || view.answer.state !== 'needs_action' ? yoursPart(view, given) : nothing,
      casesPart(view, texts[language].cases.heading[bearer], bearer === 'beneficiary'),
      withheldPart(view),
      contactPart(view),
    ]),
    foot: html`<p>${words.personal}</p>`,
  };
}

// Focus goes to the news of the page, so that a screen reader says it first; without JavaScript only the attribute can do so.
function notice({ language, bearer, answer }: Said<AnswerView>, given: Given): Html {
  const { answer: words, errors } = texts[language];
  if (given.how === 'saved') {
    const more = bearer === 'beneficiary' && answer.state === 'declined' ? html`<p>${words.anotherDay}</p>` : nothing;
    return html`<div class="note good" role="status" tabindex="-1" autofocus><p class="said">${words.saved}</p>${more}</div>`;
  }
  const reasons =
    given.how === 'wrong'
      ? faultList(language, given.fields)
      : html`<p>${given.how === 'outdated' ? errors.outdated : errors.notSaved}</p>`;
  return html`<div class="note bad" role="alert" tabindex="-1" autofocus aria-labelledby="error"><h2 id="error">${errors.heading}</h2>${reasons}</div>`;
}

function faultList(language: AnswerView['language'], fields: readonly FieldName[]): Html {
  const { errors } = texts[language];
  if (fields.length === 0) return html`<p>${errors.form}</p>`;
  return html`<ul>${join(fields.map((field) => html`<li><a href="#${field}">${errors.fields[field]}</a></li>`))}</ul>`;
}

function closedPart({ language, closed_because }: Said<AnswerView>): Html {
  const words = texts[language].answer;
  const why = closed_because === undefined ? words.closedElse : words.closed[closed_because];
  return html`<div class="note"><h2>${words.closedHeading}</h2><p>${why}</p></div>`;
}

/** The answer so far, and how to give or change it. */
function yoursPart(view: Said<AnswerView>, given: Given | undefined): Html {
  const { language, answer, answer_by, required, may_answer } = view;
  const words = texts[language].answer;
  const delegate = answer.delegate === undefined ? '' : nameOf(answer.delegate);
  const awaited = required && (answer.state === 'needs_action' || answer.state === 'tentative');
  const due = may_answer && answer.state === 'needs_action' && answer_by !== undefined;
  return html`<section class="card" aria-labelledby="yours"><h2 id="yours">${words.yours}</h2>
<p class="said">${words.states[answer.state]}</p><dl>
${answer.reason === undefined ? nothing : row(words.reason, words.reasons[answer.reason])}
${delegate === '' ? nothing : row(words.delegate, delegate)}
${due ? row(words.by, html`<time datetime="${answer_by}">${dayInWords(answer_by, language)}</time>`) : nothing}
</dl>
${
  may_answer
    ? html`${awaited ? html`<p>${words.required}</p>` : nothing}<p>${words.mayChange}</p>${answerForms(view, given)}`
    : nothing
}</section>`;
}
