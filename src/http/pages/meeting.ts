import type { AnswerView } from '../../../contracts/api/answer-views.ts';
import type { MailLanguage } from '../../../contracts/canonical/convocation-codes.ts';
import { phoneShape } from '../../../contracts/canonical/subject.ts';
import { wordsIn } from '../../../contracts/catalogue/words.ts';
import type { Said } from '../../ports.ts';
import { type Html, html, join } from '../html.ts';
import { clockInWords, dayInWords } from './in-words.ts';
import { type Texts, texts } from './texts/texts.ts';

/** What both pages know of a meeting. */
export type Shared = Pick<
  Said<AnswerView>,
  'language' | 'status' | 'to' | 'organizer' | 'meeting' | 'cases' | 'withheld'
>;

export const nothing = html``;
export const row = (label: string, value: Html | string): Html => html`<dt>${label}</dt><dd>${value}</dd>`;

/** When, where and in what state. */
export function meetingPart({ language, meeting, status }: Shared): Html {
  const words = texts[language].meeting;
  const inRoom = meeting.mode !== 'online';
  const onLine = meeting.mode !== 'in_person';
  return html`<section class="card" aria-labelledby="meeting"><h2 id="meeting">${words.heading}</h2><dl>
${timeRows(meeting, language)}
${row(words.mode, words.modes[meeting.mode])}
${inRoom ? row(words.place, placeOf(meeting.place, words.placeOpen)) : nothing}
${onLine && status !== 'cancelled' ? row(words.online, linkOf(meeting.online_url, words)) : nothing}
${row(words.status, words.statuses[status])}
</dl></section>`;
}

/** When alone, for whoever is not to come any more. */
export const timePart = ({ language, meeting }: Shared): Html =>
  html`<section class="card" aria-labelledby="meeting"><h2 id="meeting">${texts[language].meeting.heading}</h2><dl>${timeRows(meeting, language)}</dl></section>`;

function timeRows({ starts_at, ends_at }: Shared['meeting'], language: MailLanguage): Html {
  const { meeting: words, hours } = texts[language];
  const [firstDay, lastDay] = [dayInWords(starts_at, language), dayInWords(ends_at, language)];
  const [from, to] = [clockInWords(starts_at, language), clockInWords(ends_at, language)];
  if (firstDay !== lastDay) {
    return html`${row(words.from, `${firstDay}, ${from}`)}${row(words.to, `${lastDay}, ${to}`)}`;
  }
  return html`${row(words.day, html`<time datetime="${starts_at}">${firstDay}</time>`)}${row(words.time, hours(from, to))}`;
}

const placeOf = (place: Shared['meeting']['place'], open: string): Html => {
  if (place === undefined) return html`${open}`;
  return place.address === undefined ? html`${place.name}` : html`${place.name}<br>${place.address}`;
};

// The contract lets nothing but https through.
const linkOf = (url: string | undefined, words: Texts['meeting']): Html =>
  url === undefined ? html`${words.linkOpen}` : html`<a href="${url}" rel="noreferrer">${words.join}</a>`;

type Case = Shared['cases'][number];

/** The cases of the bearer: initials, number, composition. A beneficiary needs nobody's initials: the case is theirs. */
export function casesPart({ language, cases }: Shared, heading: string, own = false): Html {
  if (cases.length === 0) return nothing;
  return html`<section class="card" aria-labelledby="cases"><h2 id="cases">${heading}</h2>
${join(cases.map((each) => casePart(own ? { ...each, initials: undefined } : each, language, own)))}
</section>`;
}

function casePart({ initials, case_id, case_manager, members }: Case, language: MailLanguage, own: boolean): Html {
  const words = texts[language].cases;
  const title = [initials, case_id === undefined ? undefined : words.number(case_id)].filter(
    (part) => part !== undefined,
  );
  const manager = nameOf(case_manager ?? {});
  return html`<div class="case"><h3>${title.length === 0 ? words.unnamed : title.join(', ')}</h3>
${manager === '' ? nothing : html`<dl>${row(words.manager, manager)}</dl>`}
${
  members === undefined || members.length === 0
    ? html`<p>${words.unseen}</p>`
    : html`${own ? nothing : html`<h4>${words.members}</h4>`}<ul>${join(members.map((member) => memberPart(member, language)))}</ul>`
}</div>`;
}

function memberPart(member: NonNullable<Case['members']>[number], language: MailLanguage): Html {
  const { functions } = wordsIn(language);
  const role = [member.function === undefined ? undefined : functions[member.function], member.organization_name]
    .filter((part) => part !== undefined)
    .join(', ');
  const name = nameOf(member);
  if (name === '') return html`<li>${role}</li>`;
  return role === '' ? html`<li>${name}</li>` : html`<li>${name}<br><span class="role">${role}</span></li>`;
}

/** What is left of a name. */
export const nameOf = ({
  given_name,
  family_name,
}: {
  given_name?: string | undefined;
  family_name?: string | undefined;
}) => [given_name, family_name].filter((part) => part !== undefined).join(' ');

/** What the bearer may not see, and that it is meant so. */
export function withheldPart({ language, withheld }: Shared): Html {
  if (withheld.length === 0) return nothing;
  const words = texts[language].withheld;
  const { classes } = wordsIn(language);
  const names = withheld.flatMap((dataClass) => (dataClass === 'public' ? [] : [classes[dataClass]]));
  return html`<section class="card" aria-labelledby="withheld"><h2 id="withheld">${words.heading}</h2>
<p>${words.why}</p><ul>${join(names.map((name) => html`<li>${name}</li>`))}</ul></section>`;
}

/** Whom to ask. */
export function contactPart({ language, organizer }: Shared): Html {
  const words = texts[language].contact;
  const { phone } = organizer;
  const number =
    phone === undefined || !phoneShape.test(phone)
      ? phone
      : html`<a href="tel:${phone.replaceAll(' ', '')}">${phone}</a>`;
  return html`<section class="card" aria-labelledby="contact"><h2 id="contact">${words.heading}</h2>
<p>${words.lead} ${nameOf(organizer)}, ${organizer.name}.</p>
${number === undefined ? nothing : html`<dl>${row(words.phone, number)}</dl>`}</section>`;
}
