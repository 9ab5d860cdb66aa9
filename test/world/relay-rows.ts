import { expect } from 'vitest';
import type { RelayScript } from './smtp-relay.ts';

/** How handing a message over ends: with a reply of the relay, or without. */
export const said = (at: string, reply: number, enhanced?: string) => ({
  answered: true,
  at,
  reply,
  ...(enhanced === undefined ? {} : { enhanced }),
});
export const silent = (at: string, code: unknown = expect.stringMatching(/^[A-Za-z_-]+$/)) => ({
  answered: false,
  at,
  code,
});

/** What the relay does, and how handing the message over ends; the last says whether the relay has it. */
export const relayRows: readonly (readonly [what: string, script: RelayScript, expected: object, taken: number])[] = [
  ['takes it', {}, said('after_dot', 250, '2.0.0'), 1],
  ['greets with 421', { greeting: { reply: 421 } }, said('greeting', 421), 0],
  ['greets with 554', { greeting: { reply: 554 } }, said('greeting', 554), 0],
  ['hangs up before the greeting', { greeting: 'drop' }, silent('greeting'), 0],
  ['refuses the sender for now', { mail: { reply: 451, text: '4.7.1 later' } }, said('envelope', 451, '4.7.1'), 0],
  ['refuses the sender', { mail: { reply: 550, text: '5.7.1 no' } }, said('envelope', 550, '5.7.1'), 0],
  ['hangs up at MAIL', { mail: 'drop' }, silent('envelope'), 0],
  ['closes at MAIL', { mail: { reply: 421, text: '4.3.2 closing' } }, said('envelope', 421, '4.3.2'), 0],
  ['refuses the recipient for now', { rcpt: { reply: 450, text: '4.2.1 grey' } }, said('envelope', 450, '4.2.1'), 0],
  ['refuses the recipient', { rcpt: { reply: 550, text: '5.1.1 anna@x.it?' } }, said('envelope', 550, '5.1.1'), 0],
  ['says another class than its code', { rcpt: { reply: 550, text: '4.1.1 both' } }, said('envelope', 550), 0],
  ['hangs up at RCPT', { rcpt: 'drop' }, silent('envelope'), 0],
  ['refuses DATA for now', { data: { reply: 451 } }, said('data', 451), 0],
  ['refuses DATA', { data: { reply: 554 } }, said('data', 554), 0],
  ['hangs up at DATA', { data: 'drop' }, silent('envelope'), 0],
  ['refuses the message for now', { dot: { reply: 452, text: '4.3.1 full' } }, said('after_dot', 452, '4.3.1'), 0],
  ['refuses the message', { dot: { reply: 554, text: '5.7.1 spam' } }, said('after_dot', 554, '5.7.1'), 0],
  ['closes after the dot', { dot: { reply: 421 } }, said('after_dot', 421), 0],
  ['hangs up after the dot', { dot: 'drop' }, silent('after_dot'), 0],
];
