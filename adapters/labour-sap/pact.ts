import type { servicePactStatuses } from '../../contracts/canonical/codes.ts';
import type { PartialReferralMessage } from '../../contracts/canonical/message.ts';
import type { Finding } from '../../src/ports.ts';
import type { LabourSapOptions } from './config.ts';
import type { Policy } from './policies.ts';
import { policyIdHolds } from './policy-id.ts';

type PactStatus = (typeof servicePactStatuses)[number];

/** Events of an active policy, as the labour network's dictionary lists them, and what each makes of the service pact. */
export const pactStatusByEvent: Readonly<Record<string, PactStatus>> = {
  '01': 'proposed', // proposta
  '02': 'signed', // iniziata
  '03': 'not_signed', // respinta, before acceptance
  '04': 'not_signed', // rifiuto, after acceptance and before the start
  '05': 'ended_early', // abbandono, after the start
  '06': 'not_signed', // annullamento before the start
  '07': 'ended_early', // annullamento after the start, material error
  '08': 'ended_early', // cancellazione, requirements missing
  '09': 'suspended', // sospesa
  '10': 'concluded', // terminata
  '11': 'concluded', // rendicontata
  '12': 'ended_early', // decaduta
  '13': 'exempted', // esonerata
  '14': 'ended_early', // trasformata
  '15': 'ended_early', // esclusione
};

const dayMs = 86_400_000;
const inForce: readonly PactStatus[] = ['proposed', 'signed', 'suspended', 'exempted'];

/** What the list says about the person, in our words. */
export type News = {
  readonly didOn?: string | undefined;
  readonly pact?: {
    readonly status: PactStatus;
    readonly on: string;
    readonly endsOn?: string | undefined;
    readonly pointer: string;
  };
  readonly findings: readonly Finding[];
};

/** The DID date and the one service pact that concerns this referral. Everything else in the list is left alone. */
export function newsIn(
  policies: readonly Policy[],
  message: PartialReferralMessage,
  options: LabourSapOptions,
  now: string,
): News {
  const findings: Finding[] = [];
  const did = latest(
    policies.filter(({ activity, eventOn, proposedOn }) => activity === 'N00' && (eventOn ?? proposedOn)),
  );
  const pacts = policies.filter((policy) => policy.activity === 'A02' && concerns(policy, message, now, findings));
  const last = latest(pacts);
  const status = pactStatusByEvent[last?.event ?? ''];
  const on = last?.eventOn;
  const known = { didOn: did?.proposedOn ?? did?.eventOn, findings };
  if (last === undefined || status === undefined || on === undefined) return known;
  findings.push(...doubts(last, options));
  return { ...known, pact: { status, on, endsOn: last.endsOn, pointer: last.pointer } };
}

/**
 * A pact in force counts whenever it was signed. One that ended counts when we knew it in force, or when it ended after the
 * referral: the list keeps the pacts of years ago, and an old one must not close a new referral.
 */
function concerns(policy: Policy, message: PartialReferralMessage, now: string, findings: Finding[]): boolean {
  const status = pactStatusByEvent[policy.event ?? ''];
  const place = `${policy.pointer}/ultimo_evento`;
  if (status === undefined || policy.eventOn === undefined) {
    findings.push({
      pointer: `${place}/evento`,
      code: status === undefined ? 'event-not-known' : 'event-without-date',
    });
    return false;
  }
  // A day of grace: Rome is ahead of UTC. What is announced for later is asked again later.
  if (policy.eventOn > new Date(Date.parse(now) + dayMs).toISOString().slice(0, 10)) {
    findings.push({ pointer: place, code: 'event-in-future' });
    return false;
  }
  const known = message.progress.labour?.service_pact;
  const counts =
    inForce.includes(status) ||
    (known !== undefined && inForce.includes(known)) ||
    policy.eventOn >= message.at.slice(0, 10);
  if (!counts) findings.push({ pointer: place, code: 'older-than-referral' });
  return counts;
}

/** What is odd about a policy without being a reason to reject it. */
function doubts({ id, promoter, activity, proposedOn, pointer }: Policy, options: LabourSapOptions): Finding[] {
  const findings: Finding[] = [];
  const note = (field: string, code: string) => findings.push({ pointer: `${pointer}/${field}`, code });
  if (promoter !== undefined && !/^(?:[A-Z]\d{3}[A-Z]\d{6}|0{11})$/.test(promoter))
    note('codice_ente_promotore', 'operator-code');
  if (options.entity_code !== undefined && promoter !== options.entity_code)
    note('codice_ente_promotore', 'other-promoter');
  if (id !== undefined && promoter !== undefined && proposedOn !== undefined) {
    if (!policyIdHolds(id, { promoter, activity, proposedOn })) note('identificativo_politica', 'check-letter');
  }
  return findings;
}

/** By date of event, then date proposed, then place in the list. */
const latest = (policies: readonly Policy[]): Policy | undefined =>
  policies.reduce<Policy | undefined>(
    (best, policy) => (best === undefined || rank(policy) >= rank(best) ? policy : best),
    undefined,
  );

const rank = ({ eventOn = '', proposedOn = '' }: Policy): string => `${eventOn.padEnd(10)}${proposedOn}`;
