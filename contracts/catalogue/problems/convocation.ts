import { type Entry, entry } from './entry.ts';

/** Of convocations, their answers and their links. */
export const convocationProblems = {
  'convocation/not-found': entry(
    404,
    'No such convocation',
    'There is no convocation with this id for the caller.',
    'Check the id; the convocation may belong to other bodies.',
  ),
  'convocation/event-not-available': entry(
    409,
    'The event is not available now',
    'The state of the convocation, or the hour of the meeting, does not allow the event.',
    'See available_events for what is allowed.',
    'after_reload',
  ),
  'convocation/not-your-event': entry(
    403,
    'The event belongs to somebody else',
    'The event is one that the caller may not record.',
    'See available_events for what is allowed, and to whom.',
  ),
  'convocation/not-consistent': entry(
    422,
    'Members of the convocation contradict each other',
    'Members of the request contradict each other, the convocation or the network document.',
    'See errors[]: each names the place and the rule.',
  ),
  'convocation/member-unknown': entry(
    404,
    'No such member',
    'The convocation has no member with this member_id for the caller.',
    'Read the convocation again; a delegate has a member_id of their own.',
    'after_reload',
  ),
  'convocation/answer-outdated': entry(
    409,
    'The answer is to a former meeting',
    'Time, place or mode changed since; answers to the meeting as it was do not count.',
    'Read the convocation again and answer with its sequence.',
    'after_reload',
  ),
  'convocation/answer-closed': entry(
    409,
    'Answers are closed',
    'The meeting began, or the member left the team.',
    'Contact the organizer directly: organizer_contact of the convocation, or the invitation, says who.',
  ),
  'convocation/series-invalid': entry(
    422,
    'The recurrence rule cannot be used',
    'The rule is not one that proposals can be made of.',
    'See errors[]; use FREQ=WEEKLY or MONTHLY with INTERVAL and BYDAY.',
  ),
  'convocation/link-unknown': entry(
    404,
    'No such link',
    'The link was never given, or is not whole.',
    'Open the link from the mail again, whole; else ask the body that convened the meeting for a new one.',
  ),
  'convocation/link-expired': entry(
    410,
    'The link has expired',
    'The time for which the link was given is over.',
    'Ask the body that convened the meeting for a new one: it sends the mail again with POST /v1/deliveries/{delivery_id}/rerun.',
  ),
  'convocation/link-spent': entry(
    410,
    'The link is used up',
    'The documents were opened as often as the link allows.',
    'Ask the body that convened the meeting for a new one: it sends the mail again with POST /v1/deliveries/{delivery_id}/rerun.',
  ),
  'convocation/link-void': entry(
    410,
    'The link is not valid any more',
    'The documents are not available through this link any more.',
    'Ask the body that convened the meeting, if you believe that this is a mistake.',
  ),
  'convocation/not-answerable': entry(
    409,
    'Answers are closed',
    'The meeting began or was cancelled, or the person is not part of the team any more.',
    'Contact the body that convened the meeting: the invitation says who.',
  ),
} as const satisfies Record<string, Entry>;
