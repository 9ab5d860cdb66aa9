import type { z } from 'zod';
import type { PartialReferralMessage } from '../../contracts/canonical/message.ts';
import type { Service, System } from '../../contracts/canonical/network.ts';
import type { Organization } from '../../contracts/canonical/organization.ts';
import type { ReferralRequest } from '../../contracts/canonical/referral.ts';
import type { ReferralEventRequest } from '../../contracts/canonical/referral-event.ts';
import type { Disclosed } from '../policy/disclosed.ts';
import type { Awaitable } from './runtime.ts';

/** What a translation dropped, guessed or doubted, by place in the value it read. Codes only, no values. */
export type Finding = { readonly pointer: string; readonly code: string };

/** A request to a partner system. `path` (`/Task?x=1`, or empty) is appended to the system's address; the gateway adds credentials and deadline. */
export type WireRequest = {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | null;
};

export type WireAnswer = {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
};

/** What the partner's answer means for the delivery. `code` is `kind/reason`, stable and documented in the adapter's README. */
export type Verdict = {
  readonly outcome: 'delivered' | 'refused' | 'deferred' | 'unknown';
  readonly code: string;
  /** What happened and what to do, for an operator. Never personal data, never the partner's own free text. */
  readonly detail: string;
  /** Why an answer was not believed, for the ledger: a code of ours. */
  readonly reason?: string;
  /** The partner's own wish, in ms. */
  readonly retryAfterMs?: number;
  /** What the answer says about the referral, in the recipient's name. */
  readonly reports?: readonly ReferralEventRequest[];
  readonly findings?: readonly Finding[];
};

/**
 * A conversation with the partner as a pure continuation: send this, then look at the answer.
 * `effect` false: a look-up that may be repeated harmlessly. (Not `then`: a value with `then` cannot be awaited.)
 */
export type Step =
  | {
      readonly send: WireRequest;
      readonly effect: boolean;
      readonly findings?: readonly Finding[];
      readonly next: (answer: WireAnswer) => Awaitable<Step>;
    }
  | { readonly verdict: Verdict };

/** What arrived from a partner system. */
export type WireMessage = {
  readonly method: string;
  readonly contentType: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
};

/** A partner's message in canonical words. */
export type Reading =
  | {
      readonly understood: true;
      readonly intents: readonly Intent[];
      readonly findings: readonly Finding[];
    }
  | (Misunderstood & { readonly understood: false; readonly more?: readonly Misunderstood[] });

/** One place of the partner's message that breaks a rule. Never anybody's value. */
export type Misunderstood = { readonly code: string; readonly detail: string; readonly pointer: string };

export type Intent =
  /** A new referral. `message_id` makes a repeat of what had an effect harmless; what was refused may be sent again under the same. */
  | { readonly do: 'submit'; readonly message_id: string; readonly request: ReferralRequest }
  /** An event on a referral, found by our id or by either side's own reference. */
  | {
      readonly do: 'event';
      readonly message_id: string;
      readonly referral: { readonly id: string };
      readonly event: ReferralEventRequest;
    };

/** What became of each intent of a reading, in order: what the partner is told. */
export type IntentResult =
  | {
      readonly ok: true;
      readonly referral_id: string;
      readonly version: number;
      readonly status: string;
      readonly reference?: string | undefined;
    }
  | {
      readonly ok: false;
      readonly status: number;
      readonly code: string;
      readonly detail: string;
      readonly reference?: string | undefined;
      readonly errors: readonly { readonly pointer: string; readonly code: string; readonly detail: string }[];
    };

export type WireReply = { readonly status: number; readonly contentType: string; readonly body: string };

/** What an adapter may know beside the message: its own settings, parsed, and the network's directory. */
export type AdapterContext<Options> = {
  readonly options: Options;
  readonly system: System;
  readonly now: string;
  readonly organization: (id: string) => Organization | undefined;
  readonly service: (id: string) => Service | undefined;
};

/**
 * A partner's language. Pure: no clock, no randomness, no I/O. Sending, deadlines, credentials, retries belong to the gateway.
 */
export type Adapter<Options = unknown> = {
  readonly kind: string;
  /** Settings in the network document (`systems[].options`). */
  readonly options: z.ZodType<Options>;
  /**
   * The partner answers a repeat of the same `message_id` without a second effect, so an unknown outcome may be sent again.
   * A function where it depends on the system: call it, its mere presence means nothing.
   */
  readonly deduplicates: boolean | ((options: Options) => boolean);
  /** Canonical to wire. `Disclosed` only: the one door (architecture, decision 1). */
  write(message: Disclosed<PartialReferralMessage>, context: AdapterContext<Options>): Awaitable<Step>;
  /** Asks the partner how an earlier delivery fares; null when this partner has nothing to ask. `everyMs` apart, `timesMax` at most. */
  readonly follow?: {
    readonly everyMs: number;
    readonly timesMax: number;
    write(message: Disclosed<PartialReferralMessage>, context: AdapterContext<Options>): Awaitable<Step>;
  };
  /** Wire to canonical. Absent where the partner never calls. */
  readonly read?: (message: WireMessage, context: AdapterContext<Options>) => Awaitable<Reading>;
  /** Our answer in the partner's words. */
  readonly acknowledge?: (
    results: readonly IntentResult[] | { readonly problem: IntentResult & { ok: false } },
    context: AdapterContext<Options>,
  ) => Awaitable<WireReply>;
};
