import SMTPConnection from 'nodemailer/lib/smtp-connection';
import type { MailResult, SmtpRelay } from '../../ports.ts';
import { type Progress, resultOf, takeStep } from './step.ts';

/** A connection to a relay after EHLO, TLS and authentication: ready for MAIL. */
export type OpenConnection = {
  readonly smtp: SMTPConnection;
  /** What the relay announced, in capitals: 8BITMIME, SMTPUTF8 and others. */
  readonly extensions: ReadonlySet<string>;
  /** Messages that went over it. */
  messages: number;
};
export type Opening = { readonly connection: OpenConnection } | { readonly result: MailResult };

type Options = NonNullable<ConstructorParameters<typeof SMTPConnection>[0]>;
export type Socket = NonNullable<Options['connection']>;

/** Opens the socket to a relay, with TLS where it is implicit. `signal` ends the attempt. Brought by the runtime. */
export type OpenSocket = (
  relay: SmtpRelay,
  signal: AbortSignal,
) => Promise<{ readonly socket: Socket } | { readonly at: 'connect' | 'tls'; readonly code: string }>;

export type OpenOptions = {
  readonly openSocket: OpenSocket;
  /** How the gateway names itself in EHLO: a domain name. */
  readonly heloName: string;
  /** Time for the greeting, and again for STARTTLS. */
  readonly greetingMsMax: number;
  /** Authorities beside those of the runtime, PEM. */
  readonly ca?: string | undefined;
};

const replyBytesMax = 65_536;
/** Never reached: the deadline of each message comes first. */
const silenceMsMax = 3_600_000;

/** Opens a connection and brings it to where messages can be sent, or says at which stage that ended. */
export async function openConnection(relay: SmtpRelay, options: OpenOptions, signal: AbortSignal): Promise<Opening> {
  const opened = await options.openSocket(relay, signal);
  if (!('socket' in opened)) return { result: { answered: false, ...opened } };
  const smtp = new SMTPConnection({
    connection: opened.socket,
    host: relay.host,
    name: options.heloName,
    secure: relay.tls === 'implicit',
    secured: relay.tls === 'implicit',
    requireTLS: relay.tls === 'starttls',
    ignoreTLS: relay.tls === 'none',
    greetingTimeout: options.greetingMsMax,
    connectionTimeout: silenceMsMax,
    socketTimeout: silenceMsMax,
    socketCloseTimeout: 0,
    maxResponseSize: replyBytesMax,
    // Written out, so that no environment variable turns it off.
    tls: { minVersion: 'TLSv1.2', rejectUnauthorized: true, ...(options.ca === undefined ? {} : { ca: options.ca }) },
  });
  // Each step listens for itself; between two steps nobody does, and the next one finds the connection destroyed.
  smtp.on('error', () => {});
  const greeted = await greet(smtp, signal);
  const failed = greeted.result ?? (await authenticate(smtp, relay, signal));
  if (failed === null) return { connection: { smtp, extensions: greeted.extensions, messages: 0 } };
  smtp.close();
  return { result: failed };
}

/** The greeting, STARTTLS and EHLO. */
async function greet(smtp: SMTPConnection, signal: AbortSignal) {
  const progress: Progress = {
    get at() {
      return smtp.upgrading ? 'tls' : 'greeting';
    },
    over: false,
  };
  const step = await takeStep<string>(smtp, signal, progress, (done) =>
    smtp.connect((error) => done(error, smtp.lastServerResponse || '')),
  );
  if (!('failure' in step)) return { result: null, extensions: extensionsOf(step.info ?? '') };
  const { failure } = step;
  const result = resultOf(failure.command === 'STARTTLS' ? { ...failure, at: 'tls' } : failure);
  return { result, extensions: new Set<string>() };
}

/** RFC 4954, with the first mechanism of nodemailer's list that the relay offers. */
async function authenticate(smtp: SMTPConnection, { login }: SmtpRelay, signal: AbortSignal) {
  if (login === null) return null;
  const credentials = { user: login.user, pass: login.password };
  const step = await takeStep<boolean>(smtp, signal, { at: 'authentication', over: false }, (done) =>
    smtp.login(credentials, done),
  );
  return 'failure' in step ? resultOf(step.failure) : null;
}

/** RFC 5321 section 4.1.1.1: one keyword a line after the first, its parameters behind it. */
const extensionsOf = (ehlo: string): ReadonlySet<string> =>
  new Set(
    ehlo
      .split(/\r?\n/)
      .slice(1)
      .map((line) => line.slice(4).trim().split(/[ =]/)[0]?.toUpperCase() ?? ''),
  );
