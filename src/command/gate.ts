import type { ReferralRequest } from '../../contracts/canonical/referral.ts';
import type { Refusal } from '../../contracts/canonical/refusal.ts';
import { refuse } from '../../contracts/canonical/refusal.ts';
import { minorOwnRecordAgeYears } from '../../contracts/catalogue/purposes.ts';
import { type Account, birthDateThatCounts, type Decision, decide, gateRules, type Question } from '../policy/index.ts';
import type { EvidenceSet, NetworkView } from '../ports.ts';

export type GateAsk = {
  readonly account: Account;
  readonly network: NetworkView;
  readonly from: string;
  readonly to: string;
  readonly operation: Question['operation'];
  readonly purpose: string;
  readonly request: ReferralRequest;
  readonly evidence: EvidenceSet;
  readonly today: string;
  readonly closing?: boolean;
};

/** Asks the gate about one referral: gathers the facts that the pure question carries. */
export const askGate = (ask: GateAsk): Decision =>
  decide({
    account: ask.account,
    from: ask.network.organization(ask.from),
    to: ask.network.organization(ask.to),
    operation: ask.operation,
    purpose: ask.network.purpose(ask.purpose),
    service: ask.request.service,
    today: ask.today,
    birth_date: birthDateThatCounts(ask.evidence.birth_date, ask.request.subject.birth_date ?? null, ask.today),
    activable: ask.request.activable === true,
    protected_address: ask.request.safety?.protected_address === true || ask.evidence.protected_address,
    closing: ask.closing === true,
    agreements: ask.network.agreementsBetween(ask.from, ask.to),
    evidence: ask.evidence.records,
    minorOwnRecordAgeYears,
  });

/** Under which purpose the answer goes back. */
export const returnPurpose = (network: NetworkView, purpose: string): string =>
  network.purpose(purpose)?.return_purpose ?? purpose;

/** A denial as the caller meets it: the rule by name and in words. */
export const denial = (decision: Decision): Refusal => refuse('gate/denied', { detail: ruleInWords(decision) });

/** The rules say what must be so; a denial must not read as if it were. */
export const ruleInWords = ({ rule, purpose }: Decision): string => {
  const asked = gateRules[rule];
  const forPurpose = purpose === null ? '' : ` for purpose ${purpose}`;
  return `Denied by rule ${rule}${forPurpose}. The rule asks that ${asked.charAt(0).toLowerCase()}${asked.slice(1)}`;
};

/** Events after which nothing more is expected of the other body, or that ask it to stop. */
const closingEvents: ReadonlySet<string> = new Set([
  'request_cancellation',
  'confirm_cancellation',
  'mark_entered_in_error',
  'decline',
  'interrupt',
  'expire',
]);
export const isClosing = (eventType: string): boolean => closingEvents.has(eventType);
