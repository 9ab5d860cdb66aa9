import type { Log } from '../ports.ts';
import type { Visit } from './exit.ts';

const framesMax = 5;

/** One line for each request: what was asked and how it ended, never by whom it was about. Quiet while all is well. */
export function logServed(log: Log, operation: string, { correlationId }: Visit, status: number): void {
  const level = status >= 500 ? 'warn' : status >= 400 ? 'info' : 'debug';
  log(level, 'http.served', { operation, status, correlation_id: correlationId });
}

/** A reply that broke its schema, by the places that broke it. */
export function logBroken(log: Log, operation: string, { correlationId }: Visit, pointers: readonly string[]): void {
  log('error', 'http.reply_broken', {
    operation,
    correlation_id: correlationId,
    pointers: pointers.slice(0, 20).join(' '),
  });
}

/** Something unexpected. The message stays out of the log: nobody knows what it quotes. */
export function logThrown(log: Log, operation: string, { correlationId }: Visit, thrown: unknown): void {
  const { name, stack = '' } = thrown instanceof Error ? thrown : { name: typeof thrown };
  const frames = stack.split('\n').filter((line) => /^\s+at /.test(line));
  log('error', 'http.failed', {
    operation,
    correlation_id: correlationId,
    error: name,
    at: frames.slice(0, framesMax).join(' '),
  });
}
