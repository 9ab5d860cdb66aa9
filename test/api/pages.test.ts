import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { answerStates, mailLanguages } from '../../contracts/canonical/convocation-codes.ts';
import { texts } from '../../src/http/pages/texts/texts.ts';
import { fakeApp } from './fake-app.ts';
import { answersAt, answerView, documentsAt, documentsView, meetingBehindLink, token } from './link-views.ts';

const browser = 'text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8';
const form = (fields: Record<string, string>) => ({
  headers: { accept: browser, 'content-type': 'application/x-www-form-urlencoded' },
  body: new URLSearchParams(fields).toString(),
});
const accept = { answer: 'accepted', sequence: '3' };

function site(changes: Parameters<typeof answerView>[1] = {}, documents: Parameters<typeof documentsView>[1] = {}) {
  const { held, verbs } = meetingBehindLink(answerView('it', changes), documentsView('it', documents));
  return { held, ...fakeApp({ verbs: verbs ?? {} }) };
}

const written = (html: string) => html.replaceAll('&#39;', "'").replaceAll('&amp;', '&');

describe('the answer page', () => {
  it.each(mailLanguages.flatMap((language) => answerStates.map((state) => [language, state] as const)))(
    'in %s says where an answer stands: %s',
    async (language, state) => {
      const { verbs } = meetingBehindLink(answerView(language, { answer: { state } }));
      const reply = await fakeApp({ verbs: verbs ?? {} }).send('GET', answersAt);
      expect(reply.text).toContain(`<html lang="${language}">`);
      expect(reply.headers.get('content-language')).toBe(language);
      expect(written(reply.text)).toContain(texts[language].answer.states[state]);
      expect(reply.text).not.toMatch(/undefined|\[object|NaN|Invalid Date/);
    },
  );

  it('shows meeting, cases and what was withheld in words', async () => {
    const { text } = await site().send('GET', answersAt);
    for (const said of [
      'giovedì 10 dicembre 2026',
      'dalle 9:30 alle 11:00',
      'martedì 1º dicembre 2026',
      'Comune di Borgoverde, sala piccola<br>Piazza dei Tigli 1',
      'href="https://incontri.example.it/sala/borgoverde-dicembre"',
      'M.R., pratica BV-2026-0107',
      'psicologa o psicologo, ASL Valle Serena',
      'protezione da violenza',
      'href="tel:+390550123456"',
      'name="sequence" value="3"',
    ])
      expect(text).toContain(said);
  });

  it.each(['cancelled', 'begun', 'removed'] as const)(
    'that is closed because %s says so and has no form',
    async (why) => {
      const { text } = await site({ may_answer: false, closed_because: why }).send('GET', answersAt);
      expect(text).toContain(texts.it.answer.closed[why]);
      expect(text).not.toContain('<form');
    },
  );

  it('asks a beneficiary for no more than to come or not', async () => {
    const { text } = await site({ bearer: 'beneficiary', may_delegate: false }).send('GET', answersAt);
    expect(text).not.toMatch(/not_competent|delegated|M\.R\./);
    expect(text.match(/<form/g)).toHaveLength(3);
  });

  it('is whole where the gate left next to nothing', async () => {
    const { text } = await site({ cases: [{}, { members: [{}] }, { case_manager: {} }] }).send('GET', answersAt);
    expect(text).toContain(texts.it.cases.unnamed);
    expect(text).not.toContain('undefined');
  });

  it('shows markup in a name as text, wherever it stands', async () => {
    const nasty = `"'><script>x</script><a href=javascript:x onclick='y'>`;
    const { text } = await site({
      to: { given_name: nasty, family_name: nasty },
      organizer: { name: nasty, given_name: nasty, family_name: nasty, phone: '<b>1</b>' },
      meeting: {
        starts_at: '2026-12-10T23:30:00+01:00',
        ends_at: '2026-12-11T00:30:00+01:00',
        mode: 'hybrid',
        place: { name: nasty, address: nasty },
        online_url: 'https://x.example/?a=%22onmouseover=alert(1)&b=%3Cb%3E',
      },
      cases: [
        {
          case_id: nasty,
          initials: '<i>',
          members: [{ given_name: nasty, organization_name: nasty }],
        },
      ],
      answer: { state: 'delegated', delegate: { given_name: nasty, family_name: nasty } },
    }).send('GET', answersAt);
    expect(text).not.toMatch(/<script|<a href=javascript|<i>|<b>|onclick='|"onmouseover/);
    expect(text).toContain('&lt;script&gt;');
  });

  it.each([['GET'], ['HEAD']])('is read by %s without a trace', async (method) => {
    for (const path of [answersAt, documentsAt]) {
      const { send, held, asked } = site();
      const before = structuredClone(held);
      const reply = await send(method, path, { headers: { accept: browser } });
      expect([reply.status, held]).toEqual([200, before]);
      expect(asked.map(({ verb }) => verb)).toEqual([path === answersAt ? 'readAnswer' : 'readDocuments']);
      if (method === 'HEAD') expect(reply.text).toBe('');
    }
  });
});

describe('an answer by form', () => {
  it('is given, and the page shows it', async () => {
    const { send, held, asked } = site();
    const reply = await send(
      'POST',
      answersAt,
      form({ answer: 'declined', sequence: '3', reason: 'absence', email: '' }),
    );
    expect(reply.status).toBe(200);
    expect(reply.text).toContain(texts.it.answer.saved);
    expect(held.writes).toEqual([{ answer: 'declined', reason: 'absence' }]);
    expect(asked[0]?.call).toEqual({ correlation_id: reply.headers.get('x-correlation-id') });
  });

  it('names a colleague, whose data are trimmed of what a keyboard adds', async () => {
    const { send, held } = site();
    const delegate = { given_name: ' Sara ', family_name: 'Neri', email: 'sara.neri@cpi.example.it ' };
    await send('POST', answersAt, form({ answer: 'delegated', sequence: '3', ...delegate }));
    expect(held.writes).toEqual([
      { answer: 'delegated', delegate: { given_name: 'Sara', family_name: 'Neri', email: 'sara.neri@cpi.example.it' } },
    ]);
  });

  it.each([
    [{ answer: 'delegated', sequence: '3' }, ['given_name', 'family_name', 'email']],
    [{ answer: 'delegated', sequence: '3', given_name: 'Sara', family_name: 'Neri', email: 'a@b@c' }, ['email']],
    [{ answer: 'declined', sequence: '3' }, ['reason']],
    [{ answer: 'maybe', sequence: '3' }, ['answer']],
    [{ answer: 'accepted', sequence: '1e3' }, []],
    [{ answer: 'accepted' }, []],
    [{ answer: 'accepted', sequence: '3', colour: 'red' }, []],
    [{ answer: 'accepted', sequence: '3', __proto__x: '', constructor: 'x' }, []],
  ] as const)('that is not whole is told so at its fields (%#)', async (fields, wrong) => {
    const { send, held } = site();
    const reply = await send('POST', answersAt, form(fields));
    expect(reply.status).toBe(422);
    const links = [...reply.text.matchAll(/<a href="#(\w+)">/g)].map(([, id]) => id);
    expect(links).toEqual(wrong);
    for (const id of links) expect(reply.text).toContain(`id="${id}"`);
    expect(held.writes).toEqual([]);
  });

  it('that says a thing twice says nothing', async () => {
    const { send, held } = site();
    const reply = await send('POST', answersAt, { ...form({}), body: 'answer=accepted&answer=declined&sequence=3' });
    expect([reply.status, held.writes]).toEqual([422, []]);
  });

  it('gives back what was typed, as text', async () => {
    const typed = { given_name: '"><script>', family_name: '\u202e', email: "x'y@z" };
    const { text } = await site().send('POST', answersAt, form({ answer: 'delegated', sequence: '3', ...typed }));
    expect(text).toContain('value="&quot;&gt;&lt;script&gt;"');
    expect(text).not.toContain('<script');
  });

  it('on an old page does not count, and the page is new', async () => {
    const { send, held } = site();
    const reply = await send('POST', answersAt, form({ ...accept, sequence: '2' }));
    expect([reply.status, held.writes]).toEqual([409, []]);
    expect(reply.text).toContain(texts.it.errors.outdated);
    expect(reply.text).toContain('name="sequence" value="3"');
  });

  it('to a closed meeting does not count, and the page says why', async () => {
    const { send, held } = site({ may_answer: false, closed_because: 'begun' });
    const reply = await send('POST', answersAt, form(accept));
    expect([reply.status, held.writes]).toEqual([409, []]);
    expect(reply.text).toContain(texts.it.answer.closed.begun);
  });

  it('from a page of another site needs the secret of the link, and nothing else would do', async () => {
    const { send, held } = site();
    const foreign = { origin: 'https://elsewhere.example', cookie: 'session=1' };
    const guess = `${token.slice(0, -1)}2`;
    const reply = await send('POST', `/v1/answers/${guess}`, {
      ...form(accept),
      headers: { ...form(accept).headers, ...foreign },
    });
    expect([reply.status, held.writes]).toEqual([404, []]);
    const asked = await send('OPTIONS', answersAt, {
      headers: { ...foreign, 'access-control-request-method': 'POST' },
    });
    for (const { headers } of [reply, asked]) {
      expect(headers.get('access-control-allow-origin')).toBeNull();
      expect(headers.get('set-cookie')).toBeNull();
    }
  });
});

describe('an answer by a program', () => {
  it('is JSON in and out, with a problem for what is wrong', async () => {
    const { send, held } = site();
    const headers = { accept: 'application/json' };
    const reply = await send('POST', answersAt, { headers, body: { answer: 'tentative', sequence: 3 } });
    expect(reply.json).toMatchObject({ answer: { state: 'tentative' }, sequence: 3 });
    const wrong = await send('POST', answersAt, { headers, body: { answer: 'declined', sequence: 3 } });
    expect(wrong.json).toMatchObject({
      code: 'request/invalid-body',
      errors: [{ pointer: '/reason', code: 'missing' }],
    });
    expect(held.writes).toHaveLength(1);
  });

  it.each([
    [undefined, 'text/html'],
    ['*/*', 'text/html'],
    [browser, 'text/html'],
    ['application/json', 'application/json'],
    ['application/problem+json', 'application/json'],
    ['application/json, text/html;q=0.9', 'application/json'],
    ['application/json;q=0.5, text/html;q=0.6', 'text/html'],
    ['*/*;q=0.1, application/json', 'application/json'],
    ['text/html;q=0, */*', 'application/json'],
  ])('that accepts %s gets %s', async (accept, type) => {
    const headers: Record<string, string> = accept === undefined ? {} : { accept };
    const { send } = site();
    for (const path of [answersAt, documentsAt]) {
      expect((await send('GET', path, { headers })).headers.get('content-type')).toContain(type);
    }
    const refused = (await send('GET', '/v1/answers/cut', { headers })).headers.get('content-type');
    expect(refused).toContain(type === 'text/html' ? type : 'application/problem+json');
  });
});

describe('the documents', () => {
  it('say what they hold, and are opened by POST under a neutral name', async () => {
    const { send, held } = site();
    const { text } = await send('GET', documentsAt);
    expect(text).toContain(texts.it.documents.contents.extract);
    expect(text).toContain('<dd>5</dd>');
    const pdf = await send('POST', documentsAt, { ...form({}), body: '' });
    expect([pdf.status, pdf.headers.get('content-type'), pdf.text]).toEqual([200, 'application/pdf', '%PDF-1.7\n']);
    expect(pdf.headers.get('content-disposition')).toBe('attachment; filename="documenti-incontro.pdf"');
    expect(held.writes).toEqual(['opened']);
  });

  it.each(['a"; x=".pdf', 'Maria Rossi.pdf', 'a\r\nX-Injected: 1.pdf', ''])(
    'leave a name that is none of ours: %s',
    async (filename) => {
      const { verbs } = meetingBehindLink(answerView('it'));
      const content = new Uint8Array([1]);
      const body = { content, filename };
      const openDocuments = async () => ({ refused: false, status: 200, headers: {}, body }) as never;
      const reply = await fakeApp({ verbs: { ...verbs, openDocuments } }).send('POST', documentsAt);
      expect(reply.headers.get('content-disposition')).toBe('attachment; filename="documenti.pdf"');
    },
  );

  it('that are used up have no button, and a page for whoever asks all the same', async () => {
    const { send } = site({}, { views_left: 0 });
    expect((await send('GET', documentsAt)).text).not.toContain('<form');
    const reply = await send('POST', documentsAt, form({}));
    expect([reply.status, reply.headers.get('content-type')]).toEqual([410, 'text/html; charset=utf-8']);
    expect(reply.text).toContain(texts.it.trouble.says.spent);
  });
});

describe('every page', () => {
  it.each([
    ['GET', answersAt, 200],
    ['POST', answersAt, 422],
    ['GET', documentsAt, 200],
    ['GET', '/v1/documents/cut', 404],
  ])('%s %s loads and runs nothing, is kept by nobody and found by nobody', async (method, path, status) => {
    const { text, headers, status: got } = await site().send(method, path, method === 'POST' ? form({}) : {});
    expect(got).toBe(status);
    expect(text).not.toMatch(/<script|<img|<link|<iframe|src=|@import|url\(|style="| on\w+="/);
    const style = /<style>(?<css>.*)<\/style>/s.exec(text)?.groups?.css ?? '';
    const hash = createHash('sha256').update(style).digest('base64');
    expect(Object.fromEntries(headers)).toMatchObject({
      'content-security-policy': `default-src 'none'; style-src 'sha256-${hash}'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'`,
      'referrer-policy': 'no-referrer',
      'x-robots-tag': 'noindex, nofollow',
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
    });
    expect(text).not.toContain(token);
  });

  it.each([
    ['de-AT, en;q=0.5', 'de'],
    ['sl;q=0.4, fr-FR;q=0.8', 'fr'],
    ['ja, *;q=0.1', 'it'],
    ['ja', 'it'],
    ['', 'it'],
    ['en;q=0, sl', 'sl'],
  ] as const)('of a link that says nothing speaks as the browser asks: %s', async (languages, expected) => {
    const { text } = await site().send('GET', '/v1/answers/cut', { headers: { 'accept-language': languages } });
    expect(text).toContain(`<html lang="${expected}">`);
    expect(written(text)).toContain(texts[expected].trouble.titles.unknown);
  });

  it.each([
    ['?utm_source=mail', 400, 'invalid'],
    ['', 500, 'failed'],
  ] as const)('of a refusal (%s) offers the way back without a query', async (query, status, trouble) => {
    const { verbs } = meetingBehindLink(answerView('it'));
    const readAnswer = () => Promise.reject(new Error('x'));
    const reply = await fakeApp({ verbs: { ...verbs, readAnswer } }).send('GET', answersAt + query);
    expect(reply.status).toBe(status);
    expect(reply.text).toContain(texts.it.trouble.says[trouble]);
    expect(reply.text).toContain(`href="${answersAt}"`);
  });

  it('of too many requests says when to come back', async () => {
    const { verbs } = meetingBehindLink(answerView('it'));
    const { send } = fakeApp({ verbs: verbs ?? {}, limits: { requestsPerMinuteMax: 1 } });
    await send('GET', answersAt);
    const reply = await send('GET', answersAt);
    expect([reply.status, reply.headers.get('retry-after')]).toEqual([429, '60']);
    expect(reply.text).toContain(texts.it.trouble.says.busy);
  });

  it('does not leave when it breaks the contract', async () => {
    const { send, lines } = site({ sequence: -1 });
    const reply = await send('GET', answersAt);
    expect([reply.status, lines[0]?.event]).toEqual([500, 'http.reply_broken']);
    expect(reply.text).toContain(texts.it.trouble.titles.failed);
  });

  it('leaves no token in the log', async () => {
    const { send, lines } = site();
    await send('GET', answersAt);
    await send('POST', answersAt, form(accept));
    expect(JSON.stringify(lines)).not.toContain(token);
  });
});
