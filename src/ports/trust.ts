import type { Refusal } from '../../contracts/canonical/refusal.ts';
import type { SigningKeyRef, Trust } from '../../contracts/canonical/trust.ts';
import type { ProblemCode } from '../../contracts/catalogue/problems.ts';
import type { Caller, VoucherFacts } from './call.ts';

/** A public key by its kid. `client_id`: whose it is, where the source says so. `unavailable`: the source does not answer now. */
export type FoundKey =
  | { readonly found: 'key'; readonly jwk: Readonly<Record<string, unknown>>; readonly client_id: string | null }
  | { readonly found: 'unknown' }
  | { readonly found: 'unavailable' };

/** Keys of the issuer of vouchers (`jwks_url`). */
export type IssuerKeyOf = (trust: Trust, kid: string) => Promise<FoundKey>;

/** Keys that members published on PDND (`GET /keys/{kid}`). `asker` is the client on whose account an unknown kid is looked up. */
export type PublishedKeyOf = (trust: Trust, kid: string, asker: string) => Promise<FoundKey>;

/** Keys of a partner at an address of the network document. */
export type KeyAt = (jwksUrl: string, kid: string) => Promise<FoundKey>;

/** What PDND says of a purpose. `stale`: nothing for longer than is believed. `not_asked`: no API client is configured. */
export type PurposeStateOf = (
  trust: Trust,
  purposeId: string,
) => Promise<'active' | 'suspended' | 'unknown' | 'stale' | 'not_asked'>;

/** A private key of ours, imported: null where the deployment has no such secret or it holds no such key. */
export type SigningKeyOf = (
  ref: SigningKeyRef,
) => Promise<{ readonly key: CryptoKey; readonly alg: 'RS256' | 'ES256'; readonly kid: string } | null>;

/** A request as its proofs are checked: everything as it was received. */
export type Proven = {
  readonly caller: Caller;
  readonly method: string;
  readonly url: string;
  readonly headers: Headers;
  /** operationId of what is asked. */
  readonly operation: string;
  /** The system in whose name a message speaks, by its address; null: it is no such message. */
  readonly speaksAs: string | null;
  /** The bytes of the body, before anybody parsed them; null: there is none. */
  readonly body: Uint8Array | null;
  /** Hexadecimal SHA-256 of the certificate of the connection, where the runtime shows one. */
  readonly certificate: string | null;
};

/**
 * What travels beside the voucher: tracking evidence, signature, digest, certificate. What the network document requires of the caller
 * for the operation must be there; what is there must hold. The caller comes back with the acting user that the evidence names.
 */
export type VerifyProofs = (request: Proven) => Promise<Caller | Refusal>;

/** The headers that sign a reply, errors included (INTEGRITY_REST_02): none for a reply without body, or where replies are not signed. */
export type SignReply = (reply: {
  readonly status: number;
  readonly contentType: string | null;
  readonly contentEncoding: string | null;
  readonly body: Uint8Array;
  /** `aud`: whom it is for: consumer or client. */
  readonly audience: string | null;
  /** The value of the header Digest over the request's body as it was received; null where it was not read. */
  readonly requestDigest: string | null;
}) => Promise<Readonly<Record<string, string>>>;

/** For what a voucher is asked. `assertionAudience` has no scheme; `evidenceDigest`: hexadecimal SHA-256 of the tracking evidence it is bound to. */
export type VoucherAsk = {
  readonly tokenUrl: string;
  readonly assertionAudience: string;
  readonly clientId: string;
  readonly purposeId: string | null;
  readonly key: SigningKeyRef;
  readonly evidenceDigest: string | null;
  readonly dpop: boolean;
};

/** A voucher that counts now, from the cache or anew; or the code of why there is none, and in how many ms to ask again. Never throws. */
export type VoucherOf = (
  ask: VoucherAsk,
) => Promise<
  | { readonly ok: true; readonly token: string; readonly expiresAtMs: number }
  | { readonly ok: false; readonly code: string; readonly retryAfterMs: number | null }
>;

/** Nobody was proven. `voucher`: what it said, where its signature held all the same: PDND counts the call. */
export type Unproven = Refusal & { readonly voucher?: VoucherFacts | undefined };

/** A request that came with a voucher or ModI proofs, and how it ended. */
export type ServedCall = {
  readonly correlation_id: string;
  /** operationId; `unknown` where the path has no operation. */
  readonly operation: string;
  /** As it was sent. */
  readonly status: number;
  /** Why it was refused, precisely, whatever the caller was told; null: it was not. */
  readonly fault: ProblemCode | null;
  /** Null: nobody was proven. */
  readonly caller: Caller | null;
  /** Null: there was none, or its signature does not hold. */
  readonly voucher: VoucherFacts | null;
};

/** Writes the record of a call into the ledger, before its reply leaves; a refusal where it cannot be written. */
export type RecordCall = (call: ServedCall) => Promise<Refusal | null>;
