import type { WireAnswer } from '../../src/ports.ts';

/** Words of a partner about a person: they may be read, but never end in an outcome. */
export const partnerGossip = 'PARTNERGOSSIP ROSSI MARIA RSSMRA80A41H501Y';

type Hostile = { readonly name: string; readonly answer: WireAnswer; readonly empty: boolean };

const json = 'application/json';
const html = 'text/html; charset=utf-8';

const entityBomb = `<?xml version="1.0"?><!DOCTYPE b [<!ENTITY a0 "${partnerGossip}">${Array.from(
  { length: 40 },
  (_, i) => `<!ENTITY a${i + 1} "&a${i};&a${i};&a${i};&a${i};">`,
).join('')}]><b>&a40;</b>`;

const bodies = (genuine: WireAnswer): readonly (readonly [name: string, contentType: string, body: string])[] => [
  ['an empty body', json, ''],
  ['a page', html, `<html><body><h1>Errore</h1><p>${partnerGossip}<br></body></html>`],
  ['noise', 'application/octet-stream', `\u0000\ufffd]]>{"<&${partnerGossip}`],
  ['null', json, 'null'],
  ['a number', json, '17'],
  ['an empty object', json, '{}'],
  ['an empty list', json, '[]'],
  [
    'another object',
    json,
    JSON.stringify({ errore: partnerGossip, esito: null, resourceType: 'Bundle', entry: [null] }),
  ],
  ['a polluting object', json, '{"__proto__":{"status":"OK"},"constructor":{"prototype":1}}'],
  ['deep JSON', json, `${'['.repeat(100_000)}${']'.repeat(100_000)}`],
  ['deep XML', 'text/xml', `${'<a>'.repeat(100_000)}${'</a>'.repeat(100_000)}`],
  ['an entity bomb', 'text/xml', entityBomb],
  ['an external entity', 'text/xml', '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>'],
  ['another envelope', 'text/xml', '<E:Envelope xmlns:E="urn:e"><E:Body><x/></E:Body></E:Envelope>'],
  ['a huge text', json, `"${'x'.repeat(4_000_000)}"`],
  ['a huge XML', 'text/xml', `<a>${'<b>&lt;</b>'.repeat(200_000)}</a>`],
  ...[0.1, 0.5, 0.9].map(
    (share) =>
      [
        `the genuine answer cut at ${share}`,
        genuine.headers['content-type'] ?? json,
        genuine.body.slice(0, Math.floor(genuine.body.length * share)),
      ] as const,
  ),
];

const statuses = [
  200, 202, 204, 206, 301, 302, 304, 400, 401, 403, 404, 405, 409, 410, 412, 413, 415, 422, 429, 500, 501, 502, 503,
  504, 599,
];

/** Answers no partner should give: every body at 200 and 500, and a page and nothing at every status. */
export function hostileAnswers(genuine: WireAnswer): Hostile[] {
  const all = bodies(genuine);
  const made = (status: number, [name, contentType, body]: (typeof all)[number]): Hostile => ({
    name: `${status} with ${name}`,
    answer: { status, headers: { 'content-type': contentType }, body },
    empty: body === '',
  });
  return [
    ...[200, 500].flatMap((status) => all.map((body) => made(status, body))),
    ...statuses.flatMap((status) => all.slice(0, 2).map((body) => made(status, body))),
    {
      name: 'a redirect',
      answer: { status: 302, headers: { location: 'http://169.254.169.254/' }, body: '' },
      empty: true,
    },
    {
      name: 'a wish for a wait that is no time',
      answer: { status: 503, headers: { 'retry-after': 'domani' }, body: '' },
      empty: true,
    },
    {
      name: 'a wish for a wait of an age',
      answer: { status: 503, headers: { 'retry-after': '999999999999' }, body: '' },
      empty: true,
    },
  ];
}
