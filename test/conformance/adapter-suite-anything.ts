import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { referralStatuses } from '../../contracts/canonical/codes.ts';
import type { PartialReferralMessage } from '../../contracts/canonical/message.ts';
import { ask, begin, converse, type Partner, type Task } from './adapter-converse.ts';
import { expectSound } from './adapter-expect.ts';
import { emptied, events, fullMessage, isCoded } from './adapter-message.ts';
import { type OutcomeTable, type Subject, suiteNow } from './adapter-subject.ts';

const seed = 20_261_122;
const numRuns = 150;

/** Whatever is withheld and whatever people wrote: the adapter sends something well formed or says why not. */
export function suiteOfAnything<O, P extends Partner, T extends OutcomeTable>(subject: Subject<O, P, T>): void {
  const { adapter, outcomes } = subject;
  const tasks: readonly Task[] = adapter.follow === undefined ? ['write'] : ['write', 'follow'];

  const survives = async (task: Task, message: PartialReferralMessage) => {
    const partner = subject.start();
    const first = await begin(adapter, task, message, subject.system, suiteNow);
    expectSound(await converse(first, (request) => ask(partner, request)), message, outcomes);
  };

  describe.each(tasks)('any message (%s)', (task) => {
    it('comes to an end in every state and for every event, whole and with everything withheld', async () => {
      for (const status of referralStatuses) {
        await survives(task, { ...subject.message, status });
        await survives(task, emptied({ ...subject.message, status }));
      }
      for (const event of Object.values(events)) {
        const message = { ...subject.message, event_type: event.type, event, version: 2 };
        await survives(task, message);
        await survives(task, emptied(message));
        await survives(task, { ...emptied(message), event: {} });
      }
    });

    it('comes to an end with any part of it missing and any text in it', async () => {
      await fc.assert(
        fc.asyncProperty(anyMessage(subject.message), async (message) => {
          await survives(task, message);
        }),
        { seed, numRuns },
      );
      expect.hasAssertions();
    });
  });
}

const nasty = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc.constantFrom(
    ']]>',
    '<![CDATA[x]]>',
    '<!DOCTYPE a [<!ENTITY b "c">]>&b;',
    '&lt;&amp;&#0;&#xD800;',
    '"}\r\nX-Injected: 1\r\n\r\n{"',
    '\ud800',
    'a\udfff',
    '\u0000\u0007\u001b\ufffe',
    '\u202eesrever',
    '$& $1 $` {motive} {{y}}',
    '__proto__',
    '{"$eval":"$lookup"}',
    '𠮷àéß\u0301',
    '   ',
  ),
);

/** The message with members missing at any depth and texts replaced; codes stay codes, as the gate leaves them. */
function anyMessage(base: PartialReferralMessage): fc.Arbitrary<PartialReferralMessage> {
  const filled = fullMessage({
    progress: {
      recipient_reference: 'RIF-1',
      labour: { did_date: '2026-01-02', service_pact: 'proposed' },
      note: 'nota',
    },
  });
  const event = fc.constantFrom(...Object.values(events)).chain((one) => partOf(one, 'event'));
  return fc
    .record({
      request: partOf({ ...filled.request, ...base.request }, 'request'),
      progress: partOf({ ...filled.progress, ...base.progress }, 'progress'),
      event,
      status: fc.constantFrom(...referralStatuses),
      submit: fc.boolean(),
    })
    .map(({ request, progress, event: happened, status, submit }) => {
      const message = { ...base, request, progress, status } as PartialReferralMessage;
      const type = (happened as { type?: PartialReferralMessage['event_type'] }).type;
      if (submit || type === undefined) return message;
      return {
        ...message,
        event_type: type,
        event: happened as PartialReferralMessage['event'],
      } as PartialReferralMessage;
    });
}

/** So that a text which is found where it must not be was not there by chance. */
const marked = (text: string): string => `${text}\u2051`;

function partOf(value: unknown, member: string): fc.Arbitrary<unknown> {
  if (Array.isArray(value)) return fc.array(fc.oneof(...value.map((item) => partOf(item, member))), { maxLength: 4 });
  if (typeof value === 'object' && value !== null) {
    const members = Object.entries(value).map(([name, inner]) => [name, partOf(inner, name)] as const);
    return fc.record(Object.fromEntries(members), { requiredKeys: [] });
  }
  if (typeof value === 'string' && !isCoded(member)) return fc.oneof(fc.constant(value), nasty.map(marked));
  return fc.constant(value);
}
