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

/** All partners in one: counts the effects of each message id. It lives outside the process that is killed. */
export async function startPartner(): Promise<Partner> {
  const takes = new Map<string, number>();
  let requests = 0;
  const server = createServer((request, response) => {
    request.resume().on('end', () => {
      const [, verb, id = ''] = (request.url ?? '').split('/');
      if (verb === 'take') takes.set(id, (takes.get(id) ?? 0) + 1);
      requests += 1;
      partner.onRequest(requests);
      response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
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
