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
const sent = '{"cognome":"Rossi","nome":"MARIO","stato":"chiuso"}';
const codesOf = (answer: WireAnswer) => partnerReason(answer, sent).map(({ code }) => code);
const answered = (answer: WireAnswer): SendResult => ({
  answered: true,
  answer,
  bytes: new TextEncoder().encode(answer.body),
});

describe("what is kept of a partner's problem details", () => {
  it.each<[string, object, string]>([
    ['its code', { code: 'case-closed', type: 'urn:x:other' }, 'case-closed'],
    ['a code with a slash', { code: 'signature/jti-used' }, 'signature/jti-used'],
    ['a code in capitals', { code: 'ERR_VALIDATION_12' }, 'ERR_VALIDATION_12'],
    ['a word that was sent and is no name', { code: 'stato-chiuso' }, 'stato-chiuso'],
    ['the name in a URN', { type: 'urn:ente:problem:purpose-unknown' }, 'purpose-unknown'],
    ['the end of an address', { type: 'https://ente.example/problems/quota-exceeded?x=1' }, 'quota-exceeded'],
    ['its fragment', { type: 'https://ente.example/problems#wrong-state' }, 'wrong-state'],
    ["PDND's form", { type: 'about:blank', errors: [{ code: '015-0008' }] }, '015-0008'],
    ['a code behind one that may not pass', { code: 'Mario Rossi', type: 'urn:x:no-such-case' }, 'no-such-case'],
  ])('%s', (_, body, token) => {
    expect(codesOf(problem(422, body))).toEqual(['partner-status-422', `partner-code-${token}`]);
  });

  it.each<[string, unknown]>([
    ['a sentence', { code: 'Mario Rossi non esiste', title: 'Mario Rossi', detail: 'nato il 1980-01-01' }],
    ['a tax code', { code: 'RSSMRA80A41H501Y', type: 'https://ente.example/RSSMRA80A41H501Y' }],
    ['a tax code in small letters, and apart', { code: 'rssmra80a41h501y', type: 'urn:x:rssmra-80a41-h501y' }],
    ['a name that was sent', { code: 'rossi-mario', type: 'https://ente.example/p/ROSSI_UNKNOWN' }],
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
    expect(codesOf(problem(200, { code: 'case-closed' }))).toEqual([]);
    expect(codesOf(problem(422, { code: 'case-closed' }, 'application/json'))).toEqual([]);
    expect(codesOf(problem(422, { code: 'case-closed' }, 'application/problem+json; charset=utf-8'))).toHaveLength(2);
  });
});

describe('an operator finds it at the delivery', () => {
  const findings = [
    { pointer: '', code: 'partner-status-409' },
    { pointer: '', code: 'partner-code-case-closed' },
  ];
  const no = answered(problem(409, { code: 'case-closed', detail: 'Mario Rossi is closed' }));

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
