import type { System } from '../../contracts/canonical/network.ts';
import type { WireAnswer, WireRequest } from './adapter.ts';

/** How a transport attempt ended. `at` tells whether the partner can have seen anything. */
export type SendResult =
  /** `bytes`: the body as it came, for digests. */
  | { readonly answered: true; readonly answer: WireAnswer; readonly bytes: Uint8Array }
  /**
   * connect: no byte of the request left (DNS, refused, TLS). exchange: it may have been taken. oversize: answered, too large. redirect: 3xx is not followed.
   * credentials: what the system asks of its callers could not be had, and no byte left. unverified: answered, but nothing proves that the partner did. pending: it was taken before, and the answer is not there yet. result_lost: it was taken,
   * and the answer is not where it was to be.
   */
  | {
      readonly answered: false;
      readonly at:
        | 'connect'
        | 'credentials'
        | 'exchange'
        | 'oversize'
        | 'redirect'
        | 'address_refused'
        | 'unverified'
        | 'pending'
        | 'result_lost';
      readonly code: string;
      /** Of an answer that was not believed: the status that it had. */
      readonly status?: number | undefined;
      /** Of a redirect: where it leads, as it was written. */
      readonly location?: string | undefined;
      /** Of what was not sent: in how many ms it makes sense to try again. */
      readonly retryAfterMs?: number | undefined;
      /** Of what is pending or lost. */
      readonly waiting?: Waiting | undefined;
    };

/** A request that the partner took, to give its answer elsewhere and later (NONBLOCK_PULL_REST). */
export type Waiting = {
  /** When it was taken. */
  readonly since: string;
  /** Whether the partner was reached this time. */
  readonly reached: boolean;
  /** What it asks to wait, in ms. */
  readonly retryAfterMs: number | null;
};

export type CallLimits = { readonly timeoutMs: number; readonly replyBytesMax: number };

/** On whose behalf a request leaves: what a tracking evidence says, and what an answer that comes later is tied to. */
export type SendFor = {
  readonly delivery_id: string;
  readonly correlation_id: string;
  /** Who acted, where the event that is delivered says so. */
  readonly acting_user: string | null;
  /** The client that asked for it. */
  readonly client: string | null;
  /** Which request of the conversation it is, from 0, and whether it has an effect. */
  readonly step: number;
  readonly effect: boolean;
  /**
   * What an earlier attempt left behind. none: this is the first time. may_wait: if it is kept where the answer waits, it is asked for.
   * waits: the request was taken; it is never sent again.
   */
  readonly earlier: 'none' | 'may_wait' | 'waits';
};

/** Sends one request to a system's address, with its credentials, within `timeoutMs` and `replyBytesMax`. Never throws for the partner's doing. */
export type Send = (request: WireRequest, system: System, limits: CallLimits, on?: SendFor) => Promise<SendResult>;

/**
 * One request to an address that is no partner system: key sets, token endpoints, PDND's API. Never follows a redirect, never throws
 * for the other side's doing.
 */
export type AskUrl = (
  request: {
    readonly method: 'GET' | 'POST';
    readonly url: string;
    readonly headers: Readonly<Record<string, string>>;
    readonly body: string | null;
  },
  limits: CallLimits,
) => Promise<SendResult>;

/** A secret of the deployment by its name, or undefined. */
export type SecretOf = (name: string) => string | undefined;
