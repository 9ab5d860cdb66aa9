import type { MailConfig } from '../../src/config/mail.ts';
import { createSmtpSender, type MailSender } from '../../src/entry/send-mail.ts';
import type { SmtpRelay } from '../../src/ports.ts';

export type RelayAt = Pick<SmtpRelay, 'host' | 'port'>;

/** The gateway's own sender, with both channels at one relay on this machine. */
export function sendTo({ host, port }: RelayAt): MailSender {
  const relay: SmtpRelay = { kind: 'smtp', host, port, tls: 'none', login: null };
  const config: MailConfig = {
    address: 'riunioni@raccordo.example.it',
    name: null,
    pecAddress: null,
    authservId: null,
    listen: null,
    heloName: 'raccordo.example.it',
    relays: { mail: relay, pec: relay },
  };
  return createSmtpSender(config, { connectionsMax: 5, idleMsMax: 1_000 });
}
