import { describe, expect, it } from 'vitest';
import { mailOutcome, mailOutcomes, relayAlive } from '../../src/dispatch/mail-outcomes.ts';
import type { MailResult, MailStage } from '../../src/ports.ts';

const said = (at: MailStage, reply: number, enhanced?: string): MailResult => ({ answered: true, at, reply, enhanced });
const silent = (at: MailStage, code = 'timeout'): MailResult => ({ answered: false, at, code });

const rows: readonly (readonly [MailResult, outcome: string, code: string, alive: boolean | null])[] = [
  [said('after_dot', 250), 'delivered', 'mail/relayed', true],
  [said('after_dot', 251), 'delivered', 'mail/relayed', true],
  [said('after_dot', 451), 'deferred', 'mail/put-off', true],
  [said('after_dot', 554), 'refused', 'mail/refused', null],
  [said('after_dot', 421), 'deferred', 'mail/relay-unavailable', false],
  [said('after_dot', 354), 'unknown', 'mail/uncertain', false],
  [silent('after_dot'), 'unknown', 'mail/uncertain', false],
  [silent('data'), 'deferred', 'mail/no-answer', false],
  [said('data', 451), 'deferred', 'mail/put-off', true],
  [said('data', 554), 'refused', 'mail/refused', null],
  [said('data', 250), 'deferred', 'mail/no-answer', false],
  [silent('envelope'), 'deferred', 'mail/no-answer', false],
  [said('envelope', 450), 'deferred', 'mail/put-off', true],
  [said('envelope', 550), 'refused', 'mail/refused', null],
  [said('envelope', 421), 'deferred', 'mail/relay-unavailable', false],
  [silent('authentication'), 'deferred', 'mail/no-answer', false],
  [said('authentication', 454), 'deferred', 'mail/relay-unavailable', false],
  [said('authentication', 535), 'deferred', 'mail/login-refused', false],
  [silent('tls', 'CERT_HAS_EXPIRED'), 'deferred', 'mail/not-secure', false],
  [said('tls', 454), 'deferred', 'mail/relay-unavailable', false],
  [said('tls', 502), 'deferred', 'mail/gateway-refused', false],
  [silent('greeting'), 'deferred', 'mail/no-answer', false],
  [said('greeting', 421), 'deferred', 'mail/relay-unavailable', false],
  [said('greeting', 450), 'deferred', 'mail/relay-unavailable', false],
  [said('greeting', 554), 'deferred', 'mail/gateway-refused', false],
  [silent('connect', 'ECONNREFUSED'), 'deferred', 'mail/not-connected', false],
  [silent('connect', 'busy'), 'deferred', 'mail/busy', null],
  [silent('connect', 'not-configured'), 'deferred', 'mail/not-configured', null],
];

describe('what handing over a mail means', () => {
  it.each(rows)('%j is %s, %s, and of the relay it says %s', (result, outcome, code, alive) => {
    expect(mailOutcome(result, 'mail-relay')).toMatchObject({ outcome, code });
    expect(relayAlive(result)).toBe(alive);
  });

  it('names the setting of the channel that has no relay', () => {
    const ended = (system: string) => mailOutcome(silent('connect', 'not-configured'), system).detail;
    expect(ended('pec-relay')).toContain('Set RACCORDO_PEC_SMTP_URL.');
    expect(ended('mail-relay')).toContain('Set RACCORDO_SMTP_URL.');
  });

  it('is told for every row of the table', () => {
    const codes = Object.values(mailOutcomes).map(({ code }) => code);
    expect(new Set(rows.map(([, , code]) => code))).toEqual(new Set(codes));
  });

  it('never calls a message delivered that the relay did not take, nor one refused that it may have taken', () => {
    const stages: MailStage[] = ['connect', 'greeting', 'tls', 'authentication', 'envelope', 'data', 'after_dot'];
    for (const at of stages) {
      for (let reply = 200; reply < 600; reply += 1) {
        const { outcome } = mailOutcome(said(at, reply), 'mail-relay');
        expect(outcome === 'delivered').toBe(at === 'after_dot' && reply < 300);
        expect(outcome === 'unknown').toBe(at === 'after_dot' && reply >= 300 && reply < 400);
        if (outcome === 'refused') expect(reply).toBeGreaterThanOrEqual(500);
      }
      expect(mailOutcome(silent(at), 'mail-relay').outcome).toBe(at === 'after_dot' ? 'unknown' : 'deferred');
    }
  });

  it('is told with the codes of the relay, for operators', () => {
    expect(mailOutcome(said('envelope', 550, '5.1.1'), 'mail-relay').detail).toMatch(/ \(envelope, 550 5\.1\.1\)$/);
    expect(mailOutcome(silent('tls', 'CERT_HAS_EXPIRED'), 'mail-relay').detail).toMatch(/ \(tls, CERT_HAS_EXPIRED\)$/);
  });
});
