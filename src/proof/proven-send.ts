import type { System } from '../../contracts/canonical/network.ts';
import type { Modi } from '../../contracts/canonical/trust.ts';
import { digestHeader, fault, within } from '../modi/index.ts';
import type {
  Awaitable,
  CallLimits,
  Clock,
  KeyAt,
  NetworkView,
  NewId,
  PublishedKeyOf,
  Send,
  SendFor,
  SendResult,
  SigningKeyOf,
  VoucherAsk,
  WireRequest,
} from '../ports.ts';
import { type Credentials, createCredentials } from './credentials.ts';
import { isSigned, signRequest } from './sign-request.ts';
import { targetOf } from './target.ts';
import { createVerifyReply } from './verify-reply.ts';
import { holderOf, type Vouchers } from './vouchers.ts';

export type ProvenSendPorts = {
  readonly send: Send;
  readonly vouchers: Vouchers;
  readonly signingKeyOf: SigningKeyOf;
  readonly publishedKeyOf: PublishedKeyOf;
  readonly keyAt: KeyAt;
  readonly network: () => Awaitable<NetworkView | null>;
  readonly now: Clock;
  readonly newId: NewId;
};

type Failure = Exclude<SendResult, { answered: true }>;
type Headers = Readonly<Record<string, string>>;
const failure = (at: Failure['at'], code: string): Failure => ({ answered: false, at, code });
const notSent = ({ at, code, retryAfterMs }: Extract<Credentials, { ok: false }>): Failure =>
  retryAfterMs === undefined ? failure(at, code) : { ...failure(at, code), retryAfterMs };
const isFailure = (made: Headers | Failure): made is Failure => made.answered === false;
const late: Credentials = { ok: false, at: 'credentials', code: 'voucher-unreachable' };
const neverLeft: readonly Failure['at'][] = ['connect', 'credentials'];
/** What it takes where the key is at hand, for an answer that came in the last moment. */
const verifyMsMin = 2_000;
const lateKey = fault('signature/kid-unavailable');

/** One request with its proofs, and what they were. */
type Attempt = { readonly result: SendResult; readonly voucher: Extract<Credentials, { ok: true }>['voucher'] };

const utf8 = new TextEncoder();

/**
 * Sends with what the system asks of its callers (ModI): voucher, evidence, DPoP, signature, whatever the adapter; a reply that is not
 * proven as it must be is not believed. Everything happens within `limits.timeoutMs`. Systems that ask for nothing are sent to as they are.
 */
export function createProvenSend(ports: ProvenSendPorts): Send {
  const credentialsFor = createCredentials(ports);
  const verifyReply = createVerifyReply(ports);
  const nowMs = () => Date.parse(ports.now());

  const attempt = async (
    request: WireRequest,
    system: System,
    modi: Modi,
    limits: CallLimits & { readonly leftMs: () => number },
    on?: SendFor,
  ): Promise<Attempt> => {
    const credentials = await within(credentialsFor(system, modi, on), limits.leftMs(), late);
    if (!credentials.ok) return { result: notSent(credentials), voucher: null };
    const { voucher } = credentials;
    const bytes = utf8.encode(request.body ?? '');
    const digest = await digestHeader(bytes);
    const headers = await provenHeaders({ request, system, modi, bytes, digest, credentials }, ports);
    if (isFailure(headers)) return { result: headers, voucher: null };
    const timeoutMs = limits.leftMs();
    if (timeoutMs <= 0) return { result: failure('credentials', 'voucher-unreachable'), voucher: null };
    const bounds = { timeoutMs, replyBytesMax: limits.replyBytesMax };
    const result = await ports.send({ ...request, headers }, voucher === null ? system : bare(system), bounds, on);
    if (!result.answered) return { result: isUnprovenEnd(result, modi) ? unprovenRedirect : result, voucher };
    const { answer } = result;
    const reply = { status: answer.status, headers: answer.headers, bytes: result.bytes, requestDigest: digest };
    const unproven = await within(verifyReply(reply, modi, system.id), Math.max(limits.leftMs(), verifyMsMin), lateKey);
    if (unproven === null) return { result, voucher };
    // Not believed, so nothing is repeated for it; that the next call comes with another voucher does no harm.
    if (answer.status === 401 && voucher !== null) ports.vouchers.drop(voucher.ask, voucher.token);
    return { result: { ...failure('unverified', unproven.code), status: answer.status }, voucher };
  };

  return async function provenSend(request, system, limits, on) {
    const { modi } = system;
    if (modi === undefined) return ports.send(request, system, limits, on);
    const startedMs = nowMs();
    const budget = { ...limits, leftMs: () => limits.timeoutMs - (nowMs() - startedMs) };
    const first = await attempt(request, system, modi, budget, on);
    if (!mayFareBetter(first, request, system, ports.vouchers) || budget.leftMs() <= 0) return first.result;
    const second = await attempt(request, system, modi, budget, on);
    // Nothing was taken the first time, so an answer that says so is better than none.
    return !second.result.answered && neverLeft.includes(second.result.at) ? first.result : second.result;
  };
}

const unprovenRedirect = failure('unverified', 'signature/header-missing');

/**
 * A redirect ends a delivery, and what it says is never read, so never verified: where replies must be signed it proves nothing. 303 is the
 * answer of NONBLOCK_PULL_REST, whose result is verified.
 */
const isUnprovenEnd = ({ at, code }: Failure, { replies }: Modi): boolean =>
  at === 'redirect' && code !== '303' && replies?.signed === 'required';

/** The voucher stands for the system's own credentials. */
const bare = ({ credentials: _, ...system }: System): System => system;

type Proving = {
  readonly request: WireRequest;
  readonly system: System;
  readonly modi: Modi;
  readonly bytes: Uint8Array;
  readonly digest: string;
  readonly credentials: Extract<Credentials, { ok: true }>;
};

/** The adapter's headers, in small letters, and the proofs, which take the place of any of its own. */
async function provenHeaders(
  { request, system, modi, bytes, digest, credentials }: Proving,
  { vouchers, signingKeyOf, now, newId }: ProvenSendPorts,
): Promise<Headers | Failure> {
  const lowered = Object.entries(request.headers).map(([name, value]) => [name.toLowerCase(), value]);
  const headers: Record<string, string> = Object.fromEntries(lowered);
  const { voucher, evidence } = credentials;
  if (voucher !== null) {
    const { ask, token } = voucher;
    headers.authorization = `${ask.dpop ? 'DPoP' : 'Bearer'} ${token}`;
    if (ask.dpop) {
      const proof = await vouchers.dpop.proof({ ...provenAt(ask, request, system), method: request.method, token });
      if (proof === null) return failure('address_refused', 'address-malformed');
      headers.dpop = proof;
    }
  }
  if (evidence !== null) headers['agid-jwt-trackingevidence'] = evidence;
  if (!isSigned(modi, bytes)) return headers;
  const key = await signingKeyOf(modi.key);
  if (key === null) return failure('credentials', 'key-missing');
  const nowSeconds = Math.floor(Date.parse(now()) / 1000);
  return { ...headers, ...(await signRequest({ headers, digest }, { modi, key, newId, nowSeconds })) };
}

const provenAt = (ask: VoucherAsk, { path }: WireRequest, { address = '' }: System) => ({
  holder: holderOf(ask),
  url: targetOf(address, path),
});

/**
 * Whether to send once more: 401 says that the request was not taken. With the nonce that the partner wants in the proof (RFC 9449
 * section 9), or with another voucher.
 */
function mayFareBetter(
  { result, voucher }: Attempt,
  request: WireRequest,
  system: System,
  vouchers: Vouchers,
): boolean {
  if (voucher === null || !result.answered) return false;
  const { ask, token } = voucher;
  const { status, headers } = result.answer;
  const learnt = ask.dpop && vouchers.dpop.learn(provenAt(ask, request, system), headers);
  if (status !== 401) return false;
  if (learnt && /use_dpop_nonce/.test(headers['www-authenticate'] ?? '')) return true;
  return vouchers.drop(ask, token);
}
