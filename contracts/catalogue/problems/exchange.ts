import { type Entry, entry } from './entry.ts';

/** Of what was exchanged, leaves, waits or comes in. */
export const exchangeProblems = {
  'exchange/not-found': entry(
    404,
    'No such exchange',
    'There is no exchange with this id for the caller.',
    'Check the id.',
  ),
  'tracing/day-not-begun': entry(
    400,
    'The day has not begun',
    "The day has not begun yet in Rome's time, so there is nothing to count.",
    'Ask for a day that has begun; one that is over is complete.',
  ),
  'tracing/too-many-lines': entry(
    422,
    'The day has too many lines',
    'The day has more lines than one reply may hold.',
    'Write it beside the store, with raccordo pdnd tracing: page by page, with the embedded store while the gateway is stopped.',
  ),
  'delivery/not-found': entry(
    404,
    'No such delivery',
    'There is no delivery with this id for the caller.',
    'Check the id.',
  ),
  'delivery/not-settled': entry(
    409,
    'The delivery cannot be rerun now',
    'Only a refused, unknown, withheld or abandoned delivery can be rerun; of what was delivered, only a mail to a member that leads to documents.',
    'Wait for its outcome.',
    'after_delay',
  ),
  'mailbox/not-found': entry(
    404,
    'No such message',
    'The mailbox of the caller holds no such message.',
    'Check the id; it may have been acknowledged already.',
  ),
  'inbound/system-unknown': entry(
    404,
    'No such system',
    'The caller has no such system in the network document.',
    'Check the system id; the client must belong to its organization.',
  ),
  'inbound/not-supported': entry(
    409,
    'This system does not send messages',
    'The adapter of the system reads no messages.',
    'Use the canonical operations.',
  ),
  'inbound/not-understood': entry(
    422,
    'The message is not understood',
    "The message does not follow the partner's format.",
    'The detail and errors[] name the place.',
  ),
} as const satisfies Record<string, Entry>;
