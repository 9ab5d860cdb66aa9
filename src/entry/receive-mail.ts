import type { MailConfig } from '../config/mail.ts';
import type { Log } from '../ports.ts';
import { thrownFields } from './log.ts';
import { listenForMail, type TakeMail } from './mail-listener.ts';

type Take = (raw: Uint8Array, rcpt: string | null) => Promise<{ readonly taken: boolean }>;

/** Listens for mail where the configuration says so; what cannot be taken now is asked for again by its sender. */
export async function receiveMail(
  { listen, address }: MailConfig,
  take: Take,
  log: Log,
): Promise<{ readonly port: number | null; readonly stop: () => Promise<void> } | { readonly fault: string }> {
  if (listen === null || address === null) return { port: null, stop: async () => {} };
  const takeOne: TakeMail = async (raw, { rcpt }) => {
    try {
      return (await take(raw, rcpt)).taken ? 'taken' : 'not-ours';
    } catch (error) {
      log('error', 'mail.not_taken', thrownFields(error));
      return 'failed';
    }
  };
  const started = await listenForMail({ ...listen, replyAddress: address, tls: null }, takeOne);
  if ('fault' in started) return { fault: `RACCORDO_MAIL_LISTEN: ${started.fault}` };
  log('info', 'mail.listening', { host: listen.host, port: started.port });
  return started;
}
