import { type AddressInfo, createServer, type Socket } from 'node:net';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createOpenSocket } from '../../src/entry/smtp-socket.ts';
import type { OpenSocket } from '../../src/mail/smtp/index.ts';
import type { SmtpRelay } from '../../src/ports.ts';
import { limits, mailOf, senderTo, unkept } from './mail-send-stand.ts';

const end = '\r\n.\r\n';

/** A relay of a few lines, which says what of the content it saw, and takes a message when it saw its dot. */
async function startBareRelay() {
  const seen = { content: '', dot: false };
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    let buffered = '';
    let inContent = false;
    socket.on('error', () => {}).setEncoding('latin1');
    socket.write('220 relay\r\n');
    socket.on('data', (chunk) => {
      buffered += chunk;
      if (inContent) {
        seen.content = buffered;
        seen.dot = buffered.endsWith(end);
        return;
      }
      for (let at = buffered.indexOf('\r\n'); at >= 0; at = buffered.indexOf('\r\n')) {
        const data = buffered.startsWith('DATA');
        buffered = buffered.slice(at + 2);
        socket.write(data ? '354 go on\r\n' : '250 ok\r\n');
        if (data) inContent = true;
      }
    });
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const { port } = server.address() as AddressInfo;
  const relay: SmtpRelay = { kind: 'smtp', host: '127.0.0.1', port, tls: 'none', login: null };
  return {
    relay,
    seen,
    forget: () => Object.assign(seen, { content: '', dot: false }),
    closed: () =>
      Promise.all([...sockets].map((socket) => socket.closed || new Promise((done) => socket.once('close', done)))),
    stop: () => new Promise((stopped) => server.close(stopped)),
  };
}

/** A socket whose connection breaks when `bytes` of the message's content were written to it. */
const cutAfter =
  (bytes: number): OpenSocket =>
  async (relay, signal) => {
    const opened = await createOpenSocket({ connectMsMax: 5_000 })(relay, signal);
    if (!('socket' in opened)) return opened;
    const { socket } = opened;
    let left = bytes;
    let inContent = false;
    socket.on('data', (chunk) => {
      inContent ||= chunk.toString().startsWith('354');
    });
    const write = socket._write.bind(socket);
    socket._write = (chunk: Buffer, encoding, callback) => {
      if (!inContent) return write(chunk, encoding, callback);
      const part = chunk.subarray(0, left);
      left -= part.length;
      return write(part, encoding, (error) => (left > 0 || error ? callback(error) : socket.destroy()));
    };
    return { socket };
  };

const line = fc.string({ unit: fc.constantFrom('a', '.', ' '), maxLength: 12 });
const content = fc.array(line, { minLength: 1, maxLength: 8 }).map((lines) => `S: x\r\n\r\n${lines.join('\r\n')}\r\n`);

describe('a connection that breaks at any byte of the message', () => {
  let bare: Awaited<ReturnType<typeof startBareRelay>>;
  beforeAll(async () => {
    bare = await startBareRelay();
  });
  afterAll(() => bare.stop());

  it('says `data` as long as the dot had not begun, and `after_dot` from there', async () => {
    await fc.assert(
      fc.asyncProperty(content, fc.double({ min: 0, max: 1, noNaN: true }), async (raw, where) => {
        bare.forget();
        const escaped = raw.replaceAll(/^\./gm, '..').length;
        const cut = 1 + Math.floor(where * (escaped + 2));
        const result = await senderTo(bare.relay, { pool: unkept, openSocket: cutAfter(cut) }).send(
          mailOf(raw),
          limits,
        );
        await bare.closed();
        expect(result).toMatchObject({ answered: false, at: cut <= escaped ? 'data' : 'after_dot' });
        expect(bare.seen.content).toHaveLength(cut);
        // What counts: where the relay may have the whole message, nobody says that it has not.
        if (bare.seen.dot) expect(result.at).toBe('after_dot');
      }),
      { numRuns: 150 },
    );
  });

  it('says `after_dot` when the dot left whole', async () => {
    bare.forget();
    const raw = 'S: x\r\n\r\ny\r\n';
    const result = await senderTo(bare.relay, { pool: unkept, openSocket: cutAfter(raw.length + 3) }).send(
      mailOf(raw),
      limits,
    );
    await bare.closed();
    expect(result).toMatchObject({ answered: false, at: 'after_dot' });
    expect(bare.seen.dot).toBe(true);
  });
});
