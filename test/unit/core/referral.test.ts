import { describe, expect, it } from 'vitest';
import { referralStatuses } from '../../../contracts/canonical/codes.ts';
import { type Referral, ReferralRequest, referralRequestExample } from '../../../contracts/canonical/referral.ts';
import { ReferralEventRequest, referralEventTypes } from '../../../contracts/canonical/referral-event.ts';
import type { StoredEvent } from '../../../contracts/canonical/stored-event.ts';
import { type Actor, availableEvents, decide, evolve } from '../../../src/core/referral/index.ts';

const at = '2026-11-20T09:00:00.000Z';
const request = ReferralRequest.parse(referralRequestExample);
const id = '019aa3c0-7d52-7a10-8f00-000000000006';
const everybody: readonly Actor[] = ['initiator', 'recipient', 'eligible_body', 'gateway'];

const sample: { [T in ReferralEventRequest['type'] | 'expire']: object } = {
  acknowledge: { recipient_reference: 'CPI-7' },
  claim: {},
  request_information: { topic: 'documents', text: 'Serve un recapito.' },
  supply_information: { text: 'Eccolo.' },
  hold: { reason: 'waiting_list' },
  resume: {},
  accept: {},
  decline: { reason: 'no_capacity' },
  schedule: { appointment: { start: '2026-12-01T09:30:00+01:00' } },
  reschedule: { appointment: { start: '2026-12-02T09:30:00+01:00' } },
  cancel_appointment: {},
  record_attendance: { attendance: 'attended', on: '2026-12-01' },
  start: { started_on: '2026-12-01' },
  report_progress: { labour: { service_pact: 'signed' } },
  complete: { outcome: 'goals_achieved', ended_on: '2026-12-20' },
  interrupt: { reason: 'person_withdrew', ended_on: '2026-12-20' },
  request_cancellation: { reason: 'no_longer_needed' },
  confirm_cancellation: {},
  refuse_cancellation: { reason: 'already_started' },
  mark_entered_in_error: { reason: 'duplicate' },
  expire: {},
};

const said = (type: keyof typeof sample, more: object = {}) =>
  (type === 'expire'
    ? { type }
    : ReferralEventRequest.parse({ type, ...sample[type], ...more })) as ReferralEventRequest;

const submitted = (recipient: string | undefined = request.recipient): Referral =>
  evolve(null, {
    stream: id,
    version: 1,
    type: 'submit',
    at,
    by: request.initiator,
    subject_id: 'p',
    payload: { request: { ...request, recipient }, conversation_id: id },
  });

const following = (state: Referral, event: ReferralEventRequest, by = 'cpi-borgoverde'): Referral => {
  const decided = decide(state, { event, actors: everybody });
  if (decided.refused) throw new Error(decided.detail);
  const stored: StoredEvent = {
    stream: id,
    version: state.version + 1,
    type: decided.type,
    at,
    by,
    subject_id: 'p',
    payload: decided.payload,
  };
  return evolve(state, stored);
};

const given = (...types: (keyof typeof sample)[]): Referral =>
  types.reduce((s, t) => following(s, said(t)), submitted());

/** Ways into every state; the open referral is apart. */
const reached: { readonly [S in (typeof referralStatuses)[number]]: Referral } = {
  requested: given(),
  received: given('acknowledge'),
  on_hold: given('acknowledge', 'hold'),
  accepted: given('accept'),
  scheduled: given('accept', 'schedule'),
  in_progress: given('accept', 'start'),
  cancellation_requested: given('accept', 'request_cancellation'),
  completed: given('accept', 'complete'),
  declined: given('decline'),
  cancelled: given('request_cancellation'),
  interrupted: given('accept', 'start', 'interrupt'),
  expired: given('expire'),
  entered_in_error: given('mark_entered_in_error'),
};

/** The state table of the contract, written out once more by hand: event, who, from, to. An asterisk stays. */
const table: readonly (readonly [keyof typeof sample, Actor, string, string])[] = [
  ['acknowledge', 'recipient', 'requested', 'received'],
  ['request_information', 'recipient', 'received on_hold accepted scheduled in_progress', '*'],
  ['supply_information', 'initiator', 'received on_hold accepted scheduled in_progress', '*'],
  ['hold', 'recipient', 'received accepted', 'on_hold'],
  ['resume', 'recipient', 'on_hold', 'received'],
  ['accept', 'recipient', 'requested received on_hold', 'accepted'],
  ['decline', 'recipient', 'requested received on_hold accepted scheduled in_progress', 'declined'],
  ['schedule', 'recipient', 'accepted scheduled', 'scheduled'],
  ['schedule', 'recipient', 'in_progress', 'in_progress'],
  ['reschedule', 'recipient', 'accepted scheduled', 'scheduled'],
  ['reschedule', 'recipient', 'in_progress', 'in_progress'],
  ['cancel_appointment', 'recipient', 'scheduled', 'accepted'],
  ['record_attendance', 'recipient', 'scheduled in_progress', 'in_progress'],
  ['start', 'recipient', 'accepted scheduled', 'in_progress'],
  ['report_progress', 'recipient', 'accepted scheduled in_progress', '*'],
  ['complete', 'recipient', 'accepted scheduled in_progress cancellation_requested', 'completed'],
  ['interrupt', 'recipient', 'in_progress', 'interrupted'],
  ['request_cancellation', 'initiator', 'requested', 'cancelled'],
  ['request_cancellation', 'initiator', 'received on_hold accepted scheduled in_progress', 'cancellation_requested'],
  ['confirm_cancellation', 'recipient', 'cancellation_requested', 'cancelled'],
  ['refuse_cancellation', 'recipient', 'cancellation_requested', 'accepted'],
  ['expire', 'gateway', 'requested received', 'expired'],
  [
    'mark_entered_in_error',
    'initiator',
    'requested received on_hold accepted scheduled in_progress cancellation_requested',
    'entered_in_error',
  ],
];

const expected = (event: string, from: string): { readonly by: Actor; readonly to: string } | undefined => {
  const row = table.find(([e, , states]) => e === event && states.split(' ').includes(from));
  return row && { by: row[1], to: row[3] === '*' ? from : row[3] };
};

describe('the life of a referral', () => {
  const cases = referralStatuses.flatMap((from) =>
    Object.keys(sample).map((event) => ({ from, event: event as keyof typeof sample })),
  );

  it.each(cases)('$event in state $from', ({ from, event }) => {
    const state = reached[from];
    expect(state.status).toBe(from);
    const rule = event === 'claim' ? undefined : expected(event, from);
    for (const actor of ['initiator', 'recipient', 'gateway'] as const) {
      const decided = decide(state, { event: said(event), actors: [actor] });
      if (rule?.by === actor) expect(following(state, said(event)).status).toBe(rule.to);
      else {
        expect(decided).toMatchObject({ refused: true, available_events: availableEvents(state, [actor]) });
      }
    }
  });

  it('has a sample and a rule for every event of the contract', () => {
    expect(new Set([...Object.keys(sample), 'submit'])).toEqual(new Set(referralEventTypes));
    expect(new Set([...table.map(([e]) => e), 'claim', 'submit'])).toEqual(new Set(referralEventTypes));
  });
});

describe('the exceptions of the table', () => {
  it('resumes to the state it was held from', () => {
    expect(given('accept', 'hold', 'resume').status).toBe('accepted');
    expect(given('acknowledge', 'hold', 'resume').status).toBe('received');
  });

  it('resumes rightly after a cancellation was asked and refused on hold', () => {
    const back = given('accept', 'hold', 'request_cancellation', 'refuse_cancellation');
    expect(back.status).toBe('on_hold');
    expect(following(back, said('resume')).status).toBe('accepted');
  });

  it('goes back to accepted on a no-show', () => {
    for (const attendance of ['no_show_justified', 'no_show_unjustified']) {
      expect(following(reached.scheduled, said('record_attendance', { attendance })).status).toBe('accepted');
    }
  });

  it.each(['complete', 'interrupt'] as const)('does not %s before the day on which it started', (type) => {
    const end = (state: Referral, ended_on: string) =>
      decide(state, { event: said(type, { ended_on }), actors: ['recipient'] });
    expect(end(reached.in_progress, '2026-11-30')).toMatchObject({
      refused: true,
      code: 'referral/not-consistent',
      errors: [{ pointer: '/ended_on' }],
    });
    expect(end(reached.in_progress, '2026-12-01')).toMatchObject({ refused: false, type });
  });

  it('ends on any day where nobody said when it started', () => {
    expect(following(reached.accepted, said('complete', { ended_on: '2020-01-01' })).status).toBe('completed');
  });

  it('lets an outcome overtake a pending cancellation', () => {
    expect(following(reached.cancellation_requested, said('complete')).status).toBe('completed');
  });

  it('remembers whose turn it is until the information comes', () => {
    const asked = following(reached.received, said('request_information'));
    expect(asked).toMatchObject({ turn: 'initiator', question: { topic: 'documents', text: 'Serve un recapito.' } });
    expect(following(asked, said('supply_information'), 'comune-borgoverde')).toMatchObject({
      turn: null,
      question: null,
    });
  });

  it('keeps the latest word of the recipient', () => {
    const progress = given('accept', 'schedule', 'reschedule').progress;
    expect(progress.appointment?.start).toBe('2026-12-02T09:30:00+01:00');
    expect(given('accept', 'schedule', 'cancel_appointment').progress.appointment).toBeUndefined();
    expect(given('accept', 'report_progress', 'complete').progress).toMatchObject({
      labour: { service_pact: 'signed' },
      outcome: 'goals_achieved',
    });
  });
});

describe('an open referral', () => {
  const open = evolve(null, {
    stream: id,
    version: 1,
    type: 'submit',
    at,
    by: request.initiator,
    subject_id: 'p',
    payload: { request: { ...request, recipient: undefined }, conversation_id: id },
  });

  it('is claimed by an eligible body, which becomes the recipient', () => {
    expect(following(open, said('claim'), 'cpi-altrove')).toMatchObject({
      status: 'received',
      recipient: 'cpi-altrove',
    });
  });

  it('cannot be claimed twice', () => {
    const claimed = following(open, said('claim'));
    expect(decide(claimed, { event: said('claim'), actors: ['eligible_body'] })).toMatchObject({
      refused: true,
      code: 'referral/already-claimed',
    });
  });

  it('is not answered before somebody claimed it', () => {
    expect(decide(open, { event: said('accept'), actors: ['recipient'] })).toMatchObject({
      code: 'referral/event-not-available',
    });
    expect(availableEvents(open, everybody).map((e) => e.type)).toEqual([
      'claim',
      'request_cancellation',
      'expire',
      'mark_entered_in_error',
    ]);
  });

  it('tells whose event it is', () => {
    expect(decide(submitted(), { event: said('accept'), actors: ['initiator'] })).toMatchObject({
      code: 'referral/not-your-event',
    });
  });
});
