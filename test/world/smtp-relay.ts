import { readFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { SMTPServer, type SMTPServerSession } from 'smtp-server';
import type { SmtpRelay } from '../../src/ports.ts';

/** Where the relay can be told what to do. `content`: in the middle of the message. `dot`: after the whole of it. */
export type RelayStep = 'greeting' | 'starttls' | 'login' | 'mail' | 'rcpt' | 'data' | 'content' | 'dot' | 'rset';
/** A reply code refuses (with `text`, which may begin with an enhanced code). drop: the connection ends. hold: until `release`. */
export type RelayDeed = 'accept' | 'drop' | 'hold' | { readonly reply: number; readonly text?: string };
export type RelayScript = Partial<Record<RelayStep, RelayDeed | ((seen: RelaySeen) => RelayDeed)>>;
export type RelaySeen = { readonly from: string; readonly to: readonly string[]; readonly connection: string };
export type RelayedMail = RelaySeen & {
  readonly raw: Buffer;
  readonly secure: boolean;
  readonly user: string | null;
  readonly heloName: string;
  readonly body: string;
  readonly smtpUtf8: boolean;
};

export type TestRelay = Awaited<ReturnType<typeof startTestRelay>>;
export const certificateFile = (name: string) => join(import.meta.dirname, 'certificate', name);
/** The authority of the relay's certificate. */
export const testAuthority = () => readFileSync(certificateFile('ca.pem'), 'utf8');

export type TestRelayOptions = {
  readonly tls?: SmtpRelay['tls'];
  readonly certificate?: 'relay' | 'elsewhere';
  readonly login?: { readonly user: string; readonly password: string };
  readonly script?: RelayScript;
  /** Extensions that it does not announce. */
  readonly without?: readonly ('8BITMIME' | 'SMTPUTF8' | 'PIPELINING')[];
  /** Announced with SIZE. */
  readonly messageBytesMax?: number;
  readonly port?: number;
};

/** A real SMTP server on loopback that does what its script says at each step, and keeps what it took. */
export async function startTestRelay(options: TestRelayOptions = {}) {
  const { tls = 'none', certificate = 'relay', login, without = [], messageBytesMax } = options;
  let script = options.script ?? {};
  const taken: RelayedMail[] = [];
  const held: (() => void)[] = [];
  const steps: { readonly step: RelayStep; readonly connection: string }[] = [];
  const reached = new Map<RelayStep, PromiseWithResolvers<void>>();
  const arrival = (step: RelayStep) => {
    const known = reached.get(step) ?? Promise.withResolvers<void>();
    reached.set(step, known);
    return known;
  };

  const connectionOf = ({ id }: { readonly id: string }) => [...server.connections].find((each) => each.id === id);
  const drop = (session: SMTPServerSession) => connectionOf(session)?._socket.destroy();
  const seenOf = (session: SMTPServerSession, to?: string): RelaySeen => ({
    from: session.envelope?.mailFrom ? session.envelope.mailFrom.address : '',
    to: [...(session.envelope?.rcptTo ?? []).map(({ address }) => address), ...(to === undefined ? [] : [to])],
    connection: session.id,
  });

  /** Does what the script says and then, unless that ended it, goes on with an error or without. */
  const act = (step: RelayStep, session: SMTPServerSession, go: (refusal?: Error) => void, to?: string) => {
    steps.push({ step, connection: session.id });
    arrival(step).resolve();
    const told = script[step] ?? 'accept';
    const deed = typeof told === 'function' ? told(seenOf(session, to)) : told;
    if (deed === 'accept') go();
    else if (deed === 'drop') drop(session);
    else if (deed === 'hold') held.push(() => go());
    else go(Object.assign(new Error(deed.text ?? 'scripted'), { responseCode: deed.reply }));
  };

  const server = new SMTPServer({
    secure: tls === 'implicit',
    key: readFileSync(certificateFile(`${certificate}.key`)),
    cert: readFileSync(certificateFile(`${certificate}.pem`)),
    name: 'relay.example.it',
    disableReverseLookup: true,
    disabledCommands: [...(tls === 'starttls' ? [] : ['STARTTLS']), ...(login === undefined ? ['AUTH'] : [])],
    authOptional: login === undefined,
    allowInsecureAuth: tls === 'none',
    hide8BITMIME: without.includes('8BITMIME'),
    hideSMTPUTF8: without.includes('SMTPUTF8'),
    hidePIPELINING: without.includes('PIPELINING'),
    ...(messageBytesMax === undefined ? {} : { size: messageBytesMax }),
    onConnect(session, callback) {
      refuseCommands(session);
      act('greeting', session, callback);
    },
    onAuth({ username, password }, session, callback) {
      const right = username === login?.user && password === login?.password;
      act('login', session, (refusal) =>
        refusal ? callback(refusal) : callback(null, right ? { user: username } : {}),
      );
    },
    onMailFrom: (_address, session, callback) => act('mail', session, callback),
    onRcptTo: ({ address }, session, callback) => act('rcpt', session, callback, address),
    onData(stream, session, callback) {
      const chunks: Buffer[] = [];
      const seen = seenOf(session);
      stream.once('data', () => {
        // Nothing more is read, so a message larger than what is under way cannot come to its end.
        if (script.content !== undefined) act('content', session, () => {});
      });
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () =>
        act('dot', session, (refusal) => {
          if (refusal) return callback(refusal);
          taken.push({
            ...seen,
            raw: Buffer.concat(chunks),
            secure: session.secure,
            user: typeof session.user === 'string' ? session.user : null,
            heloName: session.hostNameAppearsAs,
            body: session.envelope.bodyType ?? '7bit',
            smtpUtf8: session.envelope.smtpUtf8 ?? false,
          });
          return callback(null, '2.0.0 taken');
        }),
      );
    },
  });
  // smtp-server has no hook for these commands.
  const refuseCommands = (session: SMTPServerSession) => {
    const connection = connectionOf(session);
    if (connection === undefined) return;
    for (const [step, command] of [
      ['starttls', 'handler_STARTTLS'],
      ['data', 'handler_DATA'],
      ['rset', 'handler_RSET'],
    ] as const) {
      const usual = connection[command].bind(connection);
      connection[command] = (line, callback) =>
        act(step, session, (refusal) => {
          if (refusal === undefined) return usual(line, callback);
          const { responseCode } = refusal as Error & { readonly responseCode: number };
          connection.send(responseCode, refusal.message, false);
          return callback();
        });
    }
  };
  // smtp-server waits a tenth of a second before each greeting, for clients that speak too soon. Here is none.
  const { connections } = server;
  const add = connections.add.bind(connections);
  connections.add = (connection) => {
    connection.init = () => connection._setListeners(() => connection.connectionReady());
    return add(connection);
  };
  server.on('error', () => {});
  await new Promise<void>((listening) => server.listen(options.port ?? 0, '127.0.0.1', listening));
  const { port } = server.server.address() as AddressInfo;

  return {
    port,
    /** The relay as the gateway's configuration would have it. */
    relay: { kind: 'smtp', host: 'localhost', port, tls, login: login ?? null } satisfies SmtpRelay as SmtpRelay,
    /** What it took, oldest first. */
    taken: (): readonly RelayedMail[] => taken,
    /** What was asked of it, oldest first. */
    steps: () => steps,
    connections: () => new Set(steps.map(({ connection }) => connection)).size,
    follow: (next: RelayScript) => {
      script = next;
    },
    /** When somebody came to this step for the first time. */
    reached: (step: RelayStep) => arrival(step).promise,
    /** Lets everything that is held go on. */
    release: () => {
      for (const go of held.splice(0)) go();
    },
    /** Ends every connection, without a word. */
    hangUp: () => {
      for (const { _socket } of server.connections) _socket.destroy();
    },
    stop: () =>
      new Promise<void>((stopped) => {
        for (const { _socket } of server.connections) _socket.destroy();
        server.close(stopped);
      }),
  };
}
