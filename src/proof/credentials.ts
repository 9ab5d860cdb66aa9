import type { System } from '../../contracts/canonical/network.ts';
import type { Modi } from '../../contracts/canonical/trust.ts';
import { createBoundedCache, createBudget, createFlights } from '../modi/index.ts';
import type { Clock, NewId, SendFor, SigningKeyOf, VoucherAsk } from '../ports.ts';
import { type Evidence, makeEvidence } from './evidence.ts';
import type { Vouchers } from './vouchers.ts';

/** Acting users, each at each system. */
const sessionsMax = 1000;
const flightMsMax = 15_000;
const userIdCharactersMax = 100;
/**
 * Acting users whom one client may bring to one system at once, and one more every so long: who acts is what the client says, and each
 * costs a voucher of ours, of which PDND gives everybody of our client only so many.
 */
const newUsersBurst = 60;
const newUserEveryMs = 1_000;
const newUserHoldMs = 10_000;
const askersMax = 2_000;

export type Credentials =
  | {
      readonly ok: true;
      readonly voucher: { readonly ask: VoucherAsk; readonly token: string } | null;
      readonly evidence: string | null;
    }
  | {
      readonly ok: false;
      readonly at: 'credentials' | 'address_refused';
      readonly code: string;
      readonly retryAfterMs?: number | undefined;
    };

type Refused = Extract<Credentials, { ok: false }>;
const no = (at: Refused['at'], code: string, retryAfterMs?: number | null): Refused => ({
  ok: false,
  at,
  code,
  retryAfterMs: retryAfterMs ?? undefined,
});

/**
 * What a system wants to see beside the request: a voucher and, where it asks for one, the tracking evidence, made before the voucher
 * that is bound to it. One evidence for each acting user and system; the next one gets its voucher while the old pair still counts.
 */
export function createCredentials(ports: {
  readonly vouchers: Vouchers;
  readonly signingKeyOf: SigningKeyOf;
  readonly now: Clock;
  readonly newId: NewId;
}) {
  const sessions = createBoundedCache<Evidence>(sessionsMax);
  const nowMs = () => Date.parse(ports.now());
  const making = createFlights<Evidence | Refused>(nowMs, flightMsMax, no('credentials', 'key-missing'));
  const newUsers = createBudget(newUsersBurst, newUserEveryMs, askersMax, nowMs);
  const renewing = createFlights<void>(nowMs, flightMsMax, undefined);

  return async function credentialsFor(system: System, modi: Modi, on: SendFor | undefined): Promise<Credentials> {
    const { voucher, evidence } = modi;
    if (voucher === undefined) {
      // purposeId and iss of an evidence are those of the voucher.
      return evidence === undefined
        ? { ok: true, voucher: null, evidence: null }
        : no('address_refused', 'evidence-needs-voucher');
    }
    const withVoucher = async (made: Evidence | null): Promise<Credentials> => {
      const ask = askOf(modi, voucher, evidence?.pattern === 'audit_02' && made !== null ? made.digest : null);
      const given = await ports.vouchers.voucherOf(ask);
      if (!given.ok) return no('credentials', given.code, given.retryAfterMs);
      return { ok: true, voucher: { ask, token: given.token }, evidence: made?.compact ?? null };
    };
    if (evidence === undefined) return withVoucher(null);

    const userId = on?.acting_user ?? evidence.user_id ?? on?.client ?? '';
    if (userId === '' || userId.length > userIdCharactersMax) return no('address_refused', 'evidence-user-missing');
    const make = () => makeEvidence({ modi, evidence, voucher, userId }, ports);
    const session = JSON.stringify([system.id, userId, modi.audience, modi.key, voucher, evidence]);
    const keep = (made: Evidence) => sessions.set(session, made, made.untilMs);

    const known = sessions.get(session, nowMs());
    if (known !== undefined) {
      if (nowMs() >= known.renewAtMs) {
        // Nobody waits for it. If it fails, the old pair serves to its end, and the next call that has none says why.
        void renewing(session, async () => {
          const next = await make();
          if (next !== null && (await withVoucher(next)).ok) keep(next);
        }).catch(() => {});
      }
      return withVoucher(known);
    }
    const made = await making(session, async () => {
      const asker = JSON.stringify([on?.client ?? null, system.id]);
      if (evidence.pattern === 'audit_02' && !newUsers.spend(asker))
        return no('credentials', 'voucher-users', newUserHoldMs);
      const first = await make();
      if (first === null) return no('credentials', 'key-missing');
      keep(first);
      return first;
    });
    return 'ok' in made ? made : withVoucher(made);
  };
}

const askOf = (modi: Modi, voucher: NonNullable<Modi['voucher']>, evidenceDigest: string | null): VoucherAsk => ({
  tokenUrl: voucher.token_url,
  assertionAudience: voucher.assertion_audience,
  clientId: voucher.client_id,
  purposeId: voucher.purpose_id,
  key: modi.key,
  evidenceDigest,
  dpop: voucher.dpop === true,
});
