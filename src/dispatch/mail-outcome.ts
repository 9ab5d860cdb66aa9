import type { MailResult, MailStage, Verdict } from '../ports.ts';

type Meaning = {
  readonly outcome: Verdict['outcome'];
  readonly code: string;
  readonly detail: string;
  /** Whether the message may have left. */
  readonly left: boolean;
  /** What it says about the relay: up, down, or nothing. */
  readonly alive: boolean | null;
};

const beforeDot = 'The relay took nothing. It is tried again.';

/** No answer at a stage: before the final dot nobody is responsible for the message but us (RFC 5321 section 4.2.5). */
const silent: Readonly<Record<MailStage, Meaning>> = {
  connect: unsent('mail/not-connected', `No connection to the mail relay. ${beforeDot}`),
  greeting: unsent('mail/no-greeting', `The mail relay did not greet in time. ${beforeDot}`),
  tls: unsent(
    'mail/tls-failed',
    `No secure connection to the mail relay: its certificate or TLS version does not hold.`,
  ),
  authentication: unsent('mail/no-answer', `The mail relay broke off while it was told who sends. ${beforeDot}`),
  envelope: unsent('mail/no-answer', `The mail relay broke off before the message. ${beforeDot}`),
  data: unsent('mail/cut-off', `The connection broke within the message. ${beforeDot}`),
  after_dot: {
    outcome: 'unknown',
    code: 'mail/no-word',
    detail: 'The relay had the whole message and said nothing: it may have taken it, and is not sent it again blindly.',
    left: true,
    alive: false,
  },
};

function unsent(code: string, detail: string): Meaning {
  return { outcome: 'deferred', code, detail, left: false, alive: false };
}

/** How handing over a mail ended, as a verdict with the enhanced status of RFC 3463, never the text of the reply. */
export function mailOutcome(result: MailResult): { verdict: Verdict; left: boolean; alive: boolean | null } {
  const { outcome, code, detail, left, alive } = result.answered ? answered(result) : silent[result.at];
  const status = result.answered ? (result.enhanced ?? String(result.reply)) : result.code;
  return { verdict: { outcome, code, detail: `${detail} (${status})` }, left, alive };
}

function answered({ reply, at }: Extract<MailResult, { answered: true }>): Meaning {
  if (reply < 400) {
    return {
      outcome: 'delivered',
      code: 'mail/relayed',
      detail: 'The relay took the message.',
      left: true,
      alive: true,
    };
  }
  // 421 closes the channel, and before the envelope no recipient has been named: that is about the relay.
  const aboutRelay = reply === 421 || at === 'connect' || at === 'greeting' || at === 'authentication' || at === 'tls';
  const alive = aboutRelay ? false : true;
  if (reply < 500) {
    return {
      outcome: 'deferred',
      code: 'mail/deferred',
      detail: 'The relay asks to try again later.',
      left: false,
      alive,
    };
  }
  if (aboutRelay) {
    return {
      outcome: 'deferred',
      code: 'mail/relay-refuses',
      detail: 'The relay refuses the gateway itself: look at the address, user and password in the configuration.',
      left: false,
      alive,
    };
  }
  return {
    outcome: 'refused',
    code: 'mail/refused',
    detail: 'The relay refuses the message or its recipient. Correct the address in the convocation.',
    left: false,
    alive,
  };
}
