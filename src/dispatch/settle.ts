import { isReferralDelivery } from '../../contracts/canonical/delivery.ts';
import type { Exchange } from '../../contracts/canonical/exchange.ts';
import type { ClaimedDelivery, NewDelivery, Settlement, Unit, Verdict } from '../ports.ts';
import type { DispatchLimits } from './limits.ts';
import type { DispatchPorts, Reported } from './ports.ts';

const nothing: Reported = { closed: false };

export type Settling = {
  readonly delivery: ClaimedDelivery;
  /** The ledger record, with its outcome. */
  readonly exchange: Exchange;
  /** Records beside it: a mail is an exchange about each of its cases. */
  readonly alongside?: readonly Exchange[];
  readonly reports?: Verdict['reports'];
  /** What the settlement of a mail changes in its convocation. */
  readonly tells?: (settlement: Settlement) => Promise<Reported>;
  /** Made again on every try: what was reported may have closed the referral. */
  readonly settlement: (reported: Pick<Reported, 'closed'>) => Settlement;
  /** What is to be delivered after it. */
  readonly next?: (settlement: Settlement, reported: Pick<Reported, 'closed'>) => NewDelivery | null;
};

/**
 * Writes how an attempt ended: settlement, ledger record, follow-up and what the partner reported, all or nothing, and only
 * while the lease is held. Lost when the lease was: whoever took it over settles instead.
 * Others may write to the same referral meanwhile; then what was reported is decided again on the new state.
 */
export async function settle(
  ask: Settling,
  ports: Pick<DispatchPorts, 'store' | 'applyReports' | 'forgetNetwork' | 'clock' | 'log'>,
  limits: Pick<DispatchLimits, 'settleTriesMax' | 'mailSettleTriesMax'>,
): Promise<Settlement | 'lost'> {
  const { delivery } = ask;
  const ids = { delivery_id: delivery.id, correlation_id: delivery.correlation_id };
  // How it ended is written even where what it tells cannot be.
  const tellingTriesMax = ask.tells === undefined ? 0 : limits.mailSettleTriesMax;
  for (let tries = 0; tries < tellingTriesMax + limits.settleTriesMax; tries += 1) {
    const reported = await report(ask, ports, tries < tellingTriesMax);
    const settlement = withFinding(ask.settlement(reported), reported);
    const committed = await ports.store.commit(unitOf(ask, settlement, reported));
    if (committed.committed) return settlement;
    if (committed.conflict === 'lease') break;
    if (committed.conflict === 'network_version') ports.forgetNetwork();
    ports.log('info', 'dispatch.settle_again', { ...ids, conflict: committed.conflict });
  }
  // Left as it is. When the lease has run out, recovery finds it sent and unanswered.
  ports.log('warn', 'dispatch.not_settled', ids);
  return 'lost';
}

type Attempted = Reported & { readonly failed?: true };

async function report(
  { delivery, reports, tells, settlement }: Settling,
  { applyReports, clock, log }: Pick<DispatchPorts, 'applyReports' | 'clock' | 'log'>,
  telling: boolean,
): Promise<Attempted> {
  try {
    if (tells !== undefined) return telling ? await tells(settlement(nothing)) : { ...nothing, failed: true };
    if (reports === undefined || reports.length === 0 || !isReferralDelivery(delivery)) return nothing;
    return await applyReports(delivery, reports, clock());
  } catch (error) {
    log('error', 'dispatch.report_failed', { delivery_id: delivery.id, error: nameOf(error) });
    return { closed: false, failed: true };
  }
}

const withFinding = (settlement: Settlement, reported: Attempted): Settlement =>
  reported.failed
    ? { ...settlement, findings: [{ pointer: '/reports', code: 'report-not-applied' }, ...settlement.findings] }
    : settlement;

function unitOf(
  { delivery, exchange, alongside = [], next }: Settling,
  settlement: Settlement,
  reported: Reported,
): Unit {
  const { events, referrals, convocations, links, deliveries = [], exchanges = [], guards = [] } = reported;
  const follows = next?.(settlement, reported) ?? null;
  const queued = follows === null ? deliveries : [...deliveries, follows];
  return {
    exchanges: [exchange, ...alongside, ...exchanges],
    settlements: [settlement],
    guards: [{ holds: 'lease', delivery_id: delivery.id, lease: delivery.lease }, ...guards],
    ...(events === undefined ? {} : { events }),
    ...(referrals === undefined ? {} : { referrals }),
    ...(convocations === undefined ? {} : { convocations }),
    ...(links === undefined ? {} : { links }),
    ...(queued.length === 0 ? {} : { deliveries: queued }),
  };
}

/** What kind of error it was. Its message may quote a value, so it is never logged. */
export const nameOf = (error: unknown): string => (error instanceof Error ? error.name : typeof error);
