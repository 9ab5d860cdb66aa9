import type { PartialReferralMessage } from '../../contracts/canonical/message.ts';
import type { Finding } from '../../src/ports.ts';

// Said by the envelope, the address and the motive code.
const saidElsewhere = new Set(['kind', 'purpose', 'initiator', 'recipient', 'service']);
// Containers of which one member travels: their members are listed one by one.
const opened = new Set(['subject', 'case']);

/** Every member of the message that notificaSAP has no place for, by pointer. `carriesCase`: the motive names the case. */
export function dropped(message: PartialReferralMessage, carriesCase: boolean): Finding[] {
  const pointers = message.event_type === 'submit' ? requestPointers(message.request) : eventPointers(message.event);
  return pointers
    .filter(
      (pointer) => pointer !== '/request/subject/tax_code' && !(carriesCase && pointer === '/request/case/case_id'),
    )
    .map((pointer) => ({ pointer, code: 'not-carried' }));
}

const requestPointers = (request: PartialReferralMessage['request']): string[] =>
  present(request)
    .filter(([name]) => !saidElsewhere.has(name))
    .flatMap(([name, value]) =>
      opened.has(name) ? present(value).map(([inner]) => `/request/${name}/${inner}`) : [`/request/${name}`],
    );

const eventPointers = (event: PartialReferralMessage['event']): string[] =>
  present(event).flatMap(([name]) => (name === 'type' ? [] : [`/event/${name}`]));

const present = (value: unknown): [string, unknown][] =>
  typeof value === 'object' && value !== null ? Object.entries(value).filter(([, member]) => member !== undefined) : [];
