import { type Entry, entry } from './entry.ts';

/** Of referrals. */
export const referralProblems = {
  'referral/not-found': entry(
    404,
    'No such referral',
    'There is no referral with this id for the caller.',
    'Check the id; the referral may belong to other bodies.',
  ),
  'referral/event-not-available': entry(
    409,
    'The event is not available now',
    'The state of the referral does not allow the event.',
    'See available_events for what is allowed.',
    'after_reload',
  ),
  'referral/not-your-event': entry(
    403,
    'The event belongs to the other side',
    'The event is one that the caller may not record.',
    'See available_events for what is allowed, and to whom.',
  ),
  'referral/already-claimed': entry(
    409,
    'The referral was claimed by another body',
    'An open referral is claimed once.',
    'Nothing: choose another referral.',
  ),
  'referral/service-unknown': entry(
    422,
    'The service is not in the network',
    'The service is not in the network document.',
    'See GET /v1/services.',
  ),
  'referral/recipient-unknown': entry(
    422,
    'The recipient is not in the network',
    'The recipient is not in the network document, or does not provide the service.',
    'See GET /v1/services for the providers.',
  ),
  'referral/not-consistent': entry(
    422,
    'Members of the referral contradict each other',
    'What is said of the referral contradicts itself, what was said before, or the network document.',
    'See errors[].',
  ),
} as const satisfies Record<string, Entry>;
