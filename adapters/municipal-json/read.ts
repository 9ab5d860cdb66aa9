import { z } from 'zod';
import { faultsOf } from '../../contracts/canonical/faults.ts';
import type { ProblemError } from '../../contracts/canonical/problem.ts';
import { ReferralRequest } from '../../contracts/canonical/referral.ts';
import { ReferralEventRequest } from '../../contracts/canonical/referral-event.ts';
import { taxCodeHolds } from '../../contracts/canonical/tax-code.ts';
import { line } from '../../contracts/canonical/text.ts';
import type { AdapterContext, Finding, Intent, Misunderstood, Reading, WireMessage } from '../../src/ports.ts';
import type { Compile } from './compile.ts';
import type { Options } from './config.ts';
import { bounded, notMapped } from './findings.ts';
import { locate } from './locate.ts';
import { misunderstandings } from './outcomes.ts';
import { parseJson } from './parse-json.ts';
import { stepsOf } from './pointer.ts';
import { track } from './track.ts';

const intentsMax = 50;
const detailCharactersMax = 300;
/** What somebody mends in one round; a profile at odds with the contract breaks hundreds of rules. */
const faultsToldMax = 3;
const jsonContent = /^application\/(?:[\w.-]+\+)?json\s*(?:;|$)/i;

/** The vendor's own number of the message, or one made of it: a repeat carries the same, and the gateway then changes nothing. */
const messageId = z.union([line(100), z.int().min(0)]).transform(String);
const Submission = z
  .strictObject({ message_id: messageId, request: ReferralRequest })
  .transform(({ message_id, request }): Intent => ({ do: 'submit', message_id, request }));
const Event = z
  .strictObject({ message_id: messageId, referral_id: z.uuid(), event: ReferralEventRequest })
  .transform(
    ({ message_id, referral_id, event }): Intent => ({ do: 'event', message_id, referral: { id: referral_id }, event }),
  );

/** The vendor's JSON to canonical words, by the profile's `inbound` expression. One document may hold several people: all are understood, or none. */
export const createRead =
  (compile: Compile) =>
  async (message: WireMessage, { options, system, now }: AdapterContext<Options>): Promise<Reading> => {
    if (!jsonContent.test(message.contentType)) return not('not_json');
    const parsed = parseJson(message.body);
    if ('fault' in parsed) return not(parsed.fault);

    const tracked = track(parsed.json);
    const mapped = await compile(options.profile.inbound)({
      input: tracked.value,
      variables: { system: system.id, organization: system.organization },
      now,
    });
    if (!mapped.done) return not('profile_failed', `: ${mapped.rule}.`);
    if (mapped.value === undefined || mapped.value === null) return not('nothing_said');
    // JSONata gives one item where a list of one was meant.
    const items = Array.isArray(mapped.value) ? mapped.value : [mapped.value];
    if (items.length === 0) return not('nothing_said');
    if (items.length > intentsMax) return not('too_many');

    const results = items.map((item) => schemaOf(item).safeParse(item));
    const faults = results.flatMap(({ error }, at) => faultsOf(error?.issues ?? [], items[at], `/${at}`));
    const unread = tracked.unread([]);
    const [first, ...others] = faults.slice(0, faultsToldMax).map((fault) => {
      const pointer = locate(parsed.json, items, stepsOf(fault.pointer), unread);
      return { rule: `: ${told(fault, options)} ${fault.detail}`, pointer };
    });
    if (first !== undefined) {
      const more = faults.length > 1 ? ` (and ${faults.length - 1} more)` : '';
      return {
        ...not('not_canonical', `${first.rule}${more}`, first.pointer),
        more: others.map(({ rule, pointer }) => misunderstood('not_canonical', rule, pointer)),
      };
    }
    const intents = results.flatMap(({ data }) => data ?? []);
    if (new Set(intents.map(({ message_id }) => message_id)).size < intents.length) return not('repeated_message_id');
    const findings = [
      ...wrongCheckLetters(intents, (path) => locate(parsed.json, items, path, unread)),
      ...notMapped(tracked.unread(options.profile.ignores.inbound)),
    ];
    return { understood: true, intents, findings: bounded(findings) };
  };

const schemaOf = (item: unknown) => (typeof item === 'object' && item !== null && 'event' in item ? Event : Submission);

const not = (name: keyof typeof misunderstandings, more = '', pointer = '') => ({
  understood: false as const,
  ...misunderstood(name, more, pointer),
});

function misunderstood(name: keyof typeof misunderstandings, more: string, pointer: string): Misunderstood {
  const { code, detail } = misunderstandings[name];
  return { code, detail: `${detail}${more}`.slice(0, detailCharactersMax), pointer };
}

/** A name that the contract does not know is told only where the profile itself spells it: else it may be somebody's. */
function told({ pointer, code }: ProblemError, { profile }: Options): string {
  const name = pointer.slice(pointer.lastIndexOf('/') + 1);
  if (code !== 'unknown_member' || profile.inbound.includes(name)) return pointer;
  return `${pointer.slice(0, -name.length)}*`;
}

/** Genuine codes with a wrong check letter exist (partial registrations, typing errors long accepted): told, not refused. */
function wrongCheckLetters(
  intents: readonly Intent[],
  where: (path: readonly (string | number)[]) => string,
): Finding[] {
  return intents.flatMap((intent, at) => {
    if (intent.do !== 'submit') return [];
    const { tax_code, guardian } = intent.request.subject;
    const codes = [
      { code: tax_code, path: [at, 'request', 'subject', 'tax_code'] },
      { code: guardian?.tax_code, path: [at, 'request', 'subject', 'guardian', 'tax_code'] },
    ];
    return codes.flatMap(({ code, path }) =>
      code === undefined || taxCodeHolds(code) ? [] : [{ pointer: where(path), code: 'check_letter' }],
    );
  });
}
