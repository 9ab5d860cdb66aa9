import { DatabaseSync } from 'node:sqlite';
import { describe, expect, it } from 'vitest';
import { readMigrations } from '../../src/commit/sqlite/migrations.ts';
import { allStatements, wholeTable } from '../conformance/store-plans.ts';

const db = new DatabaseSync(':memory:');
for (const { sql } of readMigrations()) db.exec(sql);

const planOf = (sql: string) =>
  db
    .prepare(`EXPLAIN QUERY PLAN ${sql}`)
    .all()
    .map(({ detail }) => String(detail));

/** Reading a table from end to end in no useful order; an ordered walk along an index stops at its limit. */
const isScan = (step: string) => /^SCAN \w+$/.test(step) && !/^SCAN (queue|due|json_each)$/.test(step);

const plan = (name: string) =>
  planOf(allStatements.find(([each]) => each === name)?.[1].sql('sqlite') ?? '').join('\n');

describe('the statements of the store', () => {
  it.each(allStatements)('%s compiles to the same arguments in both dialects', (_, { sql, values }) => {
    const count = (text: string, marker: RegExp) => text.match(marker)?.length ?? 0;
    expect(count(sql('sqlite'), /\?/g)).toBe(values.length);
    expect(count(sql('postgres'), /\$\d+/g)).toBe(values.length);
    expect(() => db.prepare(sql('sqlite'))).not.toThrow();
  });

  it.each(allStatements.filter(([name]) => !wholeTable.has(name)))('%s scans no table on SQLite', (_, { sql }) => {
    expect(planOf(sql('sqlite')).filter(isScan)).toEqual([]);
  });

  it.each([
    ['claimFor', 'delivery_due (system=? AND due_at<?)'],
    ['claimFor', 'delivery_lane (lane=?'],
    ['destinations', 'delivery_due (system>?)'],
    ['destinations', 'delivery_lane (lane=?'],
    ['expiredLeases', 'delivery_leased (lease_until<?)'],
    ['eventsAfter', 'event_1 (stream=? AND version>?)'],
    ['subjectsByBlind', 'subject_identifier_1 (blind=?)'],
    ['evidenceByBlind', 'consent_subject (subject_id=?)'],
    ['evidenceOf', 'consent_subject (subject_id=?)'],
    ['listReferralsAs.initiator', 'referral_initiator (initiator=? AND id<?)'],
    ['listReferralsAs.recipient', 'referral_recipient (recipient=? AND id<?)'],
    ['listReferralsAs.claimable', 'referral_recipient (recipient=? AND id<?)'],
    ['listReferralsOfSubject', 'referral_subject (subject_id=? AND id<?)'],
    ['staleReferralsIn.received', 'referral_waiting (status=? AND created_at<?)'],
    ['listConsentsBy', 'consent_registered_by (registered_by=? AND id<?)'],
    ['listConsentsOfSubject', 'consent_subject (subject_id=? AND registered_by=? AND id<?)'],
    ['listExchangesBy.correlation_id', 'exchange_correlation (correlation_id=? AND id<?)'],
    ['listExchangesBy.referral_id', 'exchange_referral (referral_id=? AND id<?)'],
    ['listExchangesBy.subject_id', 'exchange_subject (subject_id=? AND id<?)'],
    ['listExchangesBy.sender', 'exchange_sender (sender=? AND id<?)'],
    ['listExchangesBy.receiver', 'exchange_receiver (receiver=? AND id<?)'],
    ['listDeliveriesBy.referral_id', 'delivery_referral (referral_id=? AND id<?)'],
    ['listDeliveriesBy.convocation_id', 'delivery_referral (referral_id=? AND id<?)'],
    ['listDeliveriesBy.recipient', 'delivery_recipient (recipient=? AND id<?)'],
    ['listDeliveriesBy.initiator', 'delivery_initiator (initiator=? AND id<?)'],
    ['listDeliveriesBy.system', 'delivery_system (system=? AND id<?)'],
    ['listDeliveriesBy.mailbox', 'delivery_mailbox (system=? AND id<?)'],
    ['listDeliveriesBy.state.unknown', 'delivery_worklist (state=? AND id<?)'],
    ['sentUnder', 'USING INDEX delivery_correlation (correlation_id=? AND system=?)'],
    ['eventParts', 'event_part_1 (stream=? AND version>? AND version<?)'],
    ['convocationById', 'convocation_1 (id=?)'],
    ['listConvocationsOf.organizer', 'convocation_organizer (organizer=? AND id<?)'],
    ['listConvocationsOf.party', 'convocation_party_1 (organization=? AND convocation_id<?)'],
    ['dueConvocations', 'convocation_due (next_due>? AND next_due<?)'],
    ['meetingsOf', 'convocation_day (organizer=? AND starts_at>? AND starts_at<?)'],
    ['analysisById', 'analysis_1 (id=?)'],
    ['listAnalysesBy', 'analysis_recorded_by (recorded_by=? AND id<?)'],
    ['listAnalysesAbout', 'analysis_subject (subject_id=? AND id<?)'],
    ['listExchangesBy.convocation_id', 'exchange_convocation (convocation_id=? AND id<?)'],
    ['linkByDigest', 'link_1 (digest=?)'],
    ['guardLink', 'link_1 (digest=?)'],
    ['sweepLinks', 'link_expiry (expires_at<?)'],
    ['sweepReplies', 'reply_expiry (expires_at<?)'],
    ['sweepOnce', 'once_expiry (expires_at<?)'],
    ['keptValue', 'kept_1 (kept_key=?)'],
    ['sweepKept', 'kept_expiry (expires_at<?)'],
    ['tracingRows', 'USING COVERING INDEX exchange_tracing (at>? AND at<?)'],
    ['keysUnder', 'subject_master_key (master_key_id=?'],
    ['forgetIdentifiers', 'subject_identifier_subject (subject_id=?)'],
  ])('%s walks %s', (name, index) => {
    expect(plan(name)).toContain(index);
  });

  it.each([
    'listReferralsAs.initiator',
    'listExchangesBy.receiver',
    'listExchangesBy.convocation_id',
    'listDeliveriesBy.initiator',
    'listConsentsBy',
    'listConvocationsOf.organizer',
    'listConvocationsOf.party',
    'listAnalysesBy',
    'listAnalysesAbout',
    'dueConvocations',
    'eventParts',
    'analysisById',
  ])('%s sorts nothing: the index is in order', (name) => {
    expect(plan(name)).not.toContain('TEMP B-TREE');
  });
});
