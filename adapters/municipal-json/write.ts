import type { PartialReferralMessage } from '../../contracts/canonical/message.ts';
import type { AdapterContext, Disclosed, Finding, Step } from '../../src/ports.ts';
import type { Compile } from './compile.ts';
import type { Options } from './config.ts';
import { bounded, notMapped } from './findings.ts';
import { outcomes } from './outcomes.ts';
import { readAnswer } from './read-answer.ts';
import { track } from './track.ts';

/** The parts of a message that say something about the person; the rest is envelope, which a vendor is free not to use. */
const content = /^\/(event|request|progress)(\/|$)/;

/** Canonical to the vendor's JSON, by the profile's `outbound` expression: one POST. A result of `null` says that nothing is to be sent. */
export const createWrite =
  (compile: Compile) =>
  async (message: Disclosed<PartialReferralMessage>, context: AdapterContext<Options>): Promise<Step> => {
    const { profile, path } = context.options;
    const tracked = track(JSON.parse(JSON.stringify(message)));
    const written = await compile(profile.outbound)({
      input: tracked.value,
      variables: { system: context.system.id, organization: context.system.organization },
      now: context.now,
    });
    if (!written.done)
      return {
        verdict: { ...outcomes.profile_failed, detail: `${outcomes.profile_failed.detail} Rule: ${written.rule}.` },
      };
    if (written.value === undefined) return { verdict: outcomes.not_mapped };
    if (written.value === null) return { verdict: { ...outcomes.not_wanted, findings: [eventNotMapped] } };

    const unread = tracked.unread(profile.ignores.outbound).filter((pointer) => content.test(pointer));
    return {
      send: {
        method: 'POST',
        path,
        headers: {
          'content-type': 'application/json',
          accept: 'application/json',
          'idempotency-key': message.message_id,
        },
        body: JSON.stringify(written.value),
      },
      effect: true,
      findings: bounded(notMapped(unread)),
      next: async (answer) => ({ verdict: await readAnswer(compile, answer, context) }),
    };
  };

const eventNotMapped: Finding = { pointer: '/event_type', code: 'not_mapped' };
