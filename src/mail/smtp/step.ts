import type { default as SMTPConnection, SMTPError } from 'nodemailer/lib/smtp-connection';
import type { MailResult, MailStage } from '../../ports.ts';

/** How far a conversation is. `over` once its step has ended: from then on nothing of it may be sent. */
export type Progress = { readonly at: MailStage; over: boolean };

/** Why a step failed, at the stage it had reached by then. `reply` as the relay gave it; its text may name people and is left behind. */
export type Failure = {
  readonly at: MailStage;
  readonly code: string;
  readonly reply: Reply | null;
  readonly command: string;
};
export type Reply = { readonly reply: number; readonly enhanced?: string };

/** One step of the conversation. It ends with its own reply, with the connection or with the deadline, whichever comes first. */
export function takeStep<T>(
  smtp: SMTPConnection,
  signal: AbortSignal,
  progress: Progress,
  begin: (done: (error?: SMTPError | null, info?: T) => void) => void,
): Promise<{ readonly failure: Failure } | { readonly at: MailStage; readonly info: T | undefined }> {
  return new Promise((resolve) => {
    const end = (ended: (at: MailStage) => Parameters<typeof resolve>[0]) => {
      if (progress.over) return;
      progress.over = true;
      smtp.off('error', onError);
      smtp.off('end', onEnd);
      signal.removeEventListener('abort', onAbort);
      // Here and now: what is written to the socket in this same turn must not move the stage any more.
      resolve(ended(progress.at));
    };
    const failed = (error: SMTPError) => end((at) => ({ failure: failureOf(error, at) }));
    const silent = (code: string) => end((at) => ({ failure: { at, code, reply: null, command: '' } }));
    const onError = failed;
    // Where nodemailer closes the connection itself, it tells why right after.
    const onEnd = () => queueMicrotask(() => silent('closed'));
    const onAbort = () => silent('timeout');
    smtp.on('error', onError);
    smtp.on('end', onEnd);
    signal.addEventListener('abort', onAbort);
    if (signal.aborted) onAbort();
    else if (smtp.destroyed) silent('closed');
    else begin((error, info) => (error ? failed(error) : end((at) => ({ at, info }))));
  });
}

export const resultOf = ({ at, code, reply }: Failure): MailResult =>
  reply === null ? { answered: false, at, code } : { answered: true, at, ...reply };

const line = /^(?<reply>[245]\d\d)(?:[ -](?<enhanced>[245]\.\d{1,3}\.\d{1,3})(?![\d.]))?(?:[ -]|$)/;

/** The reply code, and the enhanced one (RFC 3463) where it says the same. Nothing else of the reply. */
export function replyOf(text: string): Reply | null {
  const { reply = '', enhanced } = line.exec(text)?.groups ?? {};
  if (reply === '') return null;
  return { reply: Number(reply), ...(enhanced?.[0] === reply[0] ? { enhanced } : {}) };
}

function failureOf(error: SMTPError, at: MailStage): Failure {
  const command = error.command ?? '';
  const reply = typeof error.response === 'string' ? replyOf(error.response) : null;
  // A failure with a reply that says yes is no answer to what was asked.
  return { at, code: codeOf(error), reply: reply !== null && reply.reply >= 400 ? reply : null, command };
}

/** The system's code for an error, which names no address. */
function codeOf({ code, originalCode, timeoutType }: SMTPError): string {
  if (timeoutType !== undefined) return 'timeout';
  const found = originalCode ?? code;
  return typeof found === 'string' && /^[A-Z0-9_]{1,60}$/.test(found) ? found : 'failed';
}
