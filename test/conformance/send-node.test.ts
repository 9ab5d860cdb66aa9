import { createServer as createHttpsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { System } from '../../contracts/canonical/network.ts';
import { createNodeSender } from '../../src/entry/send-node.ts';
import { selfSigned } from './self-signed.ts';
import { startSendPartner } from './send-partner.ts';
import { hasty, limits, secrets, sendSuite } from './send-suite.ts';

const secretOf = (name: string) => secrets[name];

sendSuite('Node', async () => {
  const partner = await startSendPartner();
  const { send, close } = createNodeSender({ secretOf, version: '0.0.0' });
  return {
    send,
    address: partner.address,
    seen: partner.seen,
    stop: async () => {
      await partner.stop();
      await close();
    },
  };
});

describe('a connection that never stands', () => {
  const cleanup: (() => unknown)[] = [];
  afterEach(async () => {
    for (const stop of cleanup.splice(0)) await stop();
  });
  const sendTo = (
    address: string,
    options: Partial<Parameters<typeof createNodeSender>[0]> = {},
    patience: typeof limits = limits,
  ) => {
    const { send, close } = createNodeSender({
      secretOf,
      version: '0.0.0',
      connectAgainMs: 1,
      connectTimeoutMs: 500,
      ...options,
    });
    cleanup.push(close);
    const system = System.parse({ id: 'asl-sys', organization: 'asl-borgoverde', adapter: 'fhir-r4', address });
    return send({ method: 'POST', path: '/echo', headers: {}, body: 'x' }, system, patience);
  };
  const freePort = async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await new Promise((listening) => server.once('listening', listening));
    const { port } = server.address() as AddressInfo;
    await new Promise((closed) => server.close(closed));
    return port;
  };

  it('is refused: nothing was sent', async () => {
    const result = await sendTo(`http://127.0.0.1:${await freePort()}`);
    expect(result).toEqual({ answered: false, at: 'connect', code: 'ECONNREFUSED' });
  });

  it('is refused once and taken the second time', async () => {
    const partner = await startSendPartner();
    await partner.stop();
    const again = createServer();
    cleanup.push(() => new Promise((closed) => again.close(closed)));
    again.on('connection', (socket) => {
      socket.on('data', () => socket.end('HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok'));
    });
    const sending = sendTo(`http://127.0.0.1:${partner.port}`, { connectAgainMs: 200 });
    again.listen(partner.port, '127.0.0.1');
    expect(await sending).toMatchObject({ answered: true, answer: { body: 'ok' } });
  });

  it('has no address: nothing was sent', async () => {
    expect(await sendTo('http://nobody.invalid')).toMatchObject({ answered: false, at: 'connect' });
  });

  it('speaks no TLS: nothing was sent', async () => {
    const partner = await startSendPartner();
    cleanup.push(partner.stop);
    const result = await sendTo(partner.address.replace('http:', 'https:'));
    expect(result).toMatchObject({ answered: false, at: 'connect' });
    expect(partner.seen()).toEqual([]);
  });

  it.each([undefined, '0'])(
    'shows a certificate that nobody vouches for (NODE_TLS_REJECT_UNAUTHORIZED=%s)',
    async (set) => {
      if (set !== undefined) vi.stubEnv('NODE_TLS_REJECT_UNAUTHORIZED', set);
      let requests = 0;
      const partner = createHttpsServer(selfSigned(), (_request, response) => {
        requests += 1;
        response.end();
      }).listen(0, '127.0.0.1');
      await new Promise((listening) => partner.once('listening', listening));
      cleanup.push(() => partner.close());
      const { port } = partner.address() as AddressInfo;
      const result = await sendTo(`https://localhost:${port}`);
      expect(result).toEqual({ answered: false, at: 'connect', code: 'DEPTH_ZERO_SELF_SIGNED_CERT' });
      expect(requests).toBe(0);
    },
  );

  it('hangs in the TLS handshake until the deadline: nothing was sent', async () => {
    const mute = createServer().listen(0, '127.0.0.1');
    await new Promise((listening) => mute.once('listening', listening));
    mute.on('connection', (socket) => cleanup.push(() => socket.destroy()));
    cleanup.push(() => mute.close());
    const { port } = mute.address() as AddressInfo;
    const result = await sendTo(`https://127.0.0.1:${port}`, {}, hasty);
    expect(result).toEqual({ answered: false, at: 'connect', code: 'timeout' });
  });
});

describe('connections', () => {
  it('are kept and used again', async () => {
    const partner = await startSendPartner();
    const { send, close } = createNodeSender({ secretOf, version: '0.0.0' });
    const system = System.parse({
      id: 'asl-sys',
      organization: 'asl-borgoverde',
      adapter: 'fhir-r4',
      address: partner.address,
    });
    for (let times = 0; times < 5; times += 1) {
      await send({ method: 'POST', path: '/echo', headers: {}, body: 'x' }, system, limits);
    }
    expect(partner.seen()).toHaveLength(5);
    // A connection is free again a moment after its reply was read: a second one may have been opened by then, never five.
    expect(await partner.connections()).toBeLessThanOrEqual(2);
    await close();
    await partner.stop();
  });
});
