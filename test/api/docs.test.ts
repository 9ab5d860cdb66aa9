import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import committed from '../../contracts/api/openapi.json' with { type: 'json' };
import { operations } from '../../contracts/api/operations.ts';
import { combiningTable } from '../../contracts/catalogue/combining-table.ts';
import { problems } from '../../contracts/catalogue/problems.ts';
import { purposes } from '../../contracts/catalogue/purposes.ts';
import { fakeApp } from './fake-app.ts';
import { parametersOf } from './references.ts';

describe('the documentation', () => {
  it('holds every operation, problem, purpose and rule', async () => {
    const { text } = await fakeApp().send('GET', '/docs');
    for (const { path } of operations) expect(text).toContain(path);
    for (const code of [...Object.keys(problems), ...purposes.map((purpose) => purpose.code)])
      expect(text).toContain(`<code>${code}</code>`);
    for (const { why } of combiningTable) expect(text).toContain(why.replaceAll("'", '&#39;'));
  });

  it('tells of every operation its parameters, the members of its body and those of its reply', async () => {
    const articles = await articlesById();
    for (const { id, path, method, reply } of operations) {
      const article = articles.get(id) ?? '';
      const declared: Documented = Reflect.get(Reflect.get(committed.paths, path), method);
      for (const { name, in: place, required } of parametersOf(committed, declared)) {
        const word = required ? '<strong>required</strong>' : 'optional';
        expect(article, `${id} ${name}`).toMatch(new RegExp(`<dt><code>${name}</code> ${place}, [^\n]*${word}`));
      }
      for (const content of [declared.requestBody?.content, declared.responses[reply.status]?.content]) {
        for (const name of membersIn(content)) expect(article, `${id} ${name}`).toContain(`<dt><code>${name}</code> `);
      }
    }
  });

  it('tells of a member its type, whether it is required, its class, its limits and what it means', async () => {
    const articles = await articlesById();
    const submit = articles.get('submit_referral') ?? '';
    expect(submit).toContain('<dt><code>Idempotency-Key</code> header, text, <strong>required</strong>, class');
    expect(submit).toContain(
      '<dt><code>subject</code> <a href="#shape-Subject">Subject</a>, <strong>required</strong>',
    );
    const subject = articles.get('shape-Subject') ?? '';
    expect(subject).toMatch(
      /<code>given_name<\/code> text, optional, class <code>identity<\/code><\/dt>\n<dd>From 1 to 100 char/,
    );
    expect(subject).toContain('<dd>Belfiore code. Up to 4 characters. Pattern <code>^[A-Z]\\d{3}$</code>.</dd>');
    const event = articles.get('record_referral_event') ?? '';
    expect(event).toContain('<dt><code>If-Match</code> header, text, <strong>required</strong>');
    expect(event).toContain('<h5><code>type: complete</code></h5>');
  });

  it('links to what is on the page', async () => {
    const { text } = await fakeApp().send('GET', '/docs');
    const ids = new Set([...text.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id));
    for (const [, target] of text.matchAll(/href="#([^"]+)"/g)) expect(ids, target).toContain(target);
  });

  it('loads nothing and runs nothing, and its policy says so', async () => {
    const { text, headers } = await fakeApp().send('GET', '/docs');
    expect(text).not.toMatch(/<script|src=|<link|@import|url\(|(?:href|action)="(?![#/][\w/])/);
    const style = /<style>(?<css>.*)<\/style>/s.exec(text)?.groups?.css ?? '';
    const hash = createHash('sha256').update(style).digest('base64');
    expect(headers.get('content-security-policy')).toBe(
      `default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
    );
    expect(headers.get('cache-control')).toBe('max-age=300');
  });
});

type Content = Readonly<Record<string, { schema: { $ref?: string } }>>;
type Documented = {
  readonly parameters?: readonly object[];
  readonly requestBody?: { readonly content: Content };
  readonly responses: Readonly<Record<string, { content?: Content }>>;
};

async function articlesById(): Promise<ReadonlyMap<string, string>> {
  const { text } = await fakeApp().send('GET', '/docs');
  return new Map(
    [...text.matchAll(/<article id="([^"]+)">(.*?)<\/article>/gs)].map(([, id = '', part = '']) => [id, part]),
  );
}

/** The names of the members of a body, but of the one that tells variants apart. */
function membersIn(content: Content | undefined): readonly string[] {
  const name = Object.values(content ?? {})[0]
    ?.schema.$ref?.split('/')
    .at(-1);
  const schema = name === undefined ? {} : Reflect.get(committed.components.schemas, name);
  const variants: { properties?: Record<string, { enum?: unknown[] }> }[] = schema.oneOf ?? [schema];
  return variants.flatMap(({ properties = {} }) => {
    const apart = schema.oneOf && Object.entries(properties).find(([, { enum: values }]) => values?.length === 1)?.[0];
    return Object.keys(properties).filter((each) => each !== apart);
  });
}
