import type { AnswerView } from '../../../contracts/api/answer-views.ts';
import { answerReasons } from '../../../contracts/canonical/convocation-codes.ts';
import type { Said } from '../../ports.ts';
import { type Html, html, join } from '../html.ts';
import type { Given, Typed } from './answer-page.ts';
import { nothing } from './meeting.ts';
import { type FieldName, type Texts, texts } from './texts/texts.ts';

type View = Said<AnswerView>;

/** One form for each answer that can be given now. A form has no address: it goes to the page it stands on. */
export function answerForms(view: View, given: Given | undefined): Html {
  const { language, answer, may_delegate, sequence } = view;
  const { answer: words } = texts[language];
  const wrong = given?.how === 'wrong' ? given : undefined;
  const button = (state: 'accepted' | 'tentative', label: string, look: Html) =>
    answer.state === state
      ? nothing
      : html`<form method="post">${hidden(state, sequence)}<button${look}>${label}</button></form>`;
  return html`<h3 id="answer">${answer.state === 'needs_action' ? words.now : words.change}</h3>
${button('accepted', words.accept, html` class="first"`)}
${button('tentative', words.tentative, nothing)}
${declineForm(view, wrong)}
${may_delegate ? delegateForm(view, wrong) : nothing}`;
}

const hidden = (state: string, sequence: number): Html =>
  html`<input type="hidden" name="answer" value="${state}"><input type="hidden" name="sequence" value="${sequence}">`;

type Wrong = Extract<Given, { how: 'wrong' }>;

const opened = (wrong: Wrong | undefined, state: string): Html =>
  wrong?.typed.answer === state ? html` open` : nothing;

function declineForm({ language, answer, bearer, sequence }: View, wrong: Wrong | undefined): Html {
  const { answer: words, errors } = texts[language];
  const chosen = wrong?.typed.reason ?? answer.reason;
  // A beneficiary comes for themselves: there is no service of theirs that the case could be none of.
  const reasons = answerReasons.filter((reason) => bearer !== 'beneficiary' || reason !== 'not_competent');
  const amiss = wrong?.typed.answer === 'declined' && wrong.fields.includes('reason');
  const choices = reasons.map((reason, index) => {
    const id = index === 0 ? 'reason' : `reason-${index}`;
    const checked = chosen === reason ? html` checked` : nothing;
    return html`<div class="choice"><input type="radio" id="${id}" name="reason" value="${reason}" required${checked}><label for="${id}">${words.reasons[reason]}</label></div>`;
  });
  return html`<details${opened(wrong, 'declined')}><summary>${words.decline}</summary><form method="post">${hidden('declined', sequence)}
<fieldset${amiss ? html` aria-describedby="reason-wrong"` : nothing}><legend>${words.why}</legend>${amiss ? wrongText('reason', errors) : nothing}
${join(choices)}</fieldset>
<button>${words.sendDecline}</button></form></details>`;
}

function delegateForm({ language, sequence }: View, wrong: Wrong | undefined): Html {
  const { answer: words, errors } = texts[language];
  const mine = wrong?.typed.answer === 'delegated' ? wrong : undefined;
  const field = (name: FieldName, label: string, limits: Html) =>
    fieldPart(name, label, limits, mine?.typed ?? {}, mine?.fields.includes(name) ?? false, errors);
  return html`<details${opened(wrong, 'delegated')}><summary>${words.delegateTo}</summary><form method="post">${hidden('delegated', sequence)}
<fieldset aria-describedby="delegate-hint"><legend>${words.delegateLegend}</legend><p id="delegate-hint">${words.delegateHint}</p>
${field('given_name', words.givenName, html`maxlength="60"`)}
${field('family_name', words.familyName, html`maxlength="60"`)}
${field('email', words.email, html`type="email" maxlength="254"`)}
</fieldset><button>${words.sendDelegate}</button></form></details>`;
}

/** A field for somebody else's data, which the browser must not fill with those of its owner. */
function fieldPart(
  name: FieldName,
  label: string,
  limits: Html,
  typed: Typed,
  amiss: boolean,
  errors: Texts['errors'],
): Html {
  const told = amiss ? html` aria-invalid="true" aria-describedby="${name}-wrong"` : nothing;
  return html`<div class="field"><label for="${name}">${label}</label>${amiss ? wrongText(name, errors) : nothing}
<input id="${name}" name="${name}" value="${typed[name] ?? ''}" ${limits} required autocomplete="off" spellcheck="false"${told}></div>`;
}

const wrongText = (name: FieldName, errors: Texts['errors']): Html =>
  html`<p class="wrong" id="${name}-wrong">${errors.fields[name]}</p>`;
