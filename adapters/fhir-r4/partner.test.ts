import { describe, expect, it } from 'vitest';
import type { PartialReferralMessage } from '../../contracts/canonical/message.ts';
import type { ReferralEventRequest } from '../../contracts/canonical/referral-event.ts';
import { ask, begin, contextOf, converse } from '../../test/conformance/adapter-converse.ts';
import { fullMessage } from '../../test/conformance/adapter-message.ts';
import { system, toHealthBody } from './example-network.ts';
import { fhirR4 } from './index.ts';
import { judge } from './judge.ts';
import { type Setting, simulate } from './simulator.ts';

const now = '2026-11-22T10:00:00.000Z';
const full = fullMessage(toHealthBody);
const id = full.referral_id;

type Partner = ReturnType<typeof simulate>;
const send = async (partner: Partner, message: PartialReferralMessage, task: 'write' | 'follow' = 'write') =>
  await converse(await begin(fhirR4, task, message, system, now), (request) => ask(partner, request));
const taken = async (setting: Setting = {}) => {
  const partner = simulate(setting);
  expect((await send(partner, full)).verdict.code).toBe('fhir-r4/taken');
  return partner;
};
const later = (event: ReferralEventRequest, over: Partial<PartialReferralMessage> = {}): PartialReferralMessage => ({
  ...full,
  message_id: '019aa3c0-7d52-7a10-8f00-0000000000a1',
  version: 5,
  event_type: event.type,
  event,
  ...over,
});
const cancellation = later(
  { type: 'request_cancellation', reason: 'moved_away' },
  { status: 'cancellation_requested' },
);

describe('an uncertain delivery', () => {
  it.each(['lost', 'truncated', 'missing-entries', 'failed-entry'] as const)(
    'that was stored (%s) may be sent again without a second effect',
    async (fault) => {
      const partner = simulate();
      partner.failNext(fault);
      expect((await send(partner, full)).verdict.outcome).toBe('unknown');
      expect(partner.effects()).toBe(1);
      expect((await send(partner, full)).verdict.code).toBe('fhir-r4/taken');
      expect(partner.effects()).toBe(1);
    },
  );

  it('of a change may be sent again without a second effect', async () => {
    const partner = await taken();
    partner.failNext('lost', 'PATCH');
    expect((await send(partner, cancellation)).verdict.code).toBe('fhir-r4/server-error');
    expect((await send(partner, cancellation)).verdict.code).toBe('fhir-r4/already-so');
    expect(partner.effects()).toBe(2);
  });
});

describe('a later event', () => {
  it.each([
    [
      { type: 'request_cancellation', reason: 'moved_away' },
      'cancellation_requested',
      'accepted',
      'cancellation-reason',
    ],
    [{ type: 'request_cancellation', reason: 'moved_away' }, 'cancelled', 'cancelled', 'cancellation-reason'],
    [{ type: 'mark_entered_in_error', reason: 'wrong_person' }, 'entered_in_error', 'entered-in-error', 'error-reason'],
  ] as const)('%j to %s leaves the Task %s', async (event, status, expected, reason) => {
    const partner = await taken();
    await partner.acceptReferral(id);
    await send(partner, later(event, { status }));
    expect(partner.task(id).status).toBe(expected);
    expect(JSON.stringify(partner.task(id).businessStatus)).toContain(`"${status}"`);
    expect(JSON.stringify(partner.task(id).statusReason)).toContain(reason);
  });

  it('that supplies information adds to the inputs and changes no state', async () => {
    const partner = await taken();
    await partner.holdReferral(id, 'information');
    await send(partner, later({ type: 'supply_information', text: 'Residenza confermata.' }, { status: 'received' }));
    expect(partner.task(id).status).toBe('on-hold');
    expect(partner.task(id).input).toMatchObject([{ valueString: 'Residenza confermata.' }]);
  });

  it('that crosses the end at the partner changes nothing and brings the end back', async () => {
    const partner = await taken();
    await partner.complete(id, { outcome: 'goals_achieved', on: '2026-11-21' });
    const { verdict } = await send(partner, cancellation);
    expect(verdict.reports).toEqual([{ type: 'complete', outcome: 'goals_achieved', ended_on: '2026-11-21' }]);
    expect(partner.task(id).status).toBe('completed');
    expect(partner.effects()).toBe(1);
  });

  it('waits when the Task changed between reading and writing', async () => {
    const partner = await taken();
    const step = await begin(fhirR4, 'write', cancellation, system, now);
    const { verdict } = await converse(step, async (request) => {
      const answer = await ask(partner, request);
      if (request.method === 'GET') await partner.acceptReferral(id);
      return answer;
    });
    expect(verdict.code).toBe('fhir-r4/changed-meanwhile');
    expect(partner.task(id).status).toBe('accepted');
  });
});

describe('what the partner does', () => {
  it('comes back by push, step by step', async () => {
    const told: string[] = [];
    const context = contextOf(fhirR4, full, system, now);
    const partner = await taken({
      push: async (body) => {
        const message = { method: 'POST', contentType: 'application/fhir+json', headers: {}, body };
        const reading = await fhirR4.read?.(message, context);
        if (!reading?.understood) throw new Error('not understood');
        const seen = new Set(told);
        const fresh = reading.intents.filter(({ message_id }) => !seen.has(message_id));
        told.push(...fresh.map(({ message_id }) => message_id));
      },
    });
    await partner.receiveReferral(id);
    await partner.acceptReferral(id);
    await partner.schedule(id, { start: '2026-12-01T09:30:00+01:00' });
    await partner.reschedule(id, { start: '2026-12-02T09:30:00+01:00' });
    await partner.attend(id);
    await partner.complete(id, { outcome: 'goals_achieved', on: '2027-03-01' });
    expect(told.map((message) => message.replace(/^.*#/, ''))).toEqual([
      'acknowledge',
      'accept',
      'schedule',
      'schedule',
      'record_attendance',
      'complete',
    ]);
  });

  it('is found by asking, as far as it is new', async () => {
    const partner = await taken();
    await partner.acceptReferral(id);
    await partner.schedule(id, { start: '2026-12-01T09:30:00+01:00' });
    const first = await send(partner, { ...full, status: 'requested' }, 'follow');
    expect(first.verdict.reports?.map(({ type }) => type)).toEqual(['accept', 'schedule']);
    const appointment = { start: '2026-12-01T08:30:00Z' };
    const again = await send(partner, { ...full, status: 'scheduled', progress: { appointment } }, 'follow');
    expect(again.verdict.reports).toEqual([]);
  });

  it('is told without visits where the partner keeps none', async () => {
    const partner = await taken();
    await partner.acceptReferral(id);
    const step = await begin(fhirR4, 'follow', full, system, now);
    const { verdict } = await converse(step, (request) =>
      request.path.startsWith('/Appointment') ? { status: 404, headers: {}, body: '' } : ask(partner, request),
    );
    expect(verdict.reports?.map(({ type }) => type)).toEqual(['accept']);
    expect(verdict.findings).toEqual([{ pointer: '', code: 'appointments-not-readable' }]);
  });
});

describe('the wish to wait', () => {
  it.each([
    ['120', 120_000],
    ['Sun, 22 Nov 2026 10:05:00 GMT', 300_000],
    ['Sun, 22 Nov 2020 10:05:00 GMT', 0],
    ['999999999', 86_400_000],
    ['domani', undefined],
  ])('%s is %s ms', (wish, retryAfterMs) => {
    const judged = judge({ status: 429, headers: { 'retry-after': wish }, body: '' }, 'create', now);
    expect('verdict' in judged ? judged.verdict.retryAfterMs : 'none').toBe(retryAfterMs);
  });

  it('is no wish where waiting does not help', () => {
    const judged = judge({ status: 422, headers: { 'retry-after': '120' }, body: '' }, 'create', now);
    expect(judged).not.toHaveProperty('verdict.retryAfterMs');
  });
});

describe('the objections of the partner', () => {
  it('come as codes and places, never in its words', async () => {
    const issue = [
      { severity: 'error', code: 'value', diagnostics: 'ROSSI', expression: ['Bundle.entry[2].resource.name[0]'] },
      { severity: 'error', code: 'ROSSI', expression: ['Patient.where(id="ROSSI")'] },
      { severity: 'warning', code: 'required', expression: ['ROSSI'] },
    ];
    const body = JSON.stringify({ resourceType: 'OperationOutcome', issue });
    const judged = judge({ status: 422, headers: {}, body }, 'create', now);
    expect(judged).toMatchObject({
      verdict: {
        code: 'fhir-r4/rule-broken',
        findings: [
          { pointer: '/entry/2', code: 'partner-value' },
          { pointer: '', code: 'partner-required' },
        ],
      },
    });
    expect(JSON.stringify(judged)).not.toContain('ROSSI');
  });
});
