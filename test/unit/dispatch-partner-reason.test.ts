import { describe, expect, it } from 'vitest';
import { Delivery } from '../../contracts/canonical/delivery.ts';
import { partnerReason } from '../../src/dispatch/partner-reason.ts';
import type { SendResult, Step, WireAnswer } from '../../src/ports.ts';
import { createStand, request, verdictOf } from './dispatch-stand.ts';

const problem = (status: number, body: unknown, type = 'application/problem+json'): WireAnswer => ({
  status,
  headers: { 'content-type': type },
  body: typeof body === 'string' ? body : JSON.stringify(body),
});
const codesOf = (answer: WireAnswer) => partnerReason(answer).map(({ code }) => code);
const answered = (answer: WireAnswer): SendResult => ({
  answered: true,
  answer,
  bytes: new TextEncoder().encode(answer.body),
});

describe("what is kept of a partner's problem details", () => {
  it.each<[string, object, string]>([
    ["a code of the gateway's own", { code: 'signature/jti-used', type: 'urn:x:other' }, 'signature/jti-used'],
    [
      "GovWay's",
      { type: 'https://govway.org/handling-errors/403/AuthorizationDeny.html', title: 'AuthorizationDeny' },
      'AuthorizationDeny',
    ],
    ["PDND's", { type: 'about:blank', errors: [{ code: '015-0008' }] }, '015-0008'],
    ['one behind a word that may not pass', { code: 'Rossi', errors: [{ code: '015-0008' }] }, '015-0008'],
  ])('%s', (_, body, code) => {
    expect(codesOf(problem(422, body))).toEqual(['partner-status-422', `partner-code-${code}`]);
  });

  it.each<[string, unknown]>([
    ['a sentence', { code: 'Mario Rossi non esiste', title: 'Mario Rossi', detail: 'nato il 1980-01-01' }],
    ['a tax code', { code: 'RSSMRA80A41H501Y', type: 'https://ente.example/RSSMRA80A41H501Y' }],
    ['a tax code in small letters, and apart', { code: 'rssmra80a41h501y', type: 'urn:x:rssmra-80a41-h501y' }],
    ['a name that was sent', { code: 'rossi-mario', type: 'https://ente.example/p/ROSSI_UNKNOWN' }],
    ['a word', { code: 'rossi', type: 'https://ente.example/problems/gravidanza' }],
    ['an object of everybody', { code: 'constructor' }],
    ["a page of GovWay's that is none", { type: 'https://govway.org/handling-errors/403/Mario%20Rossi.html' }],
    ['a date', { code: '1980-01-01', type: 'urn:x:rossi-1980-01-01' }],
    ['a telephone number', { code: '3335550112', type: 'tel:+39-333-5550112' }],
    ['an identifier', { code: '019aa3c0-7d52-7a10-8f00-000000000005' }],
    ['an address of mail', { code: 'anna@comune.example.it' }],
    ['something long', { code: 'a-'.repeat(30) }],
    ['another kind of value', { code: { text: 'x-y' }, type: 7, errors: 'x' }],
    ['nothing', {}],
    ['no object', '"case-closed"'],
    ['no JSON', 'case-closed'],
  ])('not %s: the status alone', (_, body) => {
    expect(codesOf(problem(400, body))).toEqual(['partner-status-400']);
  });

  it('nothing of another kind of answer', () => {
    expect(codesOf(problem(200, { code: 'request/stale' }))).toEqual([]);
    expect(codesOf(problem(422, { code: 'request/stale' }, 'application/json'))).toEqual([]);
    expect(codesOf(problem(422, { code: 'request/stale' }, 'application/problem+json; charset=utf-8'))).toHaveLength(2);
  });
});

describe('an operator finds it at the delivery', () => {
  const findings = [
    { pointer: '', code: 'partner-status-409' },
    { pointer: '', code: 'partner-code-request/stale' },
  ];
  const no = answered(problem(409, { code: 'request/stale', detail: 'Mario Rossi is closed' }));

  it('that was refused, before what the translation found', async () => {
    const dropped = { pointer: '/request/household', code: 'not-carried' };
    const notify: Step = { send: request('/notify'), effect: true, next: verdictOf, findings: [dropped] };
    const stand = createStand({ adapter: { write: () => notify }, answering: () => no });
    const [id] = await stand.queue({});
    await stand.run();
    const delivery = await stand.delivery(id);
    expect(delivery).toMatchObject({ state: 'refused', findings: [...findings, dropped] });
    expect(JSON.stringify(delivery)).not.toContain('Rossi');
    expect(Delivery.shape.findings.safeParse(delivery?.findings).success).toBe(true);
  });

  it('only where that answer ended it', async () => {
    const found: Step = { send: request('/notify'), effect: true, next: verdictOf };
    const steps: Step = { send: request('/find'), effect: false, next: () => found };
    const stand = createStand({
      adapter: { write: () => steps },
      answering: ({ path }) => (path === '/find' ? no : answered({ status: 200, headers: {}, body: '' })),
    });
    const [id] = await stand.queue({});
    await stand.run();
    expect(await stand.delivery(id)).toMatchObject({ state: 'delivered', findings: [] });
  });
});
