import type { Declaration } from '../../../contracts/api/declaration.ts';
import { operations } from '../../../contracts/api/operations.ts';
import { problemsOf } from '../../../contracts/api/problems-of.ts';
import type { Purpose } from '../../../contracts/canonical/purpose.ts';
import { combiningTable, tableDay } from '../../../contracts/catalogue/combining-table.ts';
import { problems } from '../../../contracts/catalogue/problems.ts';
import { purposes } from '../../../contracts/catalogue/purposes.ts';
import { gateRules } from '../../policy/index.ts';
import type { Crypto } from '../../ports.ts';
import { type Html, html, join } from '../html.ts';
import { style } from './style.ts';

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
<nav><a href="#operations">Operations</a> <a href="#problems">Problems</a> <a href="#purposes">Purposes</a> <a href="#rules">Rules of the gate</a> <a href="#evidence">Evidence</a></nav>
</header>
<main>
<section id="operations"><h2>Operations</h2>${join(operations.map(operationPart))}</section>
<section id="problems"><h2>Problems</h2>
<p>Every error is <code>application/problem+json</code> (RFC 9457) with one of these codes.</p>
<table><thead><tr><th>Code</th><th>Status</th><th>Cause</th><th>Cure</th><th>Retry</th></tr></thead><tbody>
${join(Object.entries(problems).map(([code, { status, detail, cure, retry }]) => html`<tr id="${code}"><td><code>${code}</code></td><td>${status}</td><td>${detail}</td><td>${cure}</td><td>${retry}</td></tr>`))}
</tbody></table></section>
<section id="purposes"><h2>Purposes</h2>
<p>Who may see what, by default. A network may narrow any cell; see <code>GET /v1/purposes</code> for what is in force.</p>
${join(purposes.map(purposePart))}</section>
<section id="rules"><h2>Rules of the gate</h2>
<p>Asked for every exchange, and again at the moment of delivery. The first rule that does not hold denies.</p>
<table><thead><tr><th>Rule</th><th>Says</th></tr></thead><tbody>
${join(Object.entries(gateRules).map(([rule, says]) => html`<tr><td><code>${rule}</code></td><td>${says}</td></tr>`))}
</tbody></table></section>
<section id="evidence"><h2>How evidence combines</h2>
<p>Several records about one person combine into one answer. Each row is a question on ${tableDay}.</p>
<table><thead><tr><th>Rule</th><th>Case</th><th>Answer</th></tr></thead><tbody>
${join(combiningTable.map(({ rule, why, expect }) => html`<tr><td>${rule}</td><td>${why}</td><td><code>${expect}</code></td></tr>`))}
</tbody></table></section>
</main>
</body></html>`;

const operationPart = (operation: Declaration): Html => html`<article id="${operation.id}">
<h3><code>${operation.method.toUpperCase()} ${operation.path}</code></h3>
<p><strong>${operation.summary.en}</strong> <span lang="it">${operation.summary.it}</span></p>
<p>${operation.description}</p>
<p>${operation.scope === null ? 'Public.' : html`Scope <code>${operation.scope}</code>.`} Answers ${operation.reply.status}: ${operation.reply.description}.</p>
<details><summary>Problems</summary><p>${join(problemsOf(operation).map((code) => html`<a href="#${code}"><code>${code}</code></a> `))}</p></details>
</article>`;

const purposePart = ({ code, title, legal_basis, evidence, matrix }: Purpose): Html => html`<article>
<h3><code>${code}</code> ${title.en}</h3>
<p><span lang="it">${title.it}</span></p>
<p>GDPR ${legal_basis.gdpr_article_6} ${legal_basis.gdpr_article_9 ?? ''}; ${legal_basis.national_act}. Evidence: ${evidence}.</p>
<table><thead><tr><th>Recipient</th><th>May see</th><th>With consent also</th></tr></thead><tbody>
${join(matrix.map((cell) => html`<tr><td>${cell.recipient_kind}</td><td>${cell.classes.join(', ')}</td><td>${cell.with_consent?.join(', ') ?? ''}</td></tr>`))}
</tbody></table>
</article>`;
