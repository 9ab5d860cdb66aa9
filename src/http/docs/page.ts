import { tags } from '../../../contracts/api/info.ts';
import { operations } from '../../../contracts/api/operations.ts';
import type { Purpose } from '../../../contracts/canonical/purpose.ts';
import { combiningTable, tableDay } from '../../../contracts/catalogue/combining-table.ts';
import { problems } from '../../../contracts/catalogue/problems.ts';
import { purposes } from '../../../contracts/catalogue/purposes.ts';
import { gateRules } from '../../policy/index.ts';
import type { Crypto } from '../../ports.ts';
import { type Html, html, join } from '../html.ts';
import { membersPart } from './members.ts';
import { commonHeaders, type Schema, shapes } from './openapi.ts';
import { operationPart } from './operation-part.ts';
import { style } from './style.ts';
import { table } from './table.ts';

export type DocsPage = { readonly html: string; readonly policy: string };

/** The documentation as one page, made once. Its policy lets in its own style and nothing else, from nowhere. */
export function createDocsPage(digest: Crypto['digest']): () => Promise<DocsPage> {
  let made: Promise<DocsPage> | undefined;
  return () => {
    made ??= render(digest);
    return made;
  };
}

async function render(digest: Crypto['digest']): Promise<DocsPage> {
  const hash = await digest(new TextEncoder().encode(style));
  const source = `'sha256-${btoa(String.fromCharCode(...hash))}'`;
  return {
    html: `<!doctype html>${page().html}`,
    policy: `default-src 'none'; style-src ${source}; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
  };
}

const page = (): Html => html`<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Raccordo</title>
<style>${{ html: style }}</style>
</head>
<body>
<header>
<h1>Raccordo</h1>
<p>The interface of the gateway. For machines: <a href="/openapi.json">openapi.json</a>.</p>
<nav><a href="#operations">Operations</a> <a href="#shapes">Shapes</a> <a href="#problems">Problems</a> <a href="#purposes">Purposes</a> <a href="#rules">Rules of the gate</a> <a href="#evidence">Evidence</a></nav>
</header>
<main>
<section id="operations"><h2>Operations</h2>
${contents()}
<p>Every reply has the headers ${join(
  commonHeaders.map((name) => html`<code>${name}</code>`),
  ', ',
)}.</p>
${join(operations.map(operationPart))}</section>
<section id="shapes"><h2>Shapes</h2>
<p>What bodies and replies consist of. The class of a member is its data class: what the gate lets pass or withholds.</p>
${join([...shapes].map(shapePart))}</section>
<section id="problems"><h2>Problems</h2>
<p>Every error is <code>application/problem+json</code> (RFC 9457), a <a href="#shape-Problem">Problem</a>, with one of these codes.</p>
${table(
  ['Code', 'Status', 'Cause', 'Cure', 'Retry'],
  Object.entries(problems).map(([code, { status, detail, cure, retry }]) => ({
    id: code,
    cells: [html`<code>${code}</code>`, status, detail, cure, retry],
  })),
)}
</section>
<section id="purposes"><h2>Purposes</h2>
<p>Who may see what, by default. A network may narrow any cell; see <code>GET /v1/purposes</code> for what is in force.</p>
${join(purposes.map(purposePart))}</section>
<section id="rules"><h2>Rules of the gate</h2>
<p>Asked for every exchange, and again at the moment of delivery. The first rule that does not hold denies.</p>
${table(
  ['Rule', 'Says'],
  Object.entries(gateRules).map(([rule, says]) => ({ cells: [html`<code>${rule}</code>`, says] })),
)}
</section>
<section id="evidence"><h2>How evidence combines</h2>
<p>Several records about one person combine into one answer. Each row is a question on ${tableDay}.</p>
${table(
  ['Rule', 'Case', 'Answer'],
  combiningTable.map(({ rule, why, expect }) => ({ cells: [rule, why, html`<code>${expect}</code>`] })),
)}
</section>
</main>
</body></html>`;

/** What there is, by subject, to find one's way on a small screen. */
const contents = (): Html =>
  join(
    tags.map(
      ({ name, description }) =>
        html`<p>${description}: ${join(
          operations
            .filter(({ tag }) => tag === name)
            .map(({ id, summary }) => html`<a href="#${id}">${summary.en}</a>`),
          ', ',
        )}</p>`,
    ),
  );

const shapePart = ([name, schema]: readonly [string, Schema]): Html => html`<article id="shape-${name}">
<h3><code>${name}</code></h3>
<p>${schema.description ?? ''}</p>
${membersPart(schema)}
</article>`;

const purposePart = ({ code, title, legal_basis, evidence, matrix }: Purpose): Html => html`<article>
<h3><code>${code}</code> ${title.en}</h3>
<p><span lang="it">${title.it}</span></p>
<p>GDPR ${[legal_basis.gdpr_article_6, legal_basis.gdpr_article_9].filter(Boolean).join(' and ')}; ${legal_basis.national_act}. Evidence: ${evidence}.</p>
${table(
  ['Recipient', 'May see', 'With consent also'],
  matrix.map((cell) => ({
    cells: [cell.recipient_kind, cell.classes.join(', '), cell.with_consent?.join(', ') ?? ''],
  })),
)}
</article>`;
