import type { Consent } from '../../contracts/canonical/consent.ts';
import type { PreliminaryAnalysis } from '../../contracts/canonical/preliminary-analysis.ts';
import type { Referral } from '../../contracts/canonical/referral.ts';
import type { Guard, Settlement, StoredEvent, Unit } from '../ports.ts';
import type { Context } from './context.ts';
import { deliveryStatement, settlementStatement } from './deliveries.ts';
import type { Statement } from './engine.ts';
import { exchangeStatement } from './exchanges.ts';
import { guardStatement } from './guards.ts';
import { place } from './keys/keyring.ts';
import { replyStatement } from './replies.ts';
import { insertAnalysis } from './statements/analysis.ts';
import { suspendSystem } from './statements/circuit.ts';
import { bumpEvidence, insertConsent, updateConsent } from './statements/consent.ts';
import { setNextDue } from './statements/convocation.ts';
import { markFetched } from './statements/delivery.ts';
import { insertEvent } from './statements/event.ts';
import { guardConsent, guardIdentifier, guardNetwork } from './statements/guard.ts';
import { insertLink, takeView } from './statements/link.ts';
import { insertNetwork } from './statements/network.ts';
import { insertReferral, updateReferral } from './statements/referral.ts';
import { addIdentifier, insertIdentifier, updateProfile } from './statements/subject.ts';
import { convocationStatements, partStatements } from './unit-convocation.ts';

/** The data key of a subject the unit writes about. */
export type KeyOf = (subjectId: string) => Uint8Array;

/**
 * A unit as the statements of one commit. What can refuse it comes first: the streams' versions, the idempotency key,
 * the facts the decision stood on.
 */
export async function unitStatements(unit: Unit, context: Context, keyOf: KeyOf): Promise<Statement[]> {
  const { events = [], referrals = [], consents = [], deliveries = [], settlements = [], guards = [] } = unit;
  const { convocations = [], analyses = [], links = [] } = unit;
  const sealed = await Promise.all([
    ...events.map((event) => eventStatement(event, context, keyOf)),
    ...referrals.map((referral) => referralStatement(referral, events, context, keyOf)),
    ...analyses.map((analysis) => analysisStatement(analysis, context, keyOf)),
    ...consents.map((consent) => consentStatement(consent, context, keyOf)),
  ]);
  return [
    ...(unit.reply ? [replyStatement(unit.reply)] : []),
    ...guards.map(guardStatement),
    ...consents
      .filter(({ version }) => version > 1)
      .map(({ id, version }) => guardConsent({ id, before: version - 1 })),
    ...(await identifierStatements(unit, context)),
    ...(await profileStatements(unit, context, keyOf)),
    ...networkStatements(unit),
    ...sealed,
    ...(await Promise.all(events.map((event) => partStatements(event, context, keyOf)))).flat(),
    ...convocations.flatMap(convocationStatements),
    ...(unit.nextDue ? [setNextDue({ ...unit.nextDue })] : []),
    ...links.map((link) => insertLink({ ...link })),
    ...guards.flatMap((guard) => (guard.holds === 'link' ? [takeView({ digest: guard.digest })] : [])),
    ...consents.map(({ subject_id }) => bumpEvidence({ subject_id })),
    ...deliveries.map(deliveryStatement),
    ...settlementStatements(settlements, guards),
    ...(unit.fetched ? [fetchedStatement(unit.fetched, guards)] : []),
    ...(unit.suspension ? [suspensionStatement(unit.suspension)] : []),
    ...unit.exchanges.map(exchangeStatement),
  ];
}

async function eventStatement(event: StoredEvent, { seals }: Context, keyOf: KeyOf) {
  const { stream, version, type, at, by, subject_id, payload } = event;
  const sealed = await seals.seal(keyOf(subject_id), payload, place.event(stream, version));
  return insertEvent({ stream, version, type, at, actor: by, subject_id, sealed });
}

async function referralStatement(referral: Referral, events: readonly StoredEvent[], { seals }: Context, keyOf: KeyOf) {
  const { id, version, status, recipient, subject_id, conversation_id, created_at, updated_at } = referral;
  const own = events.filter(({ stream }) => stream === id);
  if (own.at(-1)?.version !== version) throw new Error(`referral ${id} is not at the version of its last event`);
  // The state after the first event is in that event: sealing it twice would double what a submission writes.
  const sealed = version === 1 ? null : await seals.seal(keyOf(subject_id), referral, place.referral(id, version));
  if (own[0]?.version !== 1) return updateReferral({ id, version, status, recipient, updated_at, sealed });
  const { initiator, service, purpose, kind } = referral.request;
  const plain = { id, version, status, recipient, subject_id, conversation_id, created_at, updated_at };
  return insertReferral({ ...plain, initiator, service, purpose, kind, sealed });
}

async function analysisStatement({ content, ...head }: PreliminaryAnalysis, { seals }: Context, keyOf: KeyOf) {
  const sealed = await seals.seal(keyOf(head.subject_id), content, place.analysis(head.id, head.version));
  return insertAnalysis({ ...head, sealed });
}

async function consentStatement(consent: Consent, { seals }: Context, keyOf: KeyOf) {
  const { document_reference: reference, ...rest } = consent;
  const { id, version, subject_id, registered_by } = consent;
  const bound = place.documentReference(id, version);
  const document_reference = reference === undefined ? null : await seals.seal(keyOf(subject_id), reference, bound);
  const record = JSON.stringify(rest);
  if (version > 1) return updateConsent({ id, version, record, document_reference });
  return insertConsent({ id, version, subject_id, registered_by, record, document_reference });
}

async function profileStatements({ profile }: Unit, { seals }: Context, keyOf: KeyOf): Promise<Statement[]> {
  if (profile === undefined) return [];
  const { subject_id: id, ...known } = profile;
  const sealed = await seals.seal(keyOf(id), known, place.profile(id));
  return [updateProfile({ id, profile: sealed }), bumpEvidence({ subject_id: id })];
}

async function identifierStatements(unit: Unit, { blind }: Context): Promise<Statement[]> {
  const { subject, subjects = [], identifiers } = unit;
  const fresh = [...(subject ? [subject] : []), ...subjects].flatMap(({ id, identifiers: own }) =>
    own.map(async (identifier) => insertIdentifier({ blind: await blind(identifier), subject_id: id })),
  );
  const learnt = (identifiers?.add ?? []).map(async (identifier) => {
    const row = { blind: await blind(identifier), subject_id: identifiers?.subject_id ?? '' };
    return [addIdentifier(row), guardIdentifier(row)];
  });
  return [...(await Promise.all(fresh)), ...(await Promise.all(learnt)).flat()];
}

function networkStatements({ network }: Unit): Statement[] {
  if (network === undefined) return [];
  const { version, document, applied_by, at } = network;
  return [
    guardNetwork({ version: version - 1 }),
    insertNetwork({ version, document: JSON.stringify(document), applied_by, at }),
  ];
}

/** A settlement stands on the lease of who sent, or on the state that somebody saw; without either it would be a guess. */
function settlementStatements(settlements: readonly Settlement[], guards: readonly Guard[]): Statement[] {
  return settlements.map((settlement) => {
    standsOn(guards, settlement.delivery_id);
    return settlementStatement(settlement);
  });
}

function fetchedStatement({ delivery_id: id, at }: NonNullable<Unit['fetched']>, guards: readonly Guard[]): Statement {
  standsOn(guards, id);
  return markFetched({ id, at });
}

function standsOn(guards: readonly Guard[], delivery: string): void {
  const stands = guards.some((guard) => 'delivery_id' in guard && guard.delivery_id === delivery);
  if (!stands) throw new Error(`nothing guards what is written of delivery ${delivery}`);
}

const suspensionStatement = ({ system_id, suspended, reason }: NonNullable<Unit['suspension']>) =>
  suspendSystem({ system_id, suspended: suspended ? 1 : 0, reason });
