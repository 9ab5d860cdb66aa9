import { mailRelays } from '../../contracts/catalogue/mail-relays.ts';
import type { MailResult, Verdict } from '../ports.ts';

type Row = {
  readonly outcome: Verdict['outcome'];
  /** What it says about the relay: up, down, or nothing. */
  readonly alive: boolean | null;
  readonly code: string;
  readonly detail: string;
};

/** What each way in which handing over a message ends means for its delivery, and for the relay. */
export const mailOutcomes = {
  relayed: {
    outcome: 'delivered',
    alive: true,
    code: 'mail/relayed',
    detail: 'The relay took the message. Whether it reaches the mailbox, a bounce or a receipt tells.',
  },
  put_off: {
    outcome: 'deferred',
    alive: true,
    code: 'mail/put-off',
    detail: 'The relay does not take the message now. It is tried again.',
  },
  refused: {
    outcome: 'refused',
    alive: null,
    code: 'mail/refused',
    detail: 'The relay refuses the message for good. Check the address of the recipient and the rules of the relay.',
  },
  // RFC 5321 section 3.8: 421 announces that the service closes.
  relay_closes: {
    outcome: 'deferred',
    alive: false,
    code: 'mail/relay-unavailable',
    detail: 'The relay closes or cannot serve now; the message was not taken. It is tried again.',
  },
  // Not the message but the gateway is refused: it waits until the relay or its setting is corrected.
  gateway_refused: {
    outcome: 'deferred',
    alive: false,
    code: 'mail/gateway-refused',
    detail: 'The relay does not serve the gateway. Correct the relay or the address of it in the configuration.',
  },
  login_refused: {
    outcome: 'deferred',
    alive: false,
    code: 'mail/login-refused',
    detail: 'The relay does not accept user and password. Correct them in the configuration.',
  },
  not_connected: {
    outcome: 'deferred',
    alive: false,
    code: 'mail/not-connected',
    detail: 'No connection to the relay; nothing was sent. It is tried again.',
  },
  not_secure: {
    outcome: 'deferred',
    alive: false,
    code: 'mail/not-secure',
    detail: 'No secure connection to the relay; nothing was sent. Check its certificate, its name and its TLS.',
  },
  no_answer: {
    outcome: 'deferred',
    alive: false,
    code: 'mail/no-answer',
    detail: 'The relay stopped answering before it had the whole message. It is tried again.',
  },
  // RFC 5321 section 4.5.3.2.6: without a reply to the dot nobody knows whether the relay took responsibility.
  uncertain: {
    outcome: 'unknown',
    alive: false,
    code: 'mail/uncertain',
    detail: 'The relay had the whole message and did not answer; it may have taken it. Look for it at the relay.',
  },
  busy: {
    outcome: 'deferred',
    alive: null,
    code: 'mail/busy',
    detail: 'Every connection to the relay was in use until the time was over. It is tried again.',
  },
  not_configured: {
    outcome: 'deferred',
    alive: null,
    code: 'mail/not-configured',
    detail: 'No relay is configured for this channel, so the message waits.',
  },
} as const satisfies Readonly<Record<string, Row>>;

/** What the result means for the delivery. The detail ends with the relay's codes: never with its words, which may name people. */
export function mailOutcome(result: MailResult, system: string): Verdict {
  const { outcome, code, detail } = mailOutcomes[rowOf(result)];
  const missing = code === 'mail/not-configured' ? ` Set ${settingOf(system)}.` : '';
  return { outcome, code, detail: `${detail}${missing} (${said(result)})` };
}

const settingOf = (system: string) => (system === mailRelays.pec ? 'RACCORDO_PEC_SMTP_URL' : 'RACCORDO_SMTP_URL');

/** What the result says about the relay, for its circuit: up, down, or nothing. */
export const relayAlive = (result: MailResult): boolean | null => mailOutcomes[rowOf(result)].alive;

function said(result: MailResult): string {
  if (!result.answered) return `${result.at}, ${result.code}`;
  return [`${result.at}, ${result.reply}`, result.enhanced].filter((part) => part !== undefined).join(' ');
}

function rowOf(result: MailResult): keyof typeof mailOutcomes {
  return result.answered ? answeredRow(result) : unansweredRow(result);
}

function answeredRow({ at, reply }: Extract<MailResult, { answered: true }>): keyof typeof mailOutcomes {
  if (at === 'authentication') return reply >= 400 && reply < 500 ? 'relay_closes' : 'login_refused';
  const early = at === 'connect' || at === 'greeting' || at === 'tls';
  if (reply >= 500 && reply < 600) return early ? 'gateway_refused' : 'refused';
  if (reply >= 400 && reply < 500) return early || reply === 421 ? 'relay_closes' : 'put_off';
  if (at === 'after_dot') return reply >= 200 && reply < 300 ? 'relayed' : 'uncertain';
  return 'no_answer';
}

function unansweredRow({ at, code }: Extract<MailResult, { answered: false }>): keyof typeof mailOutcomes {
  if (at === 'after_dot') return 'uncertain';
  if (at === 'connect') {
    if (code === 'not-configured') return 'not_configured';
    return code === 'busy' ? 'busy' : 'not_connected';
  }
  return at === 'tls' ? 'not_secure' : 'no_answer';
}
