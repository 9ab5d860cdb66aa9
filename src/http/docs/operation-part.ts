import type { Declaration } from '../../../contracts/api/declaration.ts';
import { problemsOf } from '../../../contracts/api/problems-of.ts';
import { trustGrid, trustProblems } from '../../../contracts/catalogue/trust-problems.ts';
import { type Html, html, join } from '../html.ts';
import { list, membersPart } from './members.ts';
import { commonHeaders, documented, type Parameter, parametersOf, type Schema, shapeName } from './openapi.ts';

/** To the first code of each proof; the others follow it. */
const trustPart = html`<p>Where vouchers count, also those of the voucher and of the proofs beside it: ${join(
  Object.keys(trustGrid).map((family) => {
    const first = Object.keys(trustProblems).find((code) => code.startsWith(`${family}/`)) ?? '';
    return html`<a href="#${first}"><code>${family}/…</code></a> `;
  }),
)}</p>`;

/** One operation: what it is for, what it takes, what it answers, what can go wrong. */
export function operationPart(operation: Declaration): Html {
  const published = documented(operation.method, operation.path);
  const { requestBody, responses } = published;
  const { content, headers = {} } = responses[operation.reply.status] ?? {};
  const ownHeaders = Object.keys(headers).filter((name) => !commonHeaders.includes(name));
  return html`<article id="${operation.id}">
<h3><code>${operation.method.toUpperCase()} ${operation.path}</code></h3>
<p><strong>${operation.summary.en}</strong> <span lang="it">${operation.summary.it}</span></p>
<p>${operation.description}</p>
<p>${operation.scope === null ? 'Public.' : html`Scope <code>${operation.scope}</code>.`} Answers ${operation.reply.status}: ${operation.reply.description}.</p>
${parametersPart(parametersOf(published))}
${contentPart('Body', requestBody?.content)}
${contentPart(`Reply ${operation.reply.status}`, content)}
${ownHeaders.length === 0 ? '' : html`<p>The reply also has: ${join(ownHeaders.map((name) => html`<code>${name}</code> `))}</p>`}
<details><summary>Problems</summary><p>${join(problemsOf(operation).map((code) => html`<a href="#${code}"><code>${code}</code></a> `))}</p>${operation.scope === null ? '' : trustPart}</details>
</article>`;
}

const parametersPart = (parameters: readonly Parameter[]): Html =>
  parameters.length === 0
    ? html``
    : html`<details open><summary>Parameters</summary>
${list(parameters.map(({ name, in: place, required, schema }) => ({ path: name, place, required, schema })))}</details>`;

function contentPart(title: string, content: Readonly<Record<string, { readonly schema: Schema }>> | undefined): Html {
  const [first] = Object.values(content ?? {});
  if (content === undefined || first === undefined) return html``;
  const types = join(Object.keys(content).map((type) => html`<code>${type}</code> `));
  const name = shapeName(first.schema);
  return html`<details><summary>${title}${name === undefined ? '' : `: ${name}`}</summary>
<p>${types}</p>
${membersPart(first.schema)}</details>`;
}
