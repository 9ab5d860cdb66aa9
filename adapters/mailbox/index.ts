import { z } from 'zod';
import type { Adapter } from '../../src/ports.ts';

/**
 * A system that pulls: its deliveries wait in the mailbox, in canonical words, until it fetches them, so there is nothing to
 * translate. `write` is for the day somebody gives such a system an address: it stops the delivery before anything is sent.
 */
export const mailbox: Adapter<Record<string, never>> = {
  kind: 'mailbox',
  options: z.strictObject({}),
  deduplicates: false,
  write: () => ({
    verdict: {
      outcome: 'refused',
      code: 'mailbox/pulls',
      detail: 'This system fetches its messages from the mailbox; nothing is sent to it.',
    },
  }),
};
