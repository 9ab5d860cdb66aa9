import { describe, expect, it } from 'vitest';
import { System } from '../../contracts/canonical/network.ts';
import { createWebSender, type WebSenderOptions } from '../../src/entry/send-web.ts';
import { latinXml, limits, type Seen, secrets, sendSuite } from './send-suite.ts';

type Fetch = NonNullable<WebSenderOptions['fetch']>;

const bytes = (text: string) => new TextEncoder().encode(text);
const latin = (text: string) => Uint8Array.from(text, (character) => character.charCodeAt(0));
const plain = { 'content-type': 'text/plain' };
const reply = (status: number, headers: Record<string, string>, body: string | Uint8Array | null) => () =>
  new Response(body, { status, headers });

/** A body that goes on with what `pull` does, and ends with the request's deadline at the latest. */
const streamed = (pull: (to: ReadableStreamDefaultController<Uint8Array>) => void) => (signal: AbortSignal) => {
  const body = new ReadableStream<Uint8Array>({
    start: (to) => signal.addEventListener('abort', () => to.error(signal.reason)),
    pull,
  });
  return new Response(body, { headers: plain });
};
const never = (signal: AbortSignal) =>
  new Promise<Response>((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
const lost = () => {
  throw new TypeError('Network connection lost.');
};

/** The partner of the Node suite, as the platform's `fetch` would show it. */
const behaviours: Readonly<Record<string, (signal: AbortSignal) => Response | Promise<Response>>> = {
  '/text': reply(200, { 'content-type': 'text/plain; charset=utf-8' }, 'città'),
  '/latin': reply(200, { 'content-type': 'text/xml; charset="ISO-8859-1"' }, latin('città')),
  '/latin-xml': reply(200, { 'content-type': 'text/xml' }, latin(latinXml())),
  '/charset': reply(200, { 'content-type': 'text/plain; charset=klingon' }, 'citta'),
  '/empty': reply(204, {}, null),
  '/fault': reply(500, plain, 'fault'),
  '/exact': reply(200, plain, 'x'.repeat(1000)),
  '/big': reply(200, plain, 'x'.repeat(1001)),
  '/flood': streamed((to) => to.enqueue(bytes('x'.repeat(1001)))),
  '/drip': streamed(() => new Promise(() => {})),
  '/silent': never,
  '/cut': streamed((to) => to.error(new TypeError('Network connection lost.'))),
  '/reset': lost,
  '/garbage': lost,
  '/moved': reply(307, { location: '/echo' }, null),
  '/see-other': reply(303, { location: '/echo' }, null),
};

sendSuite('the Web platform', async () => {
  const seen: Seen[] = [];
  const address = 'https://partner.example';
  const platform: Fetch = async (url, init) => {
    const path = url.slice(address.length);
    const behaviour = behaviours[path];
    if (behaviour) return behaviour(init.signal);
    seen.push({ method: init.method, headers: init.headers, body: init.body ?? '' });
    return new Response(path, { headers: plain });
  };
  const { send } = createWebSender({ secretOf: (name) => secrets[name], version: '0.0.0', fetch: platform });
  return { send, address, seen: () => seen, stop: async () => {} };
});

describe('the platform itself', () => {
  it('cannot prove that nothing was sent: a port that nobody listens on counts as perhaps taken', async () => {
    const { send } = createWebSender({ secretOf: () => undefined, version: '0.0.0' });
    const system = System.parse({
      id: 'asl-sys',
      organization: 'asl-borgoverde',
      adapter: 'fhir-r4',
      address: 'http://127.0.0.1:1',
    });
    const result = await send({ method: 'POST', path: '/', headers: {}, body: 'x' }, system, limits);
    expect(result).toMatchObject({ answered: false, at: 'exchange' });
  });
});
