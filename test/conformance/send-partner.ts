import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { latinXml, type Seen } from './send-suite.ts';

type Behaviour = (response: ServerResponse, request: IncomingMessage) => void;

const reply =
  (status: number, headers: Record<string, string>, body: string | Buffer = ''): Behaviour =>
  (response) =>
    response.writeHead(status, headers).end(body);
const plain = { 'content-type': 'text/plain' };

const behaviours: Readonly<Record<string, Behaviour>> = {
  '/text': reply(200, { 'content-type': 'text/plain; charset=utf-8' }, 'città'),
  '/latin': reply(200, { 'content-type': 'text/xml; charset="ISO-8859-1"' }, Buffer.from('città', 'latin1')),
  '/latin-xml': reply(200, { 'content-type': 'text/xml' }, Buffer.from(latinXml(), 'latin1')),
  '/charset': reply(200, { 'content-type': 'text/plain; charset=klingon' }, 'citta'),
  '/empty': reply(204, {}),
  '/fault': reply(500, plain, 'fault'),
  '/exact': reply(200, plain, 'x'.repeat(1000)),
  '/big': reply(200, plain, 'x'.repeat(1001)),
  '/flood': (response) => response.writeHead(200, plain).write('x'.repeat(1001)),
  '/drip': (response) => response.writeHead(200, plain).write('x'),
  '/silent': () => {},
  '/cut': (response) => {
    response.writeHead(200, { ...plain, 'content-length': '100' }).write('x', () => response.destroy());
  },
  '/reset': (_response, request) => request.socket.resetAndDestroy(),
  '/garbage': (_response, request) => request.socket.end('\u0000\u0001 what?\r\n\r\n'),
  '/moved': reply(307, { location: '/echo' }),
  '/see-other': reply(303, { location: '/echo' }),
};

/** A partner on loopback that behaves as its path says; what follows /echo is echoed. */
export async function startSendPartner() {
  const seen: Seen[] = [];
  const server = createServer(async (request, response) => {
    const url = request.url ?? '';
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const behaviour = behaviours[url];
    if (behaviour) return behaviour(response, request);
    const headers = Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)]));
    seen.push({ method: request.method ?? '', headers, body: Buffer.concat(chunks).toString() });
    return response.writeHead(200, plain).end(url);
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const { port } = server.address() as AddressInfo;
  return {
    address: `http://127.0.0.1:${port}`,
    port,
    seen: () => seen,
    connections: () => new Promise<number>((tell) => server.getConnections((_error, count) => tell(count))),
    stop: async () => {
      server.closeAllConnections();
      await new Promise((stopped) => server.close(stopped));
    },
  };
}
