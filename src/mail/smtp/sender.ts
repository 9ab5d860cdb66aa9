import type { ComposedMail, MailResult, SendLimits, SmtpRelay } from '../../ports.ts';
import { handOver } from './hand-over.ts';
import { type OpenOptions, openConnection } from './open.ts';
import { createPool, type PoolLimits } from './pool.ts';

export type SmtpSender = {
  /** One message, one recipient; ends within `timeoutMs`. Never throws for the relay's doing. */
  send(mail: ComposedMail, limits: SendLimits): Promise<MailResult>;
  /** Waits for messages under way, then closes every connection. */
  close(): Promise<void>;
};

/** What a sender gives back that was told not to begin. */
export const notBegun: MailResult = { answered: false, at: 'connect', code: 'not-begun' };

/** Hands messages to one relay over connections that are kept within `limits`. */
export function createSmtpSender(relay: SmtpRelay, options: OpenOptions, limits: PoolLimits): SmtpSender {
  const pool = createPool((signal) => openConnection(relay, options, signal), limits);
  return {
    async send(mail, { timeoutMs, ready }) {
      const deadline = new AbortController();
      const timer = setTimeout(() => deadline.abort(), timeoutMs);
      try {
        const opening = await pool.take(deadline.signal);
        if ('result' in opening) return opening.result;
        let usable = false;
        try {
          if (ready !== undefined && !(await ready())) {
            usable = true;
            return notBegun;
          }
          const handed = await handOver(opening.connection, mail, deadline.signal);
          usable = handed.usable;
          return handed.result;
        } finally {
          pool.giveBack(opening.connection, usable);
        }
      } finally {
        clearTimeout(timer);
      }
    },
    close: pool.close,
  };
}
