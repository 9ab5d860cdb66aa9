import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ReferralRequest } from '../../contracts/canonical/referral.ts';
import { ReferralEventRequest } from '../../contracts/canonical/referral-event.ts';
import type { Reading, WireMessage } from '../../src/ports.ts';
import { contextOf, frozenDeep, type Partner } from './adapter-converse.ts';
import { expectFindings, expectSilence } from './adapter-expect.ts';
import { hostileAnswers } from './adapter-hostile.ts';
import { type OutcomeTable, type Subject, suiteNow } from './adapter-subject.ts';

const readMsMax = 2_000;

/** What a partner sends us: understood in canonical words, or refused with a code and a place. */
export function suiteOfInbound<O, P extends Partner, T extends OutcomeTable>(subject: Subject<O, P, T>): void {
  const { adapter, inbound, message: any } = subject;
  const context = contextOf(adapter, any, subject.system, suiteNow);
  const read = async (message: WireMessage): Promise<Reading> => {
    if (adapter.read === undefined) throw new Error(`${adapter.kind} does not read`);
    const reading = await adapter.read(frozenDeep(structuredClone(message)), context);
    expectReading(reading);
    return reading;
  };
  const expectReading = (reading: Reading) => {
    if (reading.understood) {
      expectFindings(reading.findings);
      for (const intent of reading.intents) {
        expect(intent.message_id.length).toBeGreaterThan(0);
        const parsed =
          intent.do === 'submit'
            ? ReferralRequest.safeParse(intent.request)
            : ReferralEventRequest.safeParse(intent.event);
        expect(parsed.error).toBeUndefined();
      }
      return;
    }
    expect(reading.code).toMatch(new RegExp(`^${adapter.kind}/[a-z0-9-]+$`));
    expectSilence([reading.code, reading.detail, reading.pointer], any);
  };

  describe('what the partner sends', () => {
    it('is tried where the adapter reads, and only there', () => {
      expect(inbound !== undefined).toBe(adapter.read !== undefined);
      expect(adapter.acknowledge !== undefined).toBe(adapter.read !== undefined);
    });
    if (inbound === undefined) return;

    it.each(inbound.good.map((message, index) => [index + 1, message] as const))(
      'is understood (%i)',
      async (_, message) => {
        const reading = await read(message);
        expect(reading.understood).toBe(true);
        expect(await read(message)).toEqual(reading);
      },
    );

    it.each(Object.entries(inbound.refused))('is refused as %s', async (code, message) => {
      const reading = await read(message);
      expect(reading).toMatchObject({ understood: false, code });
    });

    it('never breaks the reader', async () => {
      for (const good of inbound.good) {
        const genuine = { status: 200, headers: { 'content-type': good.contentType }, body: good.body };
        for (const { answer } of hostileAnswers(genuine).filter((hostile) => hostile.answer.status === 200)) {
          for (const contentType of [good.contentType, answer.headers['content-type'] ?? '', '']) {
            const from = performance.now();
            await read({ ...good, contentType, body: answer.body });
            expect(performance.now() - from).toBeLessThan(readMsMax);
          }
        }
      }
    }, 120_000);

    it('never breaks the reader with one character changed', async () => {
      const changed = fc
        .tuple(fc.constantFrom(...inbound.good), fc.nat(), fc.string({ unit: 'binary', maxLength: 4 }))
        .map(([good, place, piece]) => {
          const at = place % (good.body.length + 1);
          return { ...good, body: `${good.body.slice(0, at)}${piece}${good.body.slice(at + 1)}` };
        });
      await fc.assert(
        fc.asyncProperty(changed, async (message) => void (await read(message))),
        { seed: 17, numRuns: 300 },
      );
      expect.hasAssertions();
    });
  });
}
