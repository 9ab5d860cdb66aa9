import type { SendResult, Verdict } from '../ports.ts';
import { leadsOut } from './pattern-send.ts';

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

/** The code of a delivery whose request was taken and whose answer is asked for from time to time. */
export const awaitingResult = 'dispatch/awaiting-result';

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
  // It says nothing about the system: who was asked is PDND, or the deployment's own secrets.
  credentials: {
    effect: 'deferred',
    lookup: 'deferred',
    left: false,
    alive: null,
    code: 'dispatch/no-credentials',
    detail:
      'What the system asks of its callers (a voucher, a key) could not be had; nothing was sent. It is tried again.',
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
  // NONBLOCK_PULL_REST: 202 with a Location answers a request that was taken.
  pending: {
    effect: 'deferred',
    lookup: 'deferred',
    left: true,
    alive: true,
    code: awaitingResult,
    detail: 'The system took the request and has not finished with it. It is asked again for the result.',
  },
  result_lost: {
    effect: 'unknown',
    lookup: 'deferred',
    left: true,
    alive: true,
    code: 'dispatch/result-lost',
    detail:
      'The system took the request, and its result is not where it said. Ask the system before a rerun sends it again.',
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

const isElsewhere = ({ at, code }: Failure): boolean => at === 'redirect' && (code === '303' || code === leadsOut);

/** The row for a failure, with the sender's own code in the detail. */
export function transportOutcome(failure: Failure, effect: boolean): Row & { readonly verdict: Verdict } {
  const row = transportOutcomes[isElsewhere(failure) ? 'see_other' : failure.at];
  const { code, detail } = row;
  const retryAfterMs = failure.retryAfterMs ?? failure.waiting?.retryAfterMs ?? null;
  const verdict: Verdict = {
    outcome: effect ? row.effect : row.lookup,
    code,
    detail: `${detail} (${failure.status === undefined ? failure.code : `${failure.code}, status ${failure.status}`})`,
    ...(failure.at === 'unverified' || failure.at === 'credentials' ? { reason: failure.code } : {}),
    ...(retryAfterMs === null ? {} : { retryAfterMs }),
  };
  if (failure.waiting === undefined) return { ...row, verdict };
  const { reached } = failure.waiting;
  // The request itself left some time ago: a lost result is about that one.
  return { ...row, left: reached || failure.at === 'result_lost', alive: reached, verdict };
}
