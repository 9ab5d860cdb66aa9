import { type AddressInfo, createServer } from 'node:net';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { SmtpRelay } from '../../src/ports.ts';
import { relayRows, said, silent } from '../world/relay-rows.ts';
import { startTestRelay, type TestRelayOptions } from '../world/smtp-relay.ts';
import { kept, limits, mailOf, senderTo, text, unkept } from './mail-send-stand.ts';

const cleanup: (() => unknown)[] = [];
afterEach(async () => {
  for (const stop of cleanup.splice(0).reverse()) await stop();
});

async function relayWith(options: TestRelayOptions = {}) {
  const relay = await startTestRelay(options);
  cleanup.push(relay.stop);
  return relay;
}
function sendingTo(relay: SmtpRelay, options: Parameters<typeof senderTo>[1] = {}) {
  const sender = senderTo(relay, options);
  cleanup.push(sender.close);
  return sender;
}
const login = { user: 'raccordo', password: 'pàss wörd' };

describe.each([
  ['over kept connections', kept],
  ['over a connection of its own', unkept],
])('a message %s', (_how, pool) => {
  it.each(relayRows)('to a relay that %s', async (_what, script, expected, taken) => {
    const relay = await relayWith({ script });
    const result = await sendingTo(relay.relay, { pool }).send(mailOf(), limits);
    expect(result).toEqual(expected);
    expect(relay.taken()).toHaveLength(taken);
  });

  it.each(relayRows)('the same without PIPELINING: %s', async (_what, script, expected, taken) => {
    const relay = await relayWith({ script, without: ['PIPELINING'] });
    const result = await sendingTo(relay.relay, { pool }).send(mailOf(), limits);
    expect(result).toEqual(expected);
    expect(relay.taken()).toHaveLength(taken);
  });
});

describe('a message', () => {
  it('arrives byte for byte, with its envelope and the name of the gateway', async () => {
    const relay = await relayWith();
    await sendingTo(relay.relay).send(mailOf(), limits);
    expect(relay.taken()).toEqual([
      expect.objectContaining({
        raw: Buffer.from(text),
        from: 'riunioni+b-1@raccordo.example.it',
        to: ['anna.bianchi@comune.example.it'],
        heloName: 'raccordo.example.it',
        body: '7bit',
        smtpUtf8: false,
      }),
    ]);
  });

  it('that is cut in the middle was not taken, however much of it had left', async () => {
    const relay = await relayWith({ script: { content: 'drop' } });
    // More than the buffers of both sides hold, so that its dot cannot be on the way.
    const raw = Buffer.alloc(24 * 1024 * 1024, `${'x'.repeat(76)}\r\n`);
    expect(await sendingTo(relay.relay).send(mailOf(raw), limits)).toEqual(silent('data'));
    expect(relay.taken()).toEqual([]);
  });

  it('with 8-bit bytes says so, and does not go to a relay that cannot', async () => {
    const raw = text.replace('fine', 'così');
    const able = await relayWith();
    await sendingTo(able.relay).send(mailOf(raw), limits);
    expect(able.taken()[0]).toMatchObject({ body: '8bitmime', raw: Buffer.from(raw) });
    const unable = await relayWith({ without: ['8BITMIME'] });
    expect(await sendingTo(unable.relay).send(mailOf(raw), limits)).toEqual(said('envelope', 554, '5.6.3'));
  });

  it('for an address beyond ASCII says so, and does not go to a relay that cannot', async () => {
    const mail = mailOf(text, 'niccolò@comune.example.it');
    const able = await relayWith();
    await sendingTo(able.relay).send(mail, limits);
    expect(able.taken()[0]).toMatchObject({ smtpUtf8: true, to: ['niccolò@comune.example.it'] });
    const unable = await relayWith({ without: ['SMTPUTF8'] });
    expect(await sendingTo(unable.relay).send(mail, limits)).toEqual(said('envelope', 553, '5.6.7'));
    expect(unable.steps().map(({ step }) => step)).not.toContain('mail');
  });

  it('larger than the relay announced is refused without asking', async () => {
    const relay = await relayWith({ messageBytesMax: 50 });
    const sender = sendingTo(relay.relay);
    expect(await sender.send(mailOf(`${text}${'x'.repeat(50)}\r\n`), limits)).toEqual(said('envelope', 552, '5.3.4'));
    expect(await sender.send(mailOf('A: b\r\n\r\nc\r\n'), limits)).toMatchObject({ reply: 250 });
    expect(relay.connections()).toBe(1);
  });

  it('whose address would end the command is refused without asking', async () => {
    const relay = await relayWith();
    const mail = mailOf(text, 'anna@example.it>\r\nRCPT TO:<all@example.it');
    expect(await sendingTo(relay.relay).send(mail, limits)).toEqual(said('envelope', 553, '5.1.3'));
    expect(relay.steps().map(({ step }) => step)).not.toContain('mail');
  });
});

describe('a deadline', () => {
  afterEach(() => vi.useRealTimers());
  const passTime = () => vi.advanceTimersByTimeAsync(limits.timeoutMs);

  it.each([
    ['mail', 'envelope'],
    ['rcpt', 'envelope'],
    ['data', 'envelope'],
    ['dot', 'after_dot'],
  ] as const)('that passes while the relay is silent at %s', async (step, at) => {
    const relay = await relayWith({ script: { [step]: 'hold' } });
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const sending = sendingTo(relay.relay).send(mailOf(), limits);
    await relay.reached(step);
    await passTime();
    expect(await sending).toEqual(silent(at, 'timeout'));
    relay.release();
    expect(relay.taken()).toHaveLength(at === 'after_dot' ? 1 : 0);
  });

  it('that passes in the TLS handshake', async () => {
    const hello = Promise.withResolvers<void>();
    const mute = createServer((socket) => {
      socket.on('error', () => {}).once('data', () => hello.resolve());
      cleanup.push(() => socket.destroy());
    });
    await new Promise<void>((listening) => mute.listen(0, '127.0.0.1', listening));
    cleanup.push(() => mute.close());
    const { port } = mute.address() as AddressInfo;
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const relay: SmtpRelay = { kind: 'smtp', host: '127.0.0.1', port, tls: 'implicit', login: null };
    const sending = sendingTo(relay).send(mailOf(), limits);
    await hello.promise;
    await passTime();
    expect(await sending).toEqual(silent('tls', 'timeout'));
  });

  it('of the greeting comes before that of the message', async () => {
    const relay = await relayWith({ script: { greeting: 'hold' } });
    const result = await sendingTo(relay.relay, { greetingMsMax: 200 }).send(mailOf(), limits);
    expect(result).toEqual(silent('greeting', 'timeout'));
  });

  it('is not needed where a slow greeting comes at last', async () => {
    const relay = await relayWith({ script: { greeting: 'hold' } });
    const sending = sendingTo(relay.relay).send(mailOf(), limits);
    await relay.reached('greeting');
    relay.release();
    expect(await sending).toMatchObject({ reply: 250 });
  });
});

describe('a connection', () => {
  const freePort = async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await new Promise((listening) => server.once('listening', listening));
    const { port } = server.address() as AddressInfo;
    await new Promise((closed) => server.close(closed));
    return port;
  };
  const at = (port: number, more: Partial<SmtpRelay> = {}): SmtpRelay => ({
    kind: 'smtp',
    host: '127.0.0.1',
    port,
    tls: 'none',
    login: null,
    ...more,
  });

  it('that nobody takes', async () => {
    const result = await sendingTo(at(await freePort())).send(mailOf(), limits);
    expect(result).toEqual(silent('connect', 'ECONNREFUSED'));
  });

  it('to a name that does not exist', async () => {
    const result = await sendingTo(at(25, { host: 'relay.invalid' })).send(mailOf(), limits);
    expect(result).toEqual(silent('connect'));
  });

  it('to something that is no relay', async () => {
    const server = createServer((socket) => socket.on('error', () => {}).end('HTTP/1.1 400 Bad Request\r\n\r\n'));
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
    cleanup.push(() => server.close());
    const { port } = server.address() as AddressInfo;
    expect(await sendingTo(at(port)).send(mailOf(), limits)).toEqual(silent('greeting'));
  });

  it.each(['starttls', 'implicit'] as const)('is secured by %s, and the login goes over it', async (tls) => {
    const relay = await relayWith({ tls, login });
    expect(await sendingTo(relay.relay).send(mailOf(), limits)).toMatchObject({ reply: 250 });
    expect(relay.taken()[0]).toMatchObject({ secure: true, user: 'raccordo', raw: Buffer.from(text) });
  });

  it.each(['starttls', 'implicit'] as const)('by %s ends where the certificate is for another name', async (tls) => {
    const relay = await relayWith({ tls, certificate: 'elsewhere', login });
    const result = await sendingTo(relay.relay).send(mailOf(), limits);
    expect(result).toEqual(silent('tls', 'ERR_TLS_CERT_ALTNAME_INVALID'));
    expect(relay.steps().map(({ step }) => step)).not.toContain('login');
  });

  it.each([
    ['starttls', undefined],
    ['starttls', '0'],
    ['implicit', undefined],
    ['implicit', '0'],
  ] as const)('by %s ends where nobody vouches for the relay (NODE_TLS_REJECT_UNAUTHORIZED=%s)', async (tls, set) => {
    if (set !== undefined) vi.stubEnv('NODE_TLS_REJECT_UNAUTHORIZED', set);
    const relay = await relayWith({ tls, login });
    const result = await sendingTo(relay.relay, { ca: null }).send(mailOf(), limits);
    expect(result).toEqual(silent('tls', 'UNABLE_TO_VERIFY_LEAF_SIGNATURE'));
    expect(relay.steps().map(({ step }) => step)).not.toContain('login');
  });

  it('is not used without TLS where TLS is required', async () => {
    const relay = await relayWith({ tls: 'none', login });
    const result = await sendingTo({ ...relay.relay, tls: 'starttls' }).send(mailOf(), limits);
    expect(result).toMatchObject({ answered: true, at: 'tls' });
    expect(relay.steps().map(({ step }) => step)).not.toContain('login');
  });

  it.each([
    ['refuses STARTTLS for now', { starttls: { reply: 454 } }, said('tls', 454)],
    ['hangs up at STARTTLS', { starttls: 'drop' }, silent('greeting')],
  ] as const)('to a relay that %s', async (_what, script, expected) => {
    const relay = await relayWith({ tls: 'starttls', script });
    expect(await sendingTo(relay.relay).send(mailOf(), limits)).toEqual(expected);
  });

  it.each([
    ['with a wrong password', { user: 'raccordo', password: 'wrong' }, {}, said('authentication', 535)],
    [
      'that the relay refuses for now',
      login,
      { login: { reply: 454, text: '4.7.0 later' } },
      said('authentication', 454, '4.7.0'),
    ],
    ['at which the relay hangs up', login, { login: 'drop' }, silent('authentication')],
  ] as const)('has a login %s', async (_what, used, script, expected) => {
    const relay = await relayWith({ tls: 'starttls', login, script });
    const result = await sendingTo({ ...relay.relay, login: used }).send(mailOf(), limits);
    expect(result).toMatchObject(expected);
    expect(JSON.stringify(result)).not.toContain(used.password);
  });
});

describe('kept connections', () => {
  const connectionsOf = (relay: Awaited<ReturnType<typeof relayWith>>) =>
    relay.taken().map(({ connection }) => connection);

  it('are used again, with RSET before each further message', async () => {
    const relay = await relayWith({ tls: 'starttls', login });
    const sender = sendingTo(relay.relay);
    for (let times = 0; times < 3; times += 1) await sender.send(mailOf(), limits);
    expect(new Set(connectionsOf(relay)).size).toBe(1);
    expect(relay.steps().map(({ step }) => step)).toEqual([
      ...['greeting', 'starttls', 'login', 'mail', 'rcpt', 'data', 'dot'],
      ...['rset', 'mail', 'rcpt', 'data', 'dot'],
      ...['rset', 'mail', 'rcpt', 'data', 'dot'],
    ]);
  });

  it('go on after a recipient that was refused', async () => {
    const relay = await relayWith({
      script: { rcpt: ({ to }) => (to.includes('gone@example.it') ? { reply: 550 } : 'accept') },
    });
    const sender = sendingTo(relay.relay);
    expect(await sender.send(mailOf(text, 'gone@example.it'), limits)).toMatchObject({ reply: 550 });
    expect(await sender.send(mailOf(), limits)).toMatchObject({ reply: 250 });
    expect(relay.connections()).toBe(1);
  });

  it('end after the messages that one may carry', async () => {
    const relay = await relayWith();
    const sender = sendingTo(relay.relay, { pool: { ...kept, messagesPerConnectionMax: 2 } });
    for (let times = 0; times < 4; times += 1) await sender.send(mailOf(), limits);
    const [a, b, c, d] = connectionsOf(relay);
    expect([a === b, b === c, c === d]).toEqual([true, false, true]);
  });

  it('end when they were idle for long enough', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    try {
      const relay = await relayWith();
      const sender = sendingTo(relay.relay, { pool: { ...kept, idleMsMax: 1_000 } });
      const first = sender.send(mailOf(), limits);
      // The relay itself waits a moment before it greets.
      await vi.waitFor(async () => {
        await vi.advanceTimersByTimeAsync(100);
        expect(relay.taken()).toHaveLength(1);
      });
      await first;
      await vi.advanceTimersByTimeAsync(1_000);
      const second = sender.send(mailOf(), limits);
      await vi.waitFor(async () => {
        await vi.advanceTimersByTimeAsync(100);
        expect(relay.taken()).toHaveLength(2);
      });
      await second;
      expect(relay.connections()).toBe(2);
    } finally {
      vi.useRealTimers();
    }
  });

  it('that died are replaced, and the message goes out once', async () => {
    const relay = await relayWith();
    const sender = sendingTo(relay.relay);
    await sender.send(mailOf(), limits);
    relay.hangUp();
    expect(await sender.send(mailOf(), limits)).toMatchObject({ reply: 250 });
    expect(relay.taken()).toHaveLength(2);
    expect(relay.connections()).toBe(2);
  });

  it.each([
    ['is silent for ever', 'drop'],
    ['closes', { reply: 421 }],
    ['refuses', { reply: 500 }],
  ] as const)('whose RSET %s are replaced once', async (_what, rset) => {
    const relay = await relayWith({ script: { rset } });
    const sender = sendingTo(relay.relay);
    await sender.send(mailOf(), limits);
    expect(await sender.send(mailOf(), limits)).toMatchObject({ reply: 250 });
    expect(relay.connections()).toBe(2);
  });

  it('that die at MAIL or later are not replaced for the same message', async () => {
    const relay = await relayWith();
    const sender = sendingTo(relay.relay);
    await sender.send(mailOf(), limits);
    relay.follow({ mail: 'drop' });
    expect(await sender.send(mailOf(), limits)).toEqual(silent('envelope'));
    expect(relay.connections()).toBe(1);
  });

  it('are no more than may be: who comes later waits, and not longer than it may', async () => {
    const relay = await relayWith({ script: { dot: 'hold' } });
    const sender = sendingTo(relay.relay, { pool: { ...kept, connectionsMax: 1 } });
    const first = sender.send(mailOf(), limits);
    await relay.reached('dot');
    let asked = 0;
    const ready = (answer: boolean) => async () => {
      asked += 1;
      return answer;
    };
    expect(await sender.send(mailOf(), { timeoutMs: 20, ready: ready(true) })).toEqual(silent('connect', 'busy'));
    const third = sender.send(mailOf(), { ...limits, ready: ready(true) });
    const fourth = sender.send(mailOf(), { ...limits, ready: ready(false) });
    expect(asked, 'who waits is not under way').toBe(0);
    relay.follow({});
    relay.release();
    expect([await first, await third]).toMatchObject([{ reply: 250 }, { reply: 250 }]);
    expect(await fourth).toEqual(silent('connect', 'not-begun'));
    expect(asked).toBe(2);
    expect(relay.taken()).toHaveLength(2);
    expect(relay.connections()).toBe(1);
  });

  it('are closed when the sender is, after what is under way', async () => {
    const relay = await relayWith({ script: { dot: 'hold' } });
    const sender = senderTo(relay.relay);
    const sending = sender.send(mailOf(), limits);
    await relay.reached('dot');
    const closing = sender.close();
    relay.release();
    expect(await sending).toMatchObject({ reply: 250 });
    await closing;
  });
});
