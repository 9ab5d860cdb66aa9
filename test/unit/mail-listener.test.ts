import { connect, type Socket } from 'node:net';
import { createTransport } from 'nodemailer';
import { afterEach, describe, expect, it } from 'vitest';
import { mailListenOf } from '../../src/config/mail.ts';
import {
  listenForMail,
  type MailListener,
  type MailListenerSettings,
  type TakeMail,
} from '../../src/entry/mail-listener.ts';
import { selfSigned } from '../conformance/self-signed.ts';

const reply = 'convocazioni@raccordo.example';
const rcpt = 'convocazioni+k7f3q@raccordo.example';
type Taken = { readonly raw: string; readonly rcpt: string; readonly peer: string };

const open: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const close of open.splice(0).reverse()) await close();
});

async function listen(
  outcome: Awaited<ReturnType<TakeMail>> | Error = 'taken',
  more: Partial<MailListenerSettings> = {},
): Promise<{ readonly listener: MailListener; readonly taken: Taken[] }> {
  const taken: Taken[] = [];
  const listener = await listenForMail(
    { host: '127.0.0.1', port: 0, replyAddress: reply, tls: null, ...more },
    async (raw, from) => {
      taken.push({ raw: new TextDecoder().decode(raw), ...from });
      if (outcome instanceof Error) throw outcome;
      return outcome;
    },
  );
  if ('fault' in listener) throw new Error(listener.fault);
  open.push(listener.stop);
  return { listener, taken };
}

/** An SMTP client that says a line and waits for the whole reply to it. */
async function client({ port }: MailListener) {
  const socket: Socket = connect(port, '127.0.0.1');
  open.push(() => void socket.destroy());
  let heard = '';
  let wake = () => {};
  socket.on('data', (data) => {
    heard += data.toString('latin1');
    wake();
  });
  socket.on('error', () => {});
  const closed = new Promise<void>((resolve) => {
    socket.on('close', () => {
      resolve();
      wake();
    });
  });
  const next = async (): Promise<string> => {
    for (;;) {
      const whole = /^(?:\d{3}-[^\n]*\n)*\d{3} [^\n]*\n/.exec(heard)?.[0];
      if (whole !== undefined) {
        heard = heard.slice(whole.length);
        return whole.trim();
      }
      if (socket.destroyed) return 'closed';
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    }
  };
  const greeting = await next();
  const say = (line: string) => {
    socket.write(`${line}\r\n`, 'latin1');
    return next();
  };
  const envelope = async (to = rcpt) => {
    await say('EHLO client.example');
    await say('MAIL FROM:<anna@comune.example>');
    return say(`RCPT TO:<${to}>`);
  };
  return { socket, greeting, say, next, envelope, closed };
}

describe('the mail listener', () => {
  it('hands the bytes on as they came, and says 250 when they are taken', async () => {
    const { listener, taken } = await listen();
    const { say, envelope } = await client(listener);
    expect(await envelope()).toMatch(/^250/);
    expect(await say('DATA')).toMatch(/^354/);
    expect(await say('From: anna@comune.example\r\n\r\n..a\r\n.')).toMatch(/^250/);
    expect(taken).toEqual([{ raw: 'From: anna@comune.example\r\n\r\n.a\r\n', rcpt, peer: '127.0.0.1' }]);
  });

  it('takes bounces, which have no sender', async () => {
    const { listener } = await listen();
    const { say } = await client(listener);
    await say('EHLO client.example');
    expect(await say('MAIL FROM:<>')).toMatch(/^250/);
    expect(await say(`RCPT TO:<${rcpt}>`)).toMatch(/^250/);
  });

  it.each<[Awaited<ReturnType<TakeMail>> | Error, RegExp]>([
    ['failed', /^451/],
    ['not-ours', /^550/],
    [new Error('the store is away'), /^451/],
  ])('says otherwise when it is %s', async (outcome, code) => {
    const { listener } = await listen(outcome);
    const { say, envelope } = await client(listener);
    await envelope();
    await say('DATA');
    const answer = await say('From: a@b.example\r\n\r\nx\r\n.');
    expect(answer).toMatch(code);
    expect(answer).not.toContain('store');
  });

  it.each([
    'someone@raccordo.example',
    'convocazioni@elsewhere.example',
    'convocazioni@raccordo.example.elsewhere.example',
    'convocazioni+x%elsewhere.example@raccordo.example.x',
    'xconvocazioni+t@raccordo.example',
    '"convocazioni+x"@raccordo.example',
    'convocazioni+x@y@raccordo.example',
  ])('refuses %s', async (to) => {
    const { listener } = await listen();
    const { envelope } = await client(listener);
    expect(await envelope(to)).toMatch(/^5\d\d/);
  });

  it.each([reply, 'Convocazioni+K7@RACCORDO.example', 'convocazioni+b-0192-k7f3q@raccordo.example'])(
    'takes %s',
    async (to) => {
      const { listener } = await listen();
      const { envelope } = await client(listener);
      expect(await envelope(to)).toMatch(/^250/);
    },
  );

  it('takes one recipient at a time', async () => {
    const { listener } = await listen();
    const { say, envelope } = await client(listener);
    await envelope();
    expect(await say('RCPT TO:<convocazioni+other@raccordo.example>')).toMatch(/^452/);
  });

  it('announces its size and neither STARTTLS, AUTH, SMTPUTF8 nor XCLIENT', async () => {
    const { listener } = await listen();
    const { say } = await client(listener);
    const offered = await say('EHLO client.example');
    expect(offered).toContain('SIZE 1048576');
    expect(offered).not.toMatch(/STARTTLS|AUTH|SMTPUTF8|XCLIENT|XFORWARD/);
    expect(await say('STARTTLS')).toMatch(/^5/);
    expect(await say('AUTH PLAIN AGEAYg==')).toMatch(/^5/);
    expect(await say('XCLIENT ADDR=192.0.2.1')).toMatch(/^5/);
  });

  it('speaks TLS with the certificate it was given', async () => {
    const { listener, taken } = await listen('taken', { tls: selfSigned() });
    const transport = createTransport({
      host: '127.0.0.1',
      port: listener.port,
      requireTLS: true,
      tls: { rejectUnauthorized: false },
    });
    open.push(() => transport.close());
    await transport.sendMail({ from: 'anna@comune.example', to: rcpt, text: 'x' });
    expect(taken).toMatchObject([{ rcpt }]);
  });

  it('refuses a mail declared too large, and one that is', async () => {
    const { listener, taken } = await listen('taken', { rawBytesMax: 1000 });
    const { say, envelope } = await client(listener);
    await say('EHLO client.example');
    expect(await say('MAIL FROM:<a@b.example> SIZE=1001')).toMatch(/^552/);
    await envelope();
    await say('DATA');
    expect(await say(`${'x'.repeat(900)}\r\n${'y'.repeat(200)}\r\n.`)).toMatch(/^552/);
    expect(taken).toEqual([]);
    await envelope();
    await say('DATA');
    expect(await say('From: a@b.example\r\n\r\nx\r\n.')).toMatch(/^250/);
  });

  it('hands nothing on when the client leaves before the end', async () => {
    const { listener, taken } = await listen();
    const { say, envelope, socket, closed } = await client(listener);
    await envelope();
    await say('DATA');
    socket.write('From: a@b.example\r\n\r\nx\r\n');
    socket.end();
    await closed;
    await listener.stop();
    open.splice(0, 1);
    expect(taken).toEqual([]);
  });

  it('takes 25 connections of one peer, tells the next to come later, and takes another when one left', async () => {
    const { listener } = await listen();
    const all = await Promise.all(Array.from({ length: 25 }, () => client(listener)));
    expect(all.map(({ greeting }) => greeting.slice(0, 3))).toEqual(Array(25).fill('220'));
    const next = await client(listener);
    expect(next.greeting).toMatch(/^421 4\.7\.0 /);
    await next.closed;
    expect(await next.next()).toBe('closed');
    await all[0]?.say('QUIT');
    all[0]?.socket.end();
    await all[0]?.closed;
    // The listener hears of the end a moment later than the client.
    await expect.poll(async () => (await client(listener)).greeting).toMatch(/^220/);
  });

  it('ends a session that lasts too long', async () => {
    const { listener, taken } = await listen('taken', { sessionMsMax: 50 });
    const { next, closed } = await client(listener);
    await closed;
    expect(await next()).toBe('closed');
    expect(taken).toEqual([]);
  });

  it('tells a port that is taken', async () => {
    const { listener } = await listen();
    const settings = { host: '127.0.0.1', port: listener.port, replyAddress: reply, tls: null };
    expect(await listenForMail(settings, async () => 'taken')).toEqual({ fault: 'cannot listen there (EADDRINUSE)' });
  });

  it.each([
    ['127.0.0.1:2525', { host: '127.0.0.1', port: 2525 }],
    ['[::1]:25', { host: '::1', port: 25 }],
    ['mx.raccordo.example:0', { host: 'mx.raccordo.example', port: 0 }],
    ['2525', undefined],
    ['::1:25', undefined],
    ['127.0.0.1:65536', undefined],
    ['http://127.0.0.1:25', undefined],
  ])('reads the address %s', (text, address) => {
    expect(mailListenOf(text)).toEqual(address);
  });
});
