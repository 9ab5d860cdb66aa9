import type { Consent } from '../../contracts/canonical/consent.ts';
import type { Delivery, DeliveryState } from '../../contracts/canonical/delivery.ts';
import type { Exchange } from '../../contracts/canonical/exchange.ts';
import type { Network } from '../../contracts/canonical/network.ts';
import type { PreliminaryAnalysis } from '../../contracts/canonical/preliminary-analysis.ts';
import type { Referral } from '../../contracts/canonical/referral.ts';
import type { StoredEvent } from '../../contracts/canonical/stored-event.ts';
import type { Finding } from './adapter.ts';

/** A condition the decision stood on. When it does not hold at commit, nothing of the unit is written. */
export type Guard =
  /** The network document that was read is still the current one. */
  | { readonly holds: 'network_version'; readonly version: number }
  /** The set of evidence about the person has not changed since it was read (see `EvidenceSet.version`). */
  | { readonly holds: 'evidence_version'; readonly subject_id: string; readonly version: number }
  /** This dispatcher still holds the lease. */
  | { readonly holds: 'lease'; readonly delivery_id: string; readonly lease: string }
  /** The delivery is still in the state in which an operator saw it. */
  | { readonly holds: 'delivery_state'; readonly delivery_id: string; readonly state: DeliveryState }
  /** The link may still be opened; the unit takes one of its views. */
  | { readonly holds: 'link'; readonly digest: string; readonly at: string };

export type NewDelivery = Pick<
  Delivery,
  | 'id'
  | 'referral_id'
  | 'convocation_id'
  | 'version'
  | 'task'
  | 'event'
  | 'initiator'
  | 'recipient'
  | 'system'
  | 'purpose'
  | 'created_at'
  | 'correlation_id'
> & {
  /** Deliveries of one lane leave one after the other, by version. */
  readonly lane: string;
  readonly state: 'queued' | 'awaiting_pickup';
  /** The member of a convocation that a mail goes to. */
  readonly member?: string | undefined;
  /** Who asked for what is told (see `SendFor`); absent: nobody in particular. */
  readonly acting_user?: string | null;
  readonly client?: string | null;
  readonly due_at: string;
};

/** How a delivery ends, or goes on, after an attempt or an operator's decision. */
export type Settlement = {
  readonly delivery_id: string;
  readonly state: DeliveryState;
  readonly code: string;
  readonly detail: string;
  readonly findings: readonly Finding[];
  /** When it is due again; null when it is not. */
  readonly due_at: string | null;
  /** An attempt so far may have been taken: `sent_step` stays `effect`. Otherwise a settlement sets it back to `none`. */
  readonly uncertain?: boolean;
  readonly at: string;
};

/** The reply kept for an Idempotency-Key (7 days). Replies to writes hold no personal data. */
export type RememberedReply = {
  readonly client_id: string;
  readonly key: string;
  /** Digest of method, path and raw body: the same key with another request is refused. */
  readonly request_digest: string;
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly expires_at: string;
};

export type NewSubject = {
  readonly id: string;
  readonly identifiers: readonly SubjectIdentifier[];
  readonly created_at: string;
  readonly birth_date?: string | undefined;
  readonly protected_address?: boolean | undefined;
};
/** What of a convocation is not sealed: enough to list it and to know when the clock has something to do for it. */
export type ConvocationHead = {
  readonly id: string;
  readonly version: number;
  readonly status: string;
  readonly organizer: string;
  readonly purpose: string;
  /** In UTC. */
  readonly starts_at: string;
  readonly next_due: string | null;
  readonly created_at: string;
  readonly updated_at: string;
};

/** The bearer's way to a page, without a log-in; or, of kind `reply`, the line of a meeting that a reply address stands for. `digest` is SHA-256 (base64url) of the token. */
export type Link = {
  readonly digest: string;
  readonly kind: 'answer' | 'documents' | 'reply';
  readonly convocation_id: string;
  readonly member: string;
  readonly views_left: number;
  readonly expires_at: string;
  readonly created_at: string;
};

export type SubjectIdentifier = { readonly system: 'tax_code' | 'stp_eni_code' | 'anpr_id'; readonly value: string };

/**
 * One commit: all of it or nothing. At least one exchange record, always (architecture, decision 4).
 * `referrals` are the read models after the events; their `version` equals that of the last event.
 */
export type Unit = {
  readonly exchanges: readonly [Exchange, ...Exchange[]];
  readonly subject?: NewSubject;
  /** Further people, and keys of convocations. */
  readonly subjects?: readonly NewSubject[];
  /** Identifiers learnt later about a known person. */
  readonly identifiers?: { readonly subject_id: string; readonly add: readonly SubjectIdentifier[] };
  /**
   * What is known now about a person on file, in place of what was: a protected address stays protected. Counts as a change to
   * the evidence; a guard on its version keeps two writers from undoing each other.
   */
  readonly profile?: {
    readonly subject_id: string;
    readonly birth_date: string | null;
    readonly protected_address: boolean;
  };
  readonly events?: readonly StoredEvent[];
  readonly referrals?: readonly Referral[];
  /** Heads after the events, with every body that has a member. */
  readonly convocations?: readonly { readonly head: ConvocationHead; readonly parties: readonly string[] }[];
  /** When the clock looks again, for a convocation that is still at this version. */
  readonly nextDue?: { readonly id: string; readonly version: number; readonly next_due: string | null };
  readonly analyses?: readonly PreliminaryAnalysis[];
  readonly links?: readonly Link[];
  readonly consents?: readonly Consent[];
  readonly network?: {
    readonly version: number;
    readonly document: Network;
    readonly applied_by: string;
    readonly at: string;
  };
  readonly deliveries?: readonly NewDelivery[];
  readonly settlements?: readonly Settlement[];
  /** A message that was read out of a mailbox: `sent_at` from the first time on. Stands on a guard of its state. */
  readonly fetched?: { readonly delivery_id: string; readonly at: string };
  readonly suspension?: {
    readonly system_id: string;
    readonly suspended: boolean;
    readonly reason: string;
    readonly by: string;
    readonly at: string;
  };
  readonly reply?: RememberedReply;
  readonly guards?: readonly Guard[];
};

export type Conflict =
  | 'stream_version'
  | 'network_version'
  | 'evidence_version'
  | 'lease'
  | 'delivery_state'
  | 'link'
  | 'idempotency_key'
  | 'subject_identifier'
  | 'duplicate';

export type Committed = { readonly committed: true } | { readonly committed: false; readonly conflict: Conflict };
