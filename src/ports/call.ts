import type { OrganizationKind } from '../../contracts/canonical/codes.ts';
import type { Refusal } from '../../contracts/canonical/refusal.ts';
import type { Disclosed } from '../policy/disclosed.ts';
import type { RememberedReply } from './unit.ts';

/** What a voucher said, once it was verified. */
export type VoucherFacts = {
  readonly token_id: string;
  readonly client_id: string;
  readonly consumer_id: string;
  readonly purpose_id: string;
  /** Purposes of the catalogue that its purpose stands for: the gate permits no other. */
  readonly purposes: readonly string[];
  /** Hexadecimal SHA-256 of the tracking evidence that it is bound to. */
  readonly evidence_digest: string | null;
};

/** Who is calling, once proven. */
export type Caller = {
  readonly client_id: string;
  readonly organization: string;
  readonly organization_kind: OrganizationKind;
  readonly scopes: readonly string[];
  readonly system: string | null;
  /** From the tracking evidence, where there is one. */
  readonly acting_user: string | null;
  /** Null: the caller came with a token of the gateway or with a secret. */
  readonly voucher: VoucherFacts | null;
};

/** What accompanies a call on its way through the stages. */
export type Call = {
  readonly caller: Caller;
  readonly correlation_id: string;
  /** Present on writes that carry an Idempotency-Key; `request_digest` covers method, path and raw body. */
  readonly idempotency?: Idempotency | undefined;
  /** Raw body as received, for the ledger's digest. */
  readonly received?: Uint8Array | undefined;
  /** On an operation that may be answered later: how the caller wants it. */
  readonly later?: Later | undefined;
};

/** What the headers X-ReplyTo (NONBLOCK_PUSH_REST; as it came) and Prefer: respond-async (NONBLOCK_PULL_REST) ask for. */
export type Later = { readonly reply_to: string | null; readonly respond_async: boolean };

/** Somebody whom nobody knows: what proves anything is in what they ask. */
export type Visitor = Pick<Call, 'correlation_id'>;

/** What a verb answers when it did its work. `body` is null for 204 and 303. */
export type Answer<T> = {
  readonly refused: false;
  readonly status: 200 | 201 | 202 | 204 | 303;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Disclosed<T> | null;
};

/** A reply remembered under the caller's Idempotency-Key, given again as it was. */
export type Replayed = { readonly replayed: RememberedReply };

export type Outcome<T> = Answer<T> | Refusal | Replayed;

export type Idempotency = {
  readonly key: string;
  readonly request_digest: string;
  /** A refusal is forgotten, so that the same key may be tried anew, also with another request, until something had an effect. */
  readonly effectsOnly?: boolean;
};
