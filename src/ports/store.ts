import type { Consent } from '../../contracts/canonical/consent.ts';
import type { Convocation } from '../../contracts/canonical/convocation-state.ts';
import type { Delivery, DeliveryState } from '../../contracts/canonical/delivery.ts';
import type { Exchange } from '../../contracts/canonical/exchange.ts';
import type { Network } from '../../contracts/canonical/network.ts';
import type { PreliminaryAnalysis } from '../../contracts/canonical/preliminary-analysis.ts';
import type { Referral } from '../../contracts/canonical/referral.ts';
import type { StoredConvocationEvent, StoredReferralEvent } from '../../contracts/canonical/stored-event.ts';
import type { Committed, ConvocationHead, Guard, Link, RememberedReply, SubjectIdentifier, Unit } from './unit.ts';

export type EvidenceSet = {
  /** Number of changes to the evidence and the profile of the person on file; 0 when there were none. Guarded at commit. */
  readonly version: number;
  readonly records: readonly Consent[];
  /** Full or partial birth date, when the person's record holds one: as a registrar of evidence said it. */
  readonly birth_date: string | null;
  /** Somebody once said that the person's address is under protection. */
  readonly protected_address: boolean;
};

export type Page<T> = { readonly items: readonly T[]; readonly next_cursor: string | null };

/** A page, or word that the cursor was not issued by this list. */
export type Listed<T> = Page<T> | 'invalid_cursor';

/** Lists only what is for one of these purposes, or for none in particular; absent: everything. What is left out makes no page shorter. */
export type Covered = { readonly purposes?: readonly string[] | undefined };

/** Whether an item may be shown, where only its sealed content says so. `searchedMax` of them are looked through for a page. */
export type Shows<T> = (item: T) => boolean;

export type ReferralFilter = Covered & {
  /** Only referrals this body sent, received, or (open ones) may claim. */
  readonly organization: string;
  readonly claimable_services: readonly string[];
  readonly role?: 'initiator' | 'recipient' | 'claimable' | undefined;
  readonly status?: string | undefined;
  readonly service?: string | undefined;
  /** Matches what the body sent or received only. */
  readonly subject_id?: string | undefined;
};

export type ReferralHead = Pick<
  Referral,
  'id' | 'version' | 'status' | 'subject_id' | 'recipient' | 'conversation_id' | 'created_at' | 'updated_at'
> &
  Pick<Referral['request'], 'initiator' | 'service' | 'purpose' | 'kind'>;

/**
 * `attempts` counts leases, this one included. `sent_step` is the furthest that any attempt still unresolved went: a fresh
 * lease shows `effect` where an earlier attempt may have been taken (see `Settlement.uncertain`); nothing lowers it but a settlement.
 */
export type ClaimedDelivery = Delivery & {
  readonly lane: string;
  readonly lease: string;
  readonly sent_step: 'none' | 'lookup' | 'effect';
  /** Who asked for what is told; null where nobody in particular did. */
  readonly acting_user: string | null;
  readonly client: string | null;
};

export type Circuit = {
  readonly system_id: string;
  readonly failures: number;
  readonly open_until: string | null;
  readonly suspended: boolean;
  readonly reason: string | null;
  readonly version: number;
};

/** Requests under one voucher that ended with one status. */
export type TracingRow = {
  readonly purpose_id: string;
  readonly status: number;
  readonly token_id: string;
  readonly requests_count: number;
};

/** Everything the stages ask of the database. One implementation (src/commit), three engines. */
export type Store = {
  commit(unit: Unit): Promise<Committed>;

  /** The document in force, its version, and the client that applied it; null before the first. The network stage makes a view of it. */
  network(): Promise<{ readonly version: number; readonly document: Network; readonly applied_by: string } | null>;
  /** The version number alone: cheap, to know whether a cached view still stands. */
  networkVersion(): Promise<number>;

  findSubject(
    identifiers: readonly SubjectIdentifier[],
  ): Promise<{ readonly subject_id: string; readonly known_since: string } | null>;
  /** What a submission needs, in one round trip: the person by identifier, the evidence, and the remembered reply. */
  prepare(ask: {
    readonly identifiers?: readonly SubjectIdentifier[];
    readonly subject_id?: string;
    readonly idempotency?: { readonly client_id: string; readonly key: string };
  }): Promise<{
    readonly subject_id: string | null;
    /** The identifiers are on file for more than one person; `subject_id` is null then. */
    readonly ambiguous: boolean;
    /** Of the identifiers asked, those not on file yet. */
    readonly identifiers_missing: readonly SubjectIdentifier[];
    readonly evidence: EvidenceSet;
    readonly remembered: RememberedReply | null;
  }>;

  referral(id: string): Promise<Referral | null>;
  /** Folded up to `version` included. */
  referralAt(id: string, version: number): Promise<Referral | null>;
  referralEvents(id: string, afterVersion: number, limit: number): Promise<readonly StoredReferralEvent[]>;
  listReferrals(filter: ReferralFilter, cursor: string | null, limit: number): Promise<Listed<ReferralHead>>;
  /** Referrals still requested or received and created before the instant: candidates to expire. */
  staleReferrals(statuses: readonly string[], createdBefore: string, limit: number): Promise<readonly ReferralHead[]>;

  /** Folded from all its events; null when there is none, or its key was destroyed. */
  convocation(id: string): Promise<Convocation | null>;
  /** Folded up to `version` included. */
  convocationAt(id: string, version: number): Promise<Convocation | null>;
  convocationEvents(id: string, afterVersion: number, limit: number): Promise<readonly StoredConvocationEvent[]>;
  /** Those that the body convened or has a member in, newest first. */
  listConvocations(
    filter: Covered & { readonly organization: string; readonly status?: string | undefined },
    cursor: string | null,
    limit: number,
  ): Promise<Listed<ConvocationHead>>;
  /** Convocations for which the clock has something to do, by when it was due. */
  dueConvocations(now: string, limit: number): Promise<readonly ConvocationHead[]>;
  /** Meetings of an organizer that begin in the interval (UTC, end excluded), cancelled ones apart; counted up to `limit`. */
  countMeetings(organizer: string, from: string, until: string, limit: number): Promise<number>;
  /** Of one version, or the latest. */
  analysis(id: string, version?: number): Promise<PreliminaryAnalysis | null>;
  /** The latest version of each analysis that the body recorded, newest first. */
  listAnalyses(
    filter: { readonly recorded_by: string; readonly subject_id?: string | undefined },
    cursor: string | null,
    limit: number,
  ): Promise<Listed<Omit<PreliminaryAnalysis, 'content'>>>;
  link(digest: string): Promise<Link | null>;

  evidence(subjectId: string): Promise<EvidenceSet>;
  consent(id: string): Promise<Consent | null>;
  listConsents(
    filter: { readonly subject_id?: string | undefined; readonly registered_by: string },
    cursor: string | null,
    limit: number,
    shows?: Shows<Consent>,
  ): Promise<Listed<Consent>>;

  exchange(id: string): Promise<Exchange | null>;
  listExchanges(
    filter: Covered & {
      /** Only what this body may see: not what was denied to a sender before it came to it, nor what it was told is not there. */
      readonly organization?: string | undefined;
      readonly subject_id?: string | undefined;
      readonly referral_id?: string | undefined;
      readonly convocation_id?: string | undefined;
      readonly correlation_id?: string | undefined;
      readonly permitted?: boolean | undefined;
    },
    cursor: string | null,
    limit: number,
  ): Promise<Listed<Exchange>>;

  delivery(id: string): Promise<Delivery | null>;
  listDeliveries(
    filter: Covered & {
      readonly organization?: string | undefined;
      /** The stream that is delivered: a referral, or a convocation. */
      readonly referral_id?: string | undefined;
      /** Matches mails only. */
      readonly convocation_id?: string | undefined;
      readonly system?: string | undefined;
      readonly state?: DeliveryState | undefined;
      /** Of the convocation that `referral_id` names. */
      readonly member?: string | undefined;
    },
    cursor: string | null,
    limit: number,
  ): Promise<Listed<Delivery>>;

  /** Whether anything was sent to the system under the correlation. */
  wasSentUnder(correlation_id: string, system: string): Promise<boolean>;

  /** Takes up to `limit` due deliveries, each the first unsettled of its lane, of systems neither suspended nor open-circuited. */
  claim(ask: {
    readonly now: string;
    readonly lease: string;
    readonly leaseUntil: string;
    readonly limit: number;
    readonly exceptSystems: readonly string[];
  }): Promise<readonly ClaimedDelivery[]>;
  /**
   * Durable before the first byte leaves, in one write with what allows it to leave and with the links it carries. False, and nothing written, when the
   * lease was lost, the system is suspended, or a guard does not hold any more.
   */
  markSent(
    deliveryId: string,
    lease: string,
    step: 'lookup' | 'effect',
    at: string,
    guards?: readonly Guard[],
    links?: readonly Link[],
  ): Promise<boolean>;
  /** Gives leases back untouched: queued again, due at `dueAt`, `sent_step` as it is. Skips what the lease no longer holds. */
  release(held: readonly { readonly id: string; readonly lease: string }[], dueAt: string): Promise<void>;
  /** Leases that ran out, for `recover`. */
  expiredLeases(now: string, limit: number): Promise<readonly ClaimedDelivery[]>;
  /** Earliest instant at which something is due, or null. */
  nextDue(): Promise<string | null>;

  circuits(): Promise<readonly Circuit[]>;
  /** Compare-and-set on `version` as read (0: no row yet), stored as `version + 1`; false when another changed it first. Leaves `suspended` and `reason` alone. */
  saveCircuit(circuit: Circuit): Promise<boolean>;

  /** Remembers something public that was read elsewhere (keys, states of purposes), or where an answer waits, until it expires. Nothing personal. */
  keep(key: string, value: string, expiresAt: string): Promise<void>;
  /** Null when it expired or was never there. */
  kept(key: string, now: string): Promise<string | null>;
  /** Calls with a voucher of one day in Rome's time, counted for PDND's tracing, in order; `after`: the last row of the page before. */
  tracing(
    interval: { readonly from: string; readonly until: string },
    after: TracingRow | null,
    limit: number,
  ): Promise<readonly TracingRow[]>;

  /** True once per key until it expires; atomic across replicas. For jti of assertions, proofs and signatures. */
  useOnce(key: string, expiresAt: string): Promise<boolean>;
  remembered(clientId: string, key: string): Promise<RememberedReply | null>;
  /** Deletes expired replies, one-shot keys, what was kept and, a month after they expired, links: `limit` rows at most of each. */
  sweep(now: string, limit: number): Promise<number>;

  ready(): Promise<boolean>;
  close(): Promise<void>;
};
