import type { MailConfig } from '../config/mail.ts';
import type { PoolLimits, SmtpSender } from '../mail/smtp/index.ts';
import { createSmtpSender as createRelaySender, notBegun } from '../mail/smtp/index.ts';
import type { ComposedMail, MailResult, SendMail } from '../ports.ts';
import { createOpenSocket } from './smtp-socket.ts';

export type MailSender = {
  readonly send: SendMail;
  /** Waits for messages under way, then closes every connection. */
  close(): Promise<void>;
};

export type MailSenderOptions = Partial<PoolLimits> & {
  readonly connectMsMax?: number;
  /** RFC 5321 section 4.5.3.2.1 gives the relay five minutes for its greeting; the next attempt is a better use of them. */
  readonly greetingMsMax?: number;
  /** Authorities beside those of the runtime, PEM. */
  readonly ca?: string;
  /** Where the runtime has files. */
  readonly writeFile?: (folder: string, mail: ComposedMail) => Promise<MailResult>;
};

/** On Workers a connection belongs to the event that opened it: each message has its own, and none waits for another's. */
export const workerPool: PoolLimits = { connectionsMax: 1_000, messagesPerConnectionMax: 1, idleMsMax: 0 };
const nodePool: PoolLimits = { connectionsMax: 5, messagesPerConnectionMax: 100, idleMsMax: 10_000 };

const notConfigured: MailResult = { answered: false, at: 'connect', code: 'not-configured' };

/** Hands mails to the relay that is configured for their channel. Without one none leaves. */
export function createSmtpSender(config: MailConfig, options: MailSenderOptions = {}): MailSender {
  const { connectMsMax = 10_000, greetingMsMax = 30_000, ca, writeFile, ...pool } = options;
  const openSocket = createOpenSocket({ connectMsMax, ca });
  const senderTo = (relay: MailConfig['relays']['mail']): SmtpSender | null => {
    if (relay === null) return null;
    if (relay.kind === 'smtp')
      return createRelaySender(
        relay,
        { openSocket, heloName: config.heloName, greetingMsMax, ca },
        { ...nodePool, ...pool },
      );
    if (writeFile === undefined) throw new Error('a folder for mails is configured where there are no files');
    return {
      send: async (mail, { ready }) =>
        ready === undefined || (await ready()) ? writeFile(relay.folder, mail) : notBegun,
      close: async () => {},
    };
  };
  const senders = { mail: senderTo(config.relays.mail), pec: senderTo(config.relays.pec) };
  return {
    send: async (mail, channel, limits) => senders[channel]?.send(mail, limits) ?? notConfigured,
    close: async () => {
      await Promise.all([senders.mail?.close(), senders.pec?.close()]);
    },
  };
}
