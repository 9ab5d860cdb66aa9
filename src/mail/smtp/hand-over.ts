import type { default as SMTPConnection } from 'nodemailer/lib/smtp-connection';
import type { ComposedMail, MailResult, MailStage } from '../../ports.ts';
import type { OpenConnection } from './open.ts';
import { type Reply, replyOf, resultOf, takeStep } from './step.ts';

type Message = Exclude<Parameters<SMTPConnection['send']>[1], string | Buffer>;
type Content = Parameters<Message['pipe']>[0] & {
  once(event: 'data', listener: () => void): unknown;
  write(bytes: Uint8Array): unknown;
  end(): unknown;
};
type Course = { at: MailStage; over: boolean };

/** Hands one message over. `usable`: the connection can take another one after RSET. */
export async function handOver(
  { smtp, extensions }: OpenConnection,
  { envelope, raw }: ComposedMail,
  signal: AbortSignal,
): Promise<{ readonly result: MailResult; readonly usable: boolean }> {
  if (raw.length === 0) throw new Error('a composed mail has bytes');
  const eightBit = raw.some((byte) => byte > 0x7f);
  const impossible = impossibleFor(extensions, envelope, eightBit);
  if (impossible !== null) return { result: { answered: true, at: 'envelope', ...impossible }, usable: true };

  const course: Course = { at: 'envelope', over: false };
  const step = await takeStep<{ readonly response: string }>(smtp, signal, course, (done) =>
    smtp.send(
      { from: envelope.from, to: [envelope.to], size: raw.length, use8BitMime: eightBit },
      heldMessage(smtp, raw, course),
      done,
    ),
  );
  if ('failure' in step) {
    const { failure } = step;
    const own = failure.reply === null ? ownRefusals[`${failure.code} ${failure.command}`] : undefined;
    if (own !== undefined) return { result: { answered: true, at: 'envelope', ...own }, usable: true };
    const at = failure.at === 'envelope' && failure.command === 'DATA' ? 'data' : failure.at;
    const result = resultOf({ ...failure, at });
    // A reply in the middle of the message leaves the rest of it on the line.
    return { result, usable: result.answered && failure.at !== 'data' && result.reply !== 421 };
  }
  const reply = replyOf(step.info?.response ?? '');
  // "250" before the dot is no answer to this message.
  if (reply === null || step.at !== 'after_dot')
    return { result: { answered: false, at: step.at, code: 'EPROTOCOL' }, usable: false };
  return { result: { answered: true, at: step.at, ...reply }, usable: true };
}

/**
 * The message, of which the final dot is held back until the socket has taken every byte before it: only then can the relay
 * have the whole of it. From that moment on, and in doubt, the stage is after_dot.
 */
function heldMessage(smtp: SMTPConnection, raw: Uint8Array, course: Course): Message {
  const message = {
    on: () => message,
    removeListener: () => message,
    destroy: () => message,
    /** `content` escapes dots at the beginning of lines, and writes the final dot when it is ended. */
    pipe(content: Content) {
      course.at = 'data';
      // nodemailer piped the content into the socket before: when this is called, the socket has been given the bytes.
      content.once('data', () => {
        if (!smtp._socket) return;
        smtp._socket.write(new Uint8Array(), (error) => {
          if (error || course.over || smtp.destroyed) return;
          course.at = 'after_dot';
          content.end();
        });
      });
      content.write(raw);
      return content;
    },
  };
  // Of a stream, nodemailer's `send` uses these four members only; a real one would end, and so write the dot, on its own.
  return message as unknown as Message;
}

/** What nodemailer refuses before it asks the relay: the reply that the relay would give. */
const ownRefusals: Readonly<Record<string, Reply>> = {
  // RFC 1870 section 6.1: larger than the relay announced.
  'EMESSAGE MAIL FROM': { reply: 552, enhanced: '5.3.4' },
  // An address that would end the command it stands in.
  'EENVELOPE API': { reply: 553, enhanced: '5.1.3' },
};

/** What cannot go to a relay without the extension for it (RFC 6531 section 3.5, RFC 6152 section 3). */
function impossibleFor(
  extensions: ReadonlySet<string>,
  { from, to }: ComposedMail['envelope'],
  eightBit: boolean,
): Reply | null {
  if (/[^\x00-\x7f]/.test(from + to) && !extensions.has('SMTPUTF8')) return { reply: 553, enhanced: '5.6.7' };
  if (eightBit && !extensions.has('8BITMIME')) return { reply: 554, enhanced: '5.6.3' };
  return null;
}
