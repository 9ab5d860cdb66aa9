import type { MailDelivery, ReferralDelivery } from '../../contracts/canonical/delivery.ts';
import type { Exchange } from '../../contracts/canonical/exchange.ts';
import type { PartialReferralMessage } from '../../contracts/canonical/message.ts';
import type { System } from '../../contracts/canonical/network.ts';
import type { ReferralEventRequest } from '../../contracts/canonical/referral-event.ts';
import type {
  Adapter,
  AdapterContext,
  Awaitable,
  ClaimedDelivery,
  Clock,
  ComposedMail,
  Disclosed,
  Guard,
  Link,
  Log,
  NetworkView,
  NewId,
  Random,
  Send,
  SendMail,
  Settlement,
  Store,
  Unit,
} from '../ports.ts';

/** What the gate says at the moment of delivery. `exchange` is the ledger record, complete but for its outcome. */
export type Prepared =
  | {
      readonly permitted: true;
      readonly message: Disclosed<PartialReferralMessage>;
      readonly system: System;
      readonly adapter: Adapter;
      readonly context: AdapterContext<unknown>;
      readonly exchange: Exchange;
      /** What the permission stood on. Checked again in the write that precedes the first byte. */
      readonly guards: readonly Guard[];
      /** The referral has reached a final state: there is nothing left to follow. */
      readonly closed: boolean;
    }
  | { readonly permitted: false; readonly exchange: Exchange; readonly code: string; readonly detail: string };

/**
 * Folds the referral (as of the delivery's version; for `follow`, as it is now), asks the gate again, and discloses.
 * Reads only.
 */
export type PrepareDelivery = (delivery: ClaimedDelivery & ReferralDelivery) => Promise<Prepared>;

/** What the gate says about a mail at the moment it is sent. `exchange` and `alongside` are the ledger records: one for each case. */
export type PreparedMail =
  | {
      readonly permitted: true;
      readonly channel: 'mail' | 'pec';
      /** An earlier mail to the line and channel was refused, and the organizer told: if this one is taken, that is over. */
      readonly refused_before: boolean;
      readonly exchange: Exchange;
      readonly alongside: readonly Exchange[];
      readonly guards: readonly Guard[];
      /** The message, with fresh links that are written down before it leaves. */
      readonly compose: () => Promise<{ readonly message: ComposedMail; readonly links: readonly Link[] }>;
    }
  | {
      readonly permitted: false;
      readonly exchange: Exchange;
      readonly alongside: readonly Exchange[];
      readonly code: string;
      readonly detail: string;
    };

export type PrepareMail = (delivery: ClaimedDelivery & MailDelivery) => Promise<PreparedMail>;

/** What a partner's answer changes in the referral, to be written with the settlement. */
export type Reported = Pick<Unit, 'events' | 'referrals' | 'convocations' | 'links' | 'deliveries' | 'guards'> & {
  readonly exchanges?: readonly Exchange[];
  /** The referral is in a final state after these events. */
  readonly closed: boolean;
};

/** Turns what the partner's answer says about the referral into events. Asked again when somebody else wrote meanwhile. */
export type ApplyReports = (
  delivery: ClaimedDelivery & ReferralDelivery,
  reports: readonly ReferralEventRequest[],
  at: string,
) => Promise<Reported>;

/** What the end of a mail changes in its convocation. Asked again when somebody else wrote meanwhile. */
export type ReportMail = (
  delivery: Pick<MailDelivery, 'convocation_id' | 'member' | 'system' | 'correlation_id'>,
  settlement: Pick<Settlement, 'state' | 'code' | 'at'>,
) => Promise<Reported>;

export type DispatchPorts = {
  readonly store: Pick<
    Store,
    'claim' | 'markSent' | 'release' | 'expiredLeases' | 'circuits' | 'saveCircuit' | 'commit' | 'kept'
  >;
  readonly send: Send;
  /** The network document in force, as the other stages see it. */
  readonly network: () => Awaitable<NetworkView>;
  /** Reads it from the store at the next use: something that stood on it did not hold. */
  readonly forgetNetwork: () => void;
  readonly prepareDelivery: PrepareDelivery;
  readonly prepareMail: PrepareMail;
  readonly sendMail: SendMail;
  readonly applyReports: ApplyReports;
  readonly reportMail: ReportMail;
  readonly clock: Clock;
  readonly newId: NewId;
  readonly random: Random;
  readonly log: Log;
};
