import type { DocumentsView } from '../../../contracts/api/answer-views.ts';
import type { Said } from '../../ports.ts';
import { type Html, html, join } from '../html.ts';
import { clockInWords, dayInWords } from './in-words.ts';
import { casesPart, contactPart, meetingPart, nameOf, row, withheldPart } from './meeting.ts';
import type { Content } from './page.ts';
import { texts } from './texts/texts.ts';

/** The page behind the document link: what there is, what is not and why, how often it may still be opened, and the one button. */
export function documentPage(view: Said<DocumentsView>): Content {
  const { language, organizer, to, contents } = view;
  const { documents: words, greeting } = texts[language];
  return {
    language,
    title: words.title,
    sender: organizer.name,
    main: join([
      html`<h1>${words.title}</h1><p>${greeting(nameOf(to))}</p><p>${words.lead(organizer.name)}</p>`,
      html`<section class="card" aria-labelledby="holds"><h2 id="holds">${words.holds}</h2>
${contents.length === 0 ? html`<p>${words.empty}</p>` : html`<ul>${join(contents.map((each) => html`<li>${words.contents[each]}</li>`))}</ul>`}</section>`,
      casesPart(view, words.cases),
      withheldPart(view),
      openPart(view),
      meetingPart(view),
      contactPart(view),
    ]),
    foot: html`<p>${words.personal}</p>`,
  };
}

function openPart({ language, contents, views_left, expires_at }: Said<DocumentsView>): Html {
  const words = texts[language].documents;
  const until = `${dayInWords(expires_at, language)}, ${clockInWords(expires_at, language)}`;
  const act =
    views_left === 0
      ? html`<p>${words.spent}</p>`
      : html`<p id="counted">${words.counted}</p><form method="post"><button class="first" aria-describedby="counted">${words.button}</button></form>`;
  return html`<section class="card" aria-labelledby="open"><h2 id="open">${words.open}</h2><dl>
${row(words.viewsLeft, String(views_left))}${row(words.validUntil, html`<time datetime="${expires_at}">${until}</time>`)}</dl>
${contents.length === 0 ? html`<p>${words.empty}</p>` : act}</section>`;
}
