import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { System } from '../../contracts/canonical/network.ts';
import type { Send, SendResult, WireRequest } from '../../src/ports.ts';

export type SendStand = {
  readonly send: Send;
  /** Address of a partner that behaves as its path says: see `partnerRows`. */
  readonly address: string;
  /** What the partner saw of the requests to /echo, oldest first. */
  readonly seen: () => readonly Seen[];
  readonly stop: () => Promise<void>;
};
export type Seen = { readonly method: string; readonly headers: Record<string, string>; readonly body: string };

export const secrets: Readonly<Record<string, string>> = { CPI_BASIC: 'raccordo:pàssword', ASL_TOKEN: 'token-1' };
/** Long enough for any machine where an answer comes; short where none ever does. */
export const limits = { timeoutMs: 5_000, replyBytesMax: 1000 };
export const hasty = { timeoutMs: 250, replyBytesMax: 1000 };

const unanswered = (at: string, code?: string) => ({ answered: false, at, ...(code === undefined ? {} : { code }) });
const answered = (status: number, body: string) => ({ answered: true, answer: { status, body } });

const inTime = unanswered('exchange', 'timeout');

/** What the partner does at a path, and what the sender makes of it. */
const rows: readonly (readonly [path: string, what: string, expected: object])[] = [
  ['/text', 'answers in UTF-8', answered(200, 'città')],
  ['/latin', 'answers in ISO-8859-1, said by Content-Type', answered(200, 'città')],
  ['/latin-xml', 'answers in ISO-8859-1, said by the XML prolog', answered(200, latinXml())],
  ['/charset', 'answers in a charset nobody knows', answered(200, 'citta')],
  ['/empty', 'answers 204', answered(204, '')],
  ['/fault', 'answers 500', answered(500, 'fault')],
  ['/exact', 'answers with as many bytes as are allowed', answered(200, 'x'.repeat(1000))],
  ['/big', 'answers with more bytes than are allowed', unanswered('oversize', 'reply-too-large')],
  ['/flood', 'answers with more than is allowed, and does not end', unanswered('oversize', 'reply-too-large')],
  ['/drip', 'answers without end, in time for nothing', inTime],
  ['/silent', 'takes the request and says nothing', inTime],
  ['/cut', 'breaks off in the middle of the body', unanswered('exchange')],
  ['/reset', 'resets the connection after the request', unanswered('exchange')],
  ['/garbage', 'answers something that is not HTTP', unanswered('exchange')],
  ['/moved', 'redirects', unanswered('redirect', '307')],
  ['/see-other', 'took it and points elsewhere', unanswered('redirect', '303')],
];

export function latinXml() {
  return '<?xml version="1.0" encoding="ISO-8859-1"?><a>città</a>';
}

const post = (path: string, more: Partial<WireRequest> = {}): WireRequest => ({
  method: 'POST',
  path,
  headers: { 'Content-Type': 'application/json' },
  body: '{"n":1}',
  ...more,
});

const systemAt = (address: string | undefined, more: object = {}): System =>
  System.parse({
    id: 'asl-sys',
    organization: 'asl-borgoverde',
    adapter: 'fhir-r4',
    ...(address ? { address } : {}),
    ...more,
  });

/** The same sender for every runtime: same request, same partner, same result. */
export function sendSuite(runtime: string, start: () => Promise<SendStand>): void {
  describe(`sending from ${runtime}`, () => {
    let stand: SendStand;
    beforeAll(async () => {
      stand = await start();
    });
    afterAll(() => stand.stop());

    const send = (request: WireRequest, system: object = {}): Promise<SendResult> =>
      stand.send(request, systemAt(stand.address, system), limits);
    const echoed = async (request: WireRequest, system: object = {}) => {
      expect(await send(request, system)).toMatchObject({ answered: true });
      const last = stand.seen().at(-1);
      if (last === undefined) throw new Error('nothing was seen');
      return last;
    };

    it.each(rows)('%s: the partner %s', async (path, _what, expected) => {
      const patience = expected === inTime ? hasty : limits;
      expect(await stand.send(post(path), systemAt(stand.address), patience)).toMatchObject(expected);
    });

    it('sends method, headers and body as the adapter wrote them, and says who it is', async () => {
      const seen = await echoed(post('/echo', { method: 'PUT', headers: { 'X-Own': 'a' } }));
      expect(seen).toMatchObject({
        method: 'PUT',
        body: '{"n":1}',
        headers: { 'x-own': 'a', 'user-agent': 'raccordo/0.0.0' },
      });
    });

    it('sends no body where there is none', async () => {
      const seen = await echoed(post('/echo', { method: 'GET', body: null }));
      expect(seen).toMatchObject({ method: 'GET', body: '' });
    });

    it('gives the headers of the reply with names in lower case', async () => {
      const result = await send(post('/text'));
      expect(result.answered && result.answer.headers['content-type']).toBe('text/plain; charset=utf-8');
    });

    it.each([
      ['basic', 'CPI_BASIC', `Basic ${btoa('raccordo:p\u00c3\u00a0ssword')}`],
      ['bearer', 'ASL_TOKEN', 'Bearer token-1'],
    ])('adds %s credentials, over whatever the adapter wrote', async (scheme, secret, authorization) => {
      const seen = await echoed(post('/echo', { headers: { Authorization: 'Basic forged' } }), {
        credentials: { scheme, secret },
      });
      expect(seen.headers.authorization).toBe(authorization);
    });

    it('sends nothing without the secret that the system needs', async () => {
      const before = stand.seen().length;
      const result = await send(post('/echo'), { credentials: { scheme: 'basic', secret: 'NOT_SET' } });
      expect(result).toEqual(unanswered('credentials', 'credentials-missing'));
      expect(stand.seen()).toHaveLength(before);
    });

    it.each(['/../out', '/%2e%2e/out', '/a/../../out'])(
      'refuses the path %s, which leads out of the address',
      async (path) => {
        const before = stand.seen().length;
        const result = await stand.send(post(path), systemAt(`${stand.address}/echo`), limits);
        expect(result).toEqual(unanswered('address_refused', 'path-leads-out'));
        expect(stand.seen()).toHaveLength(before);
      },
    );

    it.each([
      ['//elsewhere.example/x', '/echo//elsewhere.example/x'],
      ['@elsewhere.example', '/echo/@elsewhere.example'],
      ['https://elsewhere.example', '/echo/https://elsewhere.example'],
    ])('takes the path %s for a path, not for another address', async (path, taken) => {
      const result = await stand.send(post(path), systemAt(`${stand.address}/echo`), limits);
      expect(result).toMatchObject(answered(200, taken));
    });

    it('appends the path to the address', async () => {
      const result = await stand.send(post('?x=1'), systemAt(`${stand.address}/echo`), limits);
      expect(result).toMatchObject(answered(200, '/echo?x=1'));
      expect(await stand.send(post(''), systemAt(`${stand.address}/echo/`), limits)).toMatchObject(
        answered(200, '/echo'),
      );
    });

    it('refuses a system without address, or with credentials in it', async () => {
      expect(await stand.send(post('/'), systemAt(undefined), limits)).toEqual(
        unanswered('address_refused', 'address-missing'),
      );
      const inside = stand.address.replace('//', '//user:secret@');
      expect(await stand.send(post('/'), systemAt(inside), limits)).toEqual(
        unanswered('address_refused', 'address-holds-credentials'),
      );
    });

    it('refuses a header that would start another', async () => {
      const before = stand.seen().length;
      const result = await send(post('/echo', { headers: { 'X-Own': 'a\r\nX-Other: b' } }));
      expect(result).toEqual(unanswered('address_refused', 'request-malformed'));
      expect(stand.seen()).toHaveLength(before);
    });
  });
}
