import type { Socket } from 'node:net';
import { SMTPServer, type SMTPServerDataStream, type SMTPServerSession } from 'smtp-server';
import { intakeLimits, plainAddress } from '../mail/intake/index.ts';

const clientsMax = 50;
/** The mail server before the gateway is one peer, and Postfix opens up to 20 connections to one destination. */
const clientsPerPeerMax = 25;
/** Below the five minutes of RFC 5321 section 4.5.3.2.7: idle sessions of one peer hold off its others for no longer. */
const idleMsMax = 30_000;
const sessionMsMax = 300_000;
const takeMsMax = 60_000;
const closeMsMax = 5_000;

/** `not-ours`: no mail of ours has that tag. `failed`: try again later. */
export type TakeMail = (
  raw: Uint8Array,
  from: { readonly peer: string; readonly rcpt: string },
) => Promise<'taken' | 'not-ours' | 'failed'>;

export type MailListenerSettings = {
  readonly host: string;
  /** 0 for any that is free. */
  readonly port: number;
  /** The reply address without a tag: mail is accepted for it and for it with any +tag, for nobody else. */
  readonly replyAddress: string;
  /** PEM; without it STARTTLS is not offered. */
  readonly tls: { readonly key: string; readonly cert: string } | null;
  readonly rawBytesMax?: number;
  readonly sessionMsMax?: number;
};

export type MailListener = { readonly port: number; readonly stop: () => Promise<void> };

/**
 * Listens for answers, bounces and receipts over SMTP (RFC 5321), without authentication and without relaying. One recipient per transaction,
 * because the answer to the final dot is about one: the second is told 452, and a client brings it in another (section 4.5.3.1.10). 250 is said
 * after `take` has the mail for good, so a mail may come twice and is never lost.
 */
export async function listenForMail(
  settings: MailListenerSettings,
  take: TakeMail,
): Promise<MailListener | { readonly fault: string }> {
  const { rawBytesMax = intakeLimits.rawBytesMax, tls } = settings;
  const isOurs = recipientOf(settings.replyAddress);
  const peers = new Map<string, number>();
  const server = new SMTPServer({
    name: settings.replyAddress.slice(settings.replyAddress.lastIndexOf('@') + 1),
    banner: 'mail for the gateway only',
    logger: false,
    size: rawBytesMax,
    maxClients: clientsMax,
    socketTimeout: idleMsMax,
    closeTimeout: closeMsMax,
    disableReverseLookup: true,
    authOptional: true,
    // The library would offer a key that everybody has.
    disabledCommands: tls === null ? ['AUTH', 'STARTTLS'] : ['AUTH'],
    ...tls,
    useProxy: false,
    useXClient: false,
    useXForward: false,
    // Tags and addresses of ours are ASCII.
    hideSMTPUTF8: true,
    onRcptTo: ({ address }, { envelope }, done) => {
      if (!isOurs(address)) return done(reply(550, 'No such mailbox here'));
      if (envelope.rcptTo.length > 0) return done(reply(452, 'One recipient at a time'));
      done();
    },
    onData: (stream, session, done) => {
      receive(stream, session, { rawBytesMax, take }).then(
        (refusal) => done(refusal),
        () => done(reply(451, 'Try again later')),
      );
    },
  });
  server.server.on('connection', (socket: Socket) => {
    const peer = socket.remoteAddress ?? '';
    const others = peers.get(peer) ?? 0;
    if (others >= clientsPerPeerMax) {
      // RFC 5321 section 3.8: so the client comes again later. The library would greet it, so the socket ends here.
      socket.end('421 4.7.0 Too many connections from your address, try again later\r\n', () => socket.destroy());
      return;
    }
    peers.set(peer, others + 1);
    const overdue = setTimeout(() => socket.destroy(), settings.sessionMsMax ?? sessionMsMax);
    socket.once('close', () => {
      clearTimeout(overdue);
      const left = (peers.get(peer) ?? 1) - 1;
      if (left > 0) peers.set(peer, left);
      else peers.delete(peer);
    });
  });
  return start(server, settings);
}

const reply = (responseCode: number, text: string) => Object.assign(new Error(text), { responseCode });

/** Whether an address is `replyAddress` itself, or it with a +tag. */
function recipientOf(replyAddress: string): (address: string) => boolean {
  const own = plainAddress(replyAddress);
  const at = replyAddress.lastIndexOf('@');
  const [local, domain] = [replyAddress.slice(0, at).toLowerCase(), replyAddress.slice(at).toLowerCase()];
  return (address) => {
    const plain = plainAddress(address);
    if (own === null || plain === null) return false;
    return plain === own || (plain.startsWith(`${local}+`) && plain.endsWith(domain) && plain.split('@').length === 2);
  };
}

/** Null when the mail was taken, otherwise the reply to the final dot. A mail that breaks off is not handed on. */
async function receive(
  stream: SMTPServerDataStream,
  session: SMTPServerSession,
  { rawBytesMax, take }: { readonly rawBytesMax: number; readonly take: TakeMail },
): Promise<Error | null> {
  const rcpt = session.envelope.rcptTo[0]?.address ?? '';
  let pieces: Uint8Array[] = [];
  let size = 0;
  // Read to its end also when it is too large, since the client hears nothing before it has said all; nothing of it is kept.
  for await (const piece of stream) {
    size += piece.byteLength;
    if (size <= rawBytesMax) pieces.push(piece);
    else pieces = [];
  }
  if (size > rawBytesMax) return reply(552, 'Message too large');
  const raw = new Uint8Array(Buffer.concat(pieces, size));
  const overdue = Promise.withResolvers<'failed'>();
  const timer = setTimeout(() => overdue.resolve('failed'), takeMsMax);
  try {
    const outcome = await Promise.race([take(raw, { peer: session.remoteAddress, rcpt }), overdue.promise]);
    if (outcome === 'taken') return null;
    return outcome === 'not-ours' ? reply(550, 'No such mailbox here') : reply(451, 'Try again later');
  } finally {
    clearTimeout(timer);
  }
}

async function start(
  server: SMTPServer,
  { host, port }: MailListenerSettings,
): Promise<MailListener | { readonly fault: string }> {
  const listening = Promise.withResolvers<string | null>();
  // Also errors of single connections come here, later; each has told its client, and has nothing to tell us.
  server.on('error', (error: NodeJS.ErrnoException) =>
    listening.resolve(`cannot listen there (${error.code ?? error.name})`),
  );
  const net = server.listen(port, host, () => listening.resolve(null));
  const fault = await listening.promise;
  if (fault !== null) return { fault };
  const bound = net.address();
  return {
    port: typeof bound === 'object' && bound !== null ? bound.port : port,
    stop: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
