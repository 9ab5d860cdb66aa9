/** Every wait, list and count of dispatch, in one place. Times in ms, sizes in bytes. */
export type DispatchLimits = {
  /** Deliveries taken by one claim, and at most so many again while the first half is still under way. */
  readonly claimLimit: number;
  readonly deliveriesPerRunMax: number;
  readonly recoverLimit: number;
  readonly runMsMax: number;
  /** A conversation with a partner ends within its lease, less what settling it may take. */
  readonly leaseMs: number;
  readonly settleMs: number;
  /** When a lease that was given back may be taken again. */
  readonly releaseMs: number;
  readonly inFlightMax: number;
  /** For a system whose document says nothing (`in_flight_max`). */
  readonly inFlightPerSystemMax: number;
  readonly stepsMax: number;
  readonly requestTimeoutMs: number;
  readonly replyBytesMax: number;
  /** One message handed to the relay, from the connection to its word. */
  readonly mailTimeoutMs: number;
  readonly findingsMax: number;
  /** How often a settlement is put to the store while others write to the same referral. */
  readonly settleTriesMax: number;
  /** The same where it changes a convocation: a relay that refuses all mails of a meeting makes them contend for its next version. */
  readonly mailSettleTriesMax: number;
  /** A deferred delivery is given up when it is older than `ageMsMax` and had a fair number of attempts, or had far too many. */
  readonly ageMsMax: number;
  readonly attemptsMin: number;
  readonly attemptsMax: number;
  readonly backoffBaseMs: number;
  readonly backoffCapMs: number;
  readonly retryAfterMsMax: number;
  /** How long a partner that took a request may work on it (NONBLOCK_PULL_REST), however often it is asked; and how often at most. */
  readonly awaitResultMsMax: number;
  readonly awaitResultMsMin: number;
  /** Failures in a row that open a circuit, and how long it stays open before a probe. */
  readonly failuresMax: number;
  readonly openMs: number;
};

/** Made so that a partner who is down over a weekend loses nothing. */
export const dispatchLimits: DispatchLimits = {
  claimLimit: 512,
  deliveriesPerRunMax: 20_000,
  recoverLimit: 200,
  runMsMax: 20_000,
  leaseMs: 180_000,
  settleMs: 10_000,
  releaseMs: 1_000,
  inFlightMax: 256,
  inFlightPerSystemMax: 32,
  stepsMax: 8,
  requestTimeoutMs: 30_000,
  replyBytesMax: 1_048_576,
  mailTimeoutMs: 60_000,
  findingsMax: 50,
  settleTriesMax: 5,
  mailSettleTriesMax: 40,
  ageMsMax: 72 * 3_600_000,
  attemptsMin: 12,
  attemptsMax: 500,
  backoffBaseMs: 2_000,
  backoffCapMs: 30 * 60_000,
  retryAfterMsMax: 6 * 3_600_000,
  awaitResultMsMax: 7 * 24 * 3_600_000,
  awaitResultMsMin: 2_000,
  failuresMax: 5,
  openMs: 30_000,
};
