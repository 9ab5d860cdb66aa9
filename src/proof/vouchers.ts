import { createBoundedCache, createFlights } from '../modi/index.ts';
import type { AskUrl, Clock, Log, NewId, SigningKeyOf, VoucherAsk, VoucherOf } from '../ports.ts';
import { clientAssertion, tokenForm } from './assertion.ts';
import { createDpop, type Dpop } from './dpop-proof.ts';
import { readTokenReply, wantsNonce } from './token-reply.ts';
import { createTurns } from './turns.ts';

export const voucherLimits = {
  vouchersMax: 1000,
  askMsMax: 5_000,
  replyBytesMax: 16_384,
  /** Asking, once more with a nonce, and waiting for one's turn. */
  flightMsMax: 15_000,
  /** At one token endpoint: one that hangs holds up nothing but what needs its vouchers. */
  atATimeMax: 8,
  waitingMax: 500,
  /** A voucher that a partner did not accept is replaced; its successor not again before this. */
  dropEveryMs: 30_000,
} as const;
/** With this part of its life left a voucher is renewed, while the old one still counts. */
const renewedWithLeft = 0.1;

export type Vouchers = {
  readonly voucherOf: VoucherOf;
  /** Forgets a voucher that a partner did not accept. False: another one would hardly fare better now. */
  readonly drop: (ask: VoucherAsk, token: string) => boolean;
  /** Proves possession of the keys to which vouchers are bound. */
  readonly dpop: Dpop;
};

type Given = Awaited<ReturnType<VoucherOf>>;
type Held = { readonly voucher: Extract<Given, { ok: true }>; readonly renewAtMs: number };
type Hold = { readonly code: string; readonly untilMs: number };

/** Whose key a voucher is bound to. */
export const holderOf = ({ tokenUrl, clientId }: VoucherAsk): string => `${clientId} ${tokenUrl}`;

const keyOf = (ask: VoucherAsk): string =>
  JSON.stringify([
    ask.tokenUrl,
    ask.assertionAudience,
    ask.clientId,
    ask.purposeId,
    ask.key.secret,
    ask.key.kid,
    ask.evidenceDigest,
    ask.dpop,
  ]);

/** What a refusal is about: the configuration, not who acts. */
const placeOf = (ask: VoucherAsk): string => keyOf({ ...ask, evidenceDigest: null });

const no = (code: string, retryAfterMs: number | null = null): Given => ({ ok: false, code, retryAfterMs });

/** Vouchers from authorization servers, each asked for once and used until it is nearly spent. They are never logged. */
export function createVouchers(ports: {
  readonly askUrl: AskUrl;
  readonly signingKeyOf: SigningKeyOf;
  readonly now: Clock;
  readonly newId: NewId;
  readonly log: Log;
}): Vouchers {
  const { vouchersMax, flightMsMax, dropEveryMs, atATimeMax, waitingMax } = voucherLimits;
  const dpop = createDpop(ports);
  const held = createBoundedCache<Held>(vouchersMax);
  const holds = createBoundedCache<Hold>(vouchersMax);
  const dropped = createBoundedCache<string>(vouchersMax);
  const turn = createTurns(ports.now, { atATimeMax, waitingMax, turnMsMax: flightMsMax });
  const nowMs = () => Date.parse(ports.now());
  const flight = createFlights<Given>(nowMs, flightMsMax, no('voucher-unreachable'));

  const obtain = async (ask: VoucherAsk, key: string): Promise<Given> => {
    const leave = await turn(ask.tokenUrl);
    if (leave === null) return no('voucher-busy');
    const startedMs = nowMs();
    const reply = await askForToken(ask, { ...ports, dpop }).finally(leave);
    if (typeof reply === 'string') return no(reply);
    if (reply.ok) {
      const expiresAtMs = startedMs + reply.lifeMs;
      const voucher = { ok: true, token: reply.token, expiresAtMs } as const;
      held.set(key, { voucher, renewAtMs: expiresAtMs - reply.lifeMs * renewedWithLeft }, expiresAtMs);
      return voucher;
    }
    const { code, holdMs, everybody, reason } = reply;
    ports.log('warn', 'voucher.not_obtained', { client_id: ask.clientId, purpose_id: ask.purposeId, code, reason });
    holds.set(everybody ? holderOf(ask) : placeOf(ask), { code, untilMs: nowMs() + holdMs }, nowMs() + holdMs);
    return no(code, holdMs);
  };

  return {
    dpop,
    voucherOf: async (ask) => {
      const key = keyOf(ask);
      const known = held.get(key, nowMs());
      if (known !== undefined && nowMs() < known.renewAtMs) return known.voucher;
      const hold = holds.get(placeOf(ask), nowMs()) ?? holds.get(holderOf(ask), nowMs());
      if (hold !== undefined) return known?.voucher ?? no(hold.code, hold.untilMs - nowMs());
      const asked = flight(key, () => obtain(ask, key));
      return known?.voucher ?? asked;
    },
    drop: (ask, token) => {
      const key = keyOf(ask);
      const known = held.get(key, nowMs());
      if (known !== undefined && known.voucher.token !== token) return true;
      const before = dropped.get(key, nowMs());
      if (before !== undefined) return before === token;
      dropped.set(key, token, nowMs() + dropEveryMs);
      if (known !== undefined) held.set(key, known, 0);
      return true;
    },
  };
}

/** One request to the token endpoint, and a second where it wants its nonce in the proof. A string: it was not made, and why. */
async function askForToken(
  ask: VoucherAsk,
  {
    askUrl,
    signingKeyOf,
    now,
    newId,
    dpop,
  }: Omit<Parameters<typeof createVouchers>[0], 'log'> & { readonly dpop: Dpop },
) {
  const key = await signingKeyOf(ask.key);
  if (key === null) return 'key-missing';
  // PDND takes nothing else (its reason 0029).
  if (key.alg !== 'RS256') return 'key-unfit';
  const proving = { holder: holderOf(ask), method: 'POST', url: ask.tokenUrl, token: null } as const;
  const once = async () => {
    const proof = ask.dpop ? await dpop.proof(proving) : null;
    const assertion = await clientAssertion(ask, key, newId, Math.floor(Date.parse(now()) / 1000));
    const headers = {
      'content-type': 'application/x-www-form-urlencoded',
      accept: 'application/json',
      ...(proof === null ? {} : { dpop: proof }),
    };
    const { askMsMax: timeoutMs, replyBytesMax } = voucherLimits;
    const result = await askUrl(
      { method: 'POST', url: ask.tokenUrl, headers, body: tokenForm(ask.clientId, assertion) },
      { timeoutMs, replyBytesMax },
    );
    const challenged = ask.dpop && result.answered && dpop.learn(proving, result.answer.headers) && wantsNonce(result);
    return { result, challenged };
  };
  const first = await once();
  const { result } = first.challenged ? await once() : first;
  return readTokenReply(result, ask.dpop, Date.parse(now()));
}
