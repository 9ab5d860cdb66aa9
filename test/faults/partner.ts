import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export type Partner = {
  readonly address: string;
  /** How often each message was taken. */
  readonly takes: ReadonlyMap<string, number>;
  /** Called with the number of a request, once it is known and before it is answered. */
  onRequest: (count: number) => void;
  readonly requests: () => number;
  readonly stop: () => Promise<unknown>;
};

/** Below this path what has an effect is answered later (NONBLOCK_PULL_REST): 202, its status, its result. */
export const laterPath = '/later';

const answerLater = (method: string, path: string): { status: number; headers: Record<string, string> } => {
  if (path.startsWith('/find/')) return { status: 200, headers: {} };
  if (method === 'POST') return { status: 202, headers: { location: `${laterPath}/status${path}` } };
  return path.startsWith('/status/')
    ? { status: 303, headers: { location: `${laterPath}/result${path.slice('/status'.length)}` } }
    : { status: 200, headers: {} };
};

/** All partners in one: counts the effects of each message id. It lives outside the process that is killed. */
export async function startPartner(): Promise<Partner> {
  const takes = new Map<string, number>();
  let requests = 0;
  const server = createServer((request, response) => {
    request.resume().on('end', () => {
      const { url = '', method = '' } = request;
      const isLater = url.startsWith(`${laterPath}/`);
      const path = isLater ? url.slice(laterPath.length) : url;
      const [, verb, id = ''] = path.split('/');
      if (verb === 'take') takes.set(id, (takes.get(id) ?? 0) + 1);
      requests += 1;
      partner.onRequest(requests);
      const { status, headers } = isLater ? answerLater(method, path) : { status: 200, headers: {} };
      response.writeHead(status, { 'content-type': 'application/json', ...headers }).end('{}');
    });
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const { port } = server.address() as AddressInfo;
  const partner: Partner = {
    address: `http://127.0.0.1:${port}`,
    takes,
    onRequest: () => {},
    requests: () => requests,
    stop: () => {
      server.closeAllConnections();
      return new Promise((stopped) => server.close(stopped));
    },
  };
  return partner;
}
