import type { SendResult, Verdict } from '../ports.ts';

type Failure = Exclude<SendResult, { answered: true }>;

type Row = {
  /** What it means when the request has an effect, and when it only looks something up. */
  readonly effect: Verdict['outcome'];
  readonly lookup: Verdict['outcome'];
  /** Whether bytes of the request may have left. */
  readonly left: boolean;
  /** What it says about the destination: up, down, or nothing. */
  readonly alive: boolean | null;
  readonly code: string;
  readonly detail: string;
};

/** What each way of not getting an answer means (architecture, decision 5). */
export const transportOutcomes: Readonly<Record<Failure['at'] | 'see_other', Row>> = {
  connect: {
    effect: 'deferred',
    lookup: 'deferred',
    left: false,
    alive: false,
    code: 'dispatch/not-connected',
    detail: 'No connection to the system; nothing was sent. It is tried again.',
  },
  exchange: {
    effect: 'unknown',
    lookup: 'deferred',
    left: true,
    alive: false,
    code: 'dispatch/no-answer',
    detail: 'The system gave no whole answer; the request may have been taken.',
  },
  oversize: {
    effect: 'unknown',
    lookup: 'deferred',
    left: true,
    alive: true,
    code: 'dispatch/answer-too-large',
    detail: 'The answer exceeds the size limit and was not read; the request may have been taken.',
  },
  redirect: {
    effect: 'refused',
    lookup: 'refused',
    left: true,
    alive: true,
    code: 'dispatch/address-moved',
    detail: 'The system redirects elsewhere, which is never followed. Correct its address in the network document.',
  },
  // RFC 9110 section 15.4.4: 303 answers a request that was processed.
  see_other: {
    effect: 'unknown',
    lookup: 'refused',
    left: true,
    alive: true,
    code: 'dispatch/answer-elsewhere',
    detail: 'The system took the request and keeps its answer at another address, which is never followed.',
  },
  // Whoever answered, it says nothing about the system.
  unverified: {
    effect: 'unknown',
    lookup: 'deferred',
    left: true,
    alive: null,
    code: 'dispatch/answer-unproven',
    detail:
      "The signature of the answer does not prove it to be the system's, so it was not believed; the request may have been taken.",
  },
  address_refused: {
    effect: 'refused',
    lookup: 'refused',
    left: false,
    alive: null,
    code: 'dispatch/address-refused',
    detail: 'The request cannot be sent to the address in the network document. Correct the address or the options.',
  },
};

/** The row for a failure, with the sender's own code in the detail. */
export function transportOutcome(failure: Failure, effect: boolean): Row & { readonly verdict: Verdict } {
  const row = transportOutcomes[failure.at === 'redirect' && failure.code === '303' ? 'see_other' : failure.at];
  const { retryAfterMs } = failure;
  return {
    ...row,
    verdict: {
      outcome: effect ? row.effect : row.lookup,
      code: row.code,
      detail: `${row.detail} (${failure.code})`,
      ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
    },
  };
}
