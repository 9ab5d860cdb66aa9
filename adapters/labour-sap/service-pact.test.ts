import { describe, expect, it } from 'vitest';
import { finalStatuses, referralStatuses } from '../../contracts/canonical/codes.ts';
import type { PartialReferralMessage } from '../../contracts/canonical/message.ts';
import { System } from '../../contracts/canonical/network.ts';
import type { Referral, ReferralProgress } from '../../contracts/canonical/referral.ts';
import { ReferralRequest } from '../../contracts/canonical/referral.ts';
import { decide, evolve } from '../../src/core/referral/index.ts';
import { ask, begin, type Conversation, converse } from '../../test/conformance/adapter-converse.ts';
import { fullMessage } from '../../test/conformance/adapter-message.ts';
import { labourSap } from './index.ts';
import { simulateLabourSap } from './simulator.ts';

const now = '2026-11-22T10:00:00.000Z';
const system = System.parse({
  id: 'cpi-sil',
  organization: 'cpi-borgoverde',
  adapter: 'labour-sap',
  address: 'https://sil.example.it',
});
const sent = fullMessage();
const taxCode = sent.request.subject?.tax_code ?? '';

type Sap = ReturnType<typeof simulateLabourSap>;

/** What following tells when the partner holds what `prepare` records. */
async function followed(
  prepare: (sap: Sap) => void,
  over: Partial<PartialReferralMessage> = {},
  options = {},
): Promise<Conversation> {
  const sap = simulateLabourSap();
  prepare(sap);
  const first = await begin(labourSap, 'follow', { ...sent, ...over }, { ...system, options }, now);
  return await converse(first, (request) => ask(sap, request));
}

const codes = ({ findings }: Conversation) => findings.map(({ code }) => code);

describe('the service pact (A02)', () => {
  it.each([
    ['01', 'proposed'],
    ['02', 'signed'],
    ['03', 'not_signed'],
    ['04', 'not_signed'],
    ['05', 'ended_early'],
    ['06', 'not_signed'],
    ['07', 'ended_early'],
    ['08', 'ended_early'],
    ['09', 'suspended'],
    ['10', 'concluded'],
    ['11', 'concluded'],
    ['12', 'ended_early'],
    ['13', 'exempted'],
    ['14', 'ended_early'],
    ['15', 'ended_early'],
  ])('event %s is told as %s, with its date', async (event, status) => {
    const { verdict } = await followed((sap) => sap.recordPact(taxCode, event, '2026-11-21'), { status: 'accepted' });
    expect(verdict.reports?.at(-1)).toMatchObject({
      labour: { service_pact: status, service_pact_date: '2026-11-21' },
    });
  });

  it('concluded completes the referral with the outcome that the network agreed on, and says that it is assumed', async () => {
    const conversation = await followed(
      (sap) => sap.recordPact(taxCode, '10', '2026-11-21'),
      { status: 'in_progress' },
      {
        concluded_outcome: 'goals_partly_achieved',
      },
    );
    expect(conversation.verdict.reports).toMatchObject([
      { type: 'complete', outcome: 'goals_partly_achieved', ended_on: '2026-11-21' },
    ]);
    expect(codes(conversation)).toContain('outcome-assumed');
  });

  it('exempted tells yes and until when; signed again afterwards, no', async () => {
    const exempt = await followed((sap) => sap.recordPact(taxCode, '13', '2026-11-21', '2027-02-28'), {
      status: 'in_progress',
    });
    expect(exempt.verdict.reports).toMatchObject([{ exemption: { exempt: true, until: '2027-02-28' } }]);
    const open = await followed((sap) => sap.recordPact(taxCode, '13', '2026-11-21'), { status: 'in_progress' });
    expect(open.verdict.reports).toMatchObject([{ exemption: { exempt: true } }]);
    expect(JSON.stringify(open.verdict.reports)).not.toContain('2099');
    const over = await followed((sap) => sap.signPact(taxCode, '2026-11-21'), {
      status: 'in_progress',
      progress: { labour: { service_pact: 'exempted', service_pact_date: '2026-11-01' }, exemption: { exempt: true } },
    });
    expect(over.verdict.reports).toMatchObject([{ labour: { service_pact: 'signed' }, exemption: { exempt: false } }]);
  });

  it('that ended before the referral does not close it', async () => {
    const old = await followed((sap) => sap.recordPact(taxCode, '10', '2022-03-01'), { status: 'accepted' });
    expect(old.verdict).toMatchObject({ outcome: 'deferred', code: 'labour-sap/nothing-new' });
    expect(codes(old)).toContain('older-than-referral');
  });

  it('that was signed before the referral and is in force counts', async () => {
    const { verdict } = await followed((sap) => sap.signPact(taxCode, '2026-01-15'));
    expect(verdict.reports?.map(({ type }) => type)).toEqual(['accept', 'start', 'report_progress']);
  });

  it('known in force closes the referral even when its end is registered late', async () => {
    const { verdict } = await followed((sap) => sap.recordPact(taxCode, '10', '2026-11-01'), {
      status: 'in_progress',
      progress: { labour: { service_pact: 'signed', service_pact_date: '2026-01-15' } },
    });
    expect(verdict.reports).toMatchObject([{ type: 'complete', ended_on: '2026-11-01' }]);
  });

  it('announced for a day to come waits for it', async () => {
    const soon = await followed((sap) => sap.recordPact(taxCode, '10', '2026-12-31'), { status: 'in_progress' });
    expect(soon.verdict.code).toBe('labour-sap/nothing-new');
    expect(codes(soon)).toContain('event-in-future');
  });

  it('of another centre counts, with a finding', async () => {
    const conversation = await followed(
      (sap) => sap.signPact(taxCode, '2026-11-21'),
      {},
      { entity_code: 'A001C000001' },
    );
    expect(conversation.verdict.outcome).toBe('delivered');
    expect(codes(conversation)).toContain('other-promoter');
  });

  it('with an event that the dictionary does not have is left alone, with a finding', async () => {
    const conversation = await followed((sap) => sap.recordPact(taxCode, '99', '2026-11-21'));
    expect(conversation.verdict.code).toBe('labour-sap/nothing-new');
    expect(codes(conversation)).toContain('event-not-known');
  });
});

describe('the declaration of availability (N00)', () => {
  it('is told where the referral is accepted, and keeps what is known of the pact', async () => {
    const { verdict } = await followed((sap) => sap.declareDid(taxCode, '2026-11-10'), {
      status: 'accepted',
      progress: { labour: { service_pact: 'proposed', service_pact_date: '2026-11-12' } },
    });
    expect(verdict.reports).toEqual([
      {
        type: 'report_progress',
        labour: { did_date: '2026-11-10', service_pact: 'proposed', service_pact_date: '2026-11-12' },
      },
    ]);
  });

  it('is no acceptance: it may be older than the referral', async () => {
    const { verdict } = await followed((sap) => sap.declareDid(taxCode, '2020-11-10'));
    expect(verdict.code).toBe('labour-sap/nothing-new');
  });
});

const requestOf = (message: PartialReferralMessage) => ReferralRequest.parse(message.request);

/** The referral in a state, with what is known, as the core would fold it. */
function referralIn(status: Referral['status'], progress: ReferralProgress): Referral {
  const submitted = evolve(null, {
    stream: sent.referral_id,
    version: 1,
    type: 'submit',
    at: sent.at,
    by: 'comune-borgoverde',
    subject_id: sent.message_id,
    payload: { request: requestOf(sent), conversation_id: sent.conversation_id },
  });
  return { ...submitted, status, progress };
}

describe('what is reported', () => {
  const open = referralStatuses.filter((status) => !finalStatuses.includes(status));

  it.each(open)('may be recorded when the referral is %s, and is not reported twice', async (status) => {
    for (let event = 1; event <= 15; event += 1) {
      const prepare = (sap: Sap) => sap.recordPact(taxCode, String(event).padStart(2, '0'), '2026-11-21');
      const before = referralIn(status, {});
      const { verdict } = await followed(prepare, { status });
      let state = before;
      for (const report of verdict.reports ?? []) {
        const decided = decide(state, { event: report, actors: ['recipient'] });
        if (decided.refused) throw new Error(`${report.type} in ${state.status}: ${decided.code}`);
        state = evolve(state, {
          stream: state.id,
          version: state.version + 1,
          type: decided.type,
          at: now,
          by: 'cpi-borgoverde',
          subject_id: state.subject_id,
          payload: decided.payload,
        });
      }
      const again = await followed(prepare, { status: state.status, progress: state.progress });
      expect(again.verdict.reports).toBeUndefined();
    }
  });

  it.each(finalStatuses)('is nothing when the referral is %s: the partner is not even asked', async (status) => {
    const { verdict, turns } = await followed((sap) => sap.signPact(taxCode, '2026-11-21'), { status });
    expect(verdict.code).toBe('labour-sap/follow-closed');
    expect(turns).toEqual([]);
  });
});
