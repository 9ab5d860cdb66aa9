import { describe, expect, it } from 'vitest';
import type { PartialReferralMessage } from '../../contracts/canonical/message.ts';
import { ReferralMessage } from '../../contracts/canonical/message.ts';
import type { System } from '../../contracts/canonical/network.ts';
import type { IntentResult, WireAnswer } from '../../src/ports.ts';
import { begin, contextOf, converse, type Partner, type Task } from './adapter-converse.ts';
import { expectSound } from './adapter-expect.ts';
import {
  type Example,
  examplesIn,
  expectJson,
  expectText,
  readAnswer,
  readJson,
  readMessage,
  replyHttp,
  requestHttp,
} from './adapter-golden.ts';
import { type OutcomeTable, type Subject, suiteNow } from './adapter-subject.ts';

/** The golden files, both ways: what goes in is given, what comes out is compared. */
export function suiteOfExamples<O, P extends Partner, T extends OutcomeTable>(subject: Subject<O, P, T>): void {
  const examples = examplesIn(subject.examples);
  const systemOf = (example: Example): System =>
    example.has('options.json')
      ? { ...subject.system, options: readRecord(example.at('options.json')) }
      : subject.system;

  describe('examples', () => {
    it('show a message written, and one read where the adapter reads', () => {
      expect(examples.some(({ has }) => has('write.json'))).toBe(true);
      expect(examples.some(({ has }) => has('read.http'))).toBe(subject.adapter.read !== undefined);
      expect(examples.some(({ has }) => has('follow.json'))).toBe(subject.adapter.follow !== undefined);
    });

    for (const task of ['write', 'follow'] as const satisfies readonly Task[]) {
      for (const example of examples.filter(({ has }) => has(`${task}.json`))) {
        it(`${task}: ${example.name}`, async () => {
          const message = readCanonical(example.at(`${task}.json`));
          const first = await begin(subject.adapter, task, message, systemOf(example), suiteNow);
          const conversation = await converse(first, (request, turn): WireAnswer => {
            expectText(example.at(`${turn + 1}-request.http`), requestHttp(request));
            return readAnswer(example.at(`${turn + 1}-answer.http`));
          });
          expect(example.has(`${conversation.turns.length + 1}-answer.http`)).toBe(false);
          const { verdict, findings } = conversation;
          expectJson(example.at('verdict.json'), { ...verdict, findings });
          expectSound(conversation, message, subject.outcomes);
        });
      }
    }

    for (const example of examples.filter(({ has }) => has('read.http'))) {
      it(`read: ${example.name}`, async () => {
        const context = contextOf(subject.adapter, subject.message, systemOf(example), suiteNow);
        const reading = await subject.adapter.read?.(readMessage(example.at('read.http')), context);
        expectJson(example.at('reading.json'), reading);
      });
    }

    for (const example of examples.filter(({ has }) => has('acknowledge.json'))) {
      it(`acknowledge: ${example.name}`, async () => {
        const context = contextOf(subject.adapter, subject.message, systemOf(example), suiteNow);
        const reply = await subject.adapter.acknowledge?.(readResults(example.at('acknowledge.json')), context);
        expect(reply).toBeDefined();
        if (reply !== undefined) expectText(example.at('reply.http'), replyHttp(reply));
      });
    }
  });
}

// An example's message may lack what was withheld, so only its envelope is checked; the rest is typed by the folder's author.
function readCanonical(file: URL): PartialReferralMessage {
  const value = readJson(file) as PartialReferralMessage;
  ReferralMessage.omit({ event: true, request: true, progress: true }).loose().parse(value);
  return value;
}

const readRecord = (file: URL) => readJson(file) as Record<string, unknown>;
const readResults = (file: URL) => readJson(file) as readonly IntentResult[];
