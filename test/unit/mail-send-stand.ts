import { createOpenSocket } from '../../src/entry/smtp-socket.ts';
import { createSmtpSender, type OpenSocket, type PoolLimits } from '../../src/mail/smtp/index.ts';
import type { ComposedMail, SmtpRelay } from '../../src/ports.ts';
import { testAuthority } from '../world/smtp-relay.ts';

/** Long enough for any machine. */
export const limits = { timeoutMs: 8_000 };

export const kept: PoolLimits = { connectionsMax: 2, messagesPerConnectionMax: 100, idleMsMax: 60_000 };
export const unkept: PoolLimits = { connectionsMax: 100, messagesPerConnectionMax: 1, idleMsMax: 0 };

export const text = ['Subject: Convocazione', '', 'Buongiorno,', '.', '..', '.fine', ''].join('\r\n');

export const mailOf = (raw: string | Uint8Array = text, to = 'anna.bianchi@comune.example.it'): ComposedMail => ({
  envelope: { from: 'riunioni+b-1@raccordo.example.it', to },
  raw: typeof raw === 'string' ? Buffer.from(raw) : raw,
  message_id: '0190-1.abc@raccordo.example.it',
});

export function senderTo(
  relay: SmtpRelay,
  options: {
    readonly pool?: PoolLimits;
    readonly greetingMsMax?: number;
    readonly ca?: string | null;
    readonly openSocket?: OpenSocket;
  } = {},
) {
  const ca = options.ca === null ? undefined : (options.ca ?? testAuthority());
  return createSmtpSender(
    relay,
    {
      openSocket: options.openSocket ?? createOpenSocket({ connectMsMax: 5_000, ca }),
      heloName: 'raccordo.example.it',
      greetingMsMax: options.greetingMsMax ?? 5_000,
      ca,
    },
    options.pool ?? kept,
  );
}
