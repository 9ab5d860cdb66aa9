import { describe, expect, it } from 'vitest';
import { convocationStatuses } from '../../../contracts/canonical/convocation-codes.ts';
import { type ConvocationEventType, convocationEventTypes } from '../../../contracts/canonical/convocation-event.ts';
import type { Convocation } from '../../../contracts/canonical/convocation-state.ts';
import {
  type Actor,
  availableEvents,
  type ConvocationSaid,
  decide,
  evolve,
  memberOf,
} from '../../../src/core/convocation/index.ts';
import {
  answer,
  attendance,
  convene,
  convened,
  convenedAt,
  delegation,
  duringMeeting,
  everybody,
  facts,
  following,
  minutes,
  nextDay,
  requestWith,
  reschedule,
  sample,
  step,
  teamMember,
} from './convocation-sample.ts';

const attended = attendance({ assistente: ['caso-1', 'caso-2', 'caso-3'], operatore: ['caso-1'] });
const allMinutes = minutes('caso-1', 'caso-2', 'caso-3');
const confirmed = following(following(convened(), answer('assistente')), answer('operatore'));
const held = following(convened(), attended, duringMeeting);

const reached: { readonly [S in (typeof convocationStatuses)[number]]: Convocation } = {
  convened: convened(),
  confirmed,
  held,
  minuted: following(held, allMinutes, duringMeeting),
  cancelled: following(convened(), { type: 'cancel', reason: 'merged' }),
};

const said: { readonly [T in ConvocationEventType]: ConvocationSaid } = {
  convene: convene(),
  answer: answer('scuola'),
  reschedule: reschedule(nextDay),
  change_members: { type: 'change_members', add: [teamMember('nuova')] },
  withdraw_case: { type: 'withdraw_case', case_ref: 'caso-3', reason: 'solved' },
  cancel: { type: 'cancel', reason: 'merged' },
  remind: { type: 'remind' },
  record_attendance: attended,
  record_minutes: allMinutes,
  record_evidence: {
    type: 'record_evidence',
    evidence: { member_id: 'scuola', channel: 'mail', state: 'failed', code: '5.1.1' },
  },
  answers_overdue: { type: 'answers_overdue' },
};

/** The state table written out once more by hand: event, who, from, to. An asterisk stays. */
const table: readonly (readonly [ConvocationEventType, Actor, string, string, ('before' | 'during')?])[] = [
  ['answer', 'member', 'convened confirmed', '*', 'before'],
  ['reschedule', 'organizer', 'convened confirmed', 'convened'],
  ['change_members', 'organizer', 'convened confirmed', '*'],
  ['withdraw_case', 'organizer', 'convened confirmed', '*'],
  ['cancel', 'organizer', 'convened confirmed', 'cancelled'],
  ['remind', 'organizer', 'convened confirmed', '*', 'before'],
  ['record_attendance', 'organizer', 'convened confirmed', 'held', 'during'],
  ['record_minutes', 'organizer', 'held minuted', 'minuted'],
  ['record_evidence', 'gateway', 'convened confirmed held minuted cancelled', '*'],
  ['answers_overdue', 'gateway', 'convened confirmed held minuted', '*'],
];
const instants = { before: convenedAt, during: duringMeeting };

describe('the life of a convocation', () => {
  const cases = convocationStatuses.flatMap((from) =>
    convocationEventTypes.flatMap((event) => (['before', 'during'] as const).map((when) => ({ from, event, when }))),
  );

  it.each(cases)('$event in state $from, $when the meeting', ({ from, event, when }) => {
    const state = reached[from];
    const at = instants[when];
    expect(state.status).toBe(from);
    const row = table.find(([e, , states]) => e === event && states.split(' ').includes(from));
    const allowed = row !== undefined && (row[4] === undefined || row[4] === when);
    for (const actor of everybody) {
      const decided = decide(state, { event: said[event], actors: [actor], at, facts });
      if (allowed && row[1] === actor) {
        expect(following(state, said[event], at).status).toBe(row[3] === '*' ? from : row[3]);
        expect(availableEvents(state, [actor], at).map((e) => e.type)).toContain(event);
      } else {
        expect(decided).toMatchObject({ refused: true, available_events: availableEvents(state, [actor], at) });
      }
    }
  });

  it('begins with convene by the organizer and nothing else', () => {
    expect(availableEvents(null, everybody, convenedAt)).toEqual([{ type: 'convene', by: 'organizer' }]);
    for (const event of convocationEventTypes) {
      const decided = decide(null, { event: said[event], actors: everybody, at: convenedAt, facts });
      expect(decided.refused).toBe(event !== 'convene');
    }
    expect(decide(null, { event: said.convene, actors: ['member'], at: convenedAt, facts })).toMatchObject({
      code: 'convocation/not-your-event',
    });
  });

  it.each([
    [undefined, undefined, [7, 1]],
    [undefined, [3], [3]],
    [[5, 2], [3], [5, 2]],
    [[], [3], []],
  ])('reminds as the request says (%j), else as the network does (%j)', (said, usual, expected) => {
    const event = convene(requestWith({ reminder_days: said }));
    const decided = decide(null, {
      event: event.type === 'convene' ? { ...event, reminder_days: usual } : event,
      actors: ['organizer'],
      at: convenedAt,
      facts,
    });
    expect(decided).toMatchObject({ refused: false, payload: { reminder_days: expected } });
  });

  it('lets the clock remind by days and the organizer without', () => {
    const byClock = { type: 'remind' as const, days: [7] };
    expect(decide(convened(), { event: byClock, actors: ['gateway'], at: convenedAt })).toMatchObject({
      refused: false,
      payload: { days: [7] },
    });
    expect(decide(convened(), { event: { type: 'remind' }, actors: ['gateway'], at: convenedAt })).toMatchObject({
      code: 'convocation/not-your-event',
    });
  });
});

describe('answers', () => {
  it('confirm the meeting when everybody required accepted, and take it back', () => {
    const one = following(convened(), answer('assistente'));
    expect(one.status).toBe('convened');
    expect(following(one, answer('operatore')).status).toBe('confirmed');
    expect(following(confirmed, answer('operatore', 'declined')).status).toBe('convened');
    expect(following(confirmed, answer('operatore', 'tentative')).status).toBe('convened');
  });

  it('never confirm a meeting that requires nobody', () => {
    const members = sample.members.map((m) => ({ ...m, required: false }));
    const all = sample.members.reduce((s, m) => following(s, answer(m.member_id)), convened(requestWith({ members })));
    expect(all.status).toBe('convened');
  });

  it('say nothing new when repeated', () => {
    const one = following(convened(), answer('scuola', 'declined'));
    expect(decide(one, { event: answer('scuola', 'declined'), actors: ['member'], at: convenedAt })).toEqual({
      refused: false,
      nothing_new: true,
    });
    expect(step(one, answer('scuola', 'declined', { reason: 'other' }))).not.toBeNull();
    const sent = following(convened(), delegation('scuola'));
    expect(step(sent, delegation('scuola'))).toBeNull();
    expect(step(sent, delegation('scuola', 'Carla'))).not.toBeNull();
  });

  it('count for the present sequence only', () => {
    const moved = following(confirmed, reschedule(nextDay));
    const late = { ...answer('scuola'), sequence: 0 } as ConvocationSaid;
    const decided = decide(moved, { event: late, actors: ['member'], at: convenedAt });
    expect(decided).toMatchObject({ refused: true, code: 'convocation/answer-outdated' });
    expect(
      decide(convened(), { event: { ...late, sequence: 7 } as ConvocationSaid, actors: ['member'], at: convenedAt }),
    ).toMatchObject({ code: 'convocation/answer-outdated' });
    expect(following(moved, { ...late, sequence: 1 } as ConvocationSaid).members[3]?.answer).toMatchObject({
      state: 'accepted',
      sequence: 1,
    });
  });

  it.each([
    ['nessuno', convenedAt, 'convocation/member-unknown'],
    ['scuola', duringMeeting, 'convocation/answer-closed'],
  ])('of %s at %s end with %s', (who, at, code) => {
    expect(decide(convened(), { event: answer(who), actors: ['member'], at })).toMatchObject({ code });
  });

  it('of who left are closed', () => {
    const without = following(convened(), { type: 'change_members', remove: ['scuola'] });
    expect(decide(without, { event: answer('scuola'), actors: ['member'], at: convenedAt })).toMatchObject({
      code: 'convocation/answer-closed',
    });
  });
});

describe('a delegation', () => {
  const sent = following(following(convened(), answer('assistente')), delegation('operatore'));

  it('adds a line of the same body, function and cases, whose answer counts', () => {
    expect(sent.status).toBe('convened');
    expect(memberOf(sent, 'operatore-d1')).toMatchObject({
      delegate_of: 'operatore',
      removed: false,
      member: { function: 'cpi_operator', organization: 'cpi-borgoverde', cases: ['caso-1'], required: true },
      answer: { state: 'needs_action' },
    });
    expect(following(sent, answer('operatore-d1')).status).toBe('confirmed');
  });

  it('ends when the member answers for themselves, or delegates to somebody else', () => {
    const back = following(following(sent, answer('operatore-d1')), answer('operatore', 'declined'));
    expect(memberOf(back, 'operatore-d1')?.removed).toBe(true);
    expect(back.status).toBe('convened');
    const other = following(sent, delegation('operatore', 'Carla'));
    expect(memberOf(other, 'operatore-d1')?.removed).toBe(true);
    expect(memberOf(other, 'operatore-d2')?.member.given_name).toBe('Carla');
  });

  it('goes no further, and not to who is called already', () => {
    expect(
      decide(sent, { event: delegation('operatore-d1', 'Carla'), actors: ['member'], at: convenedAt }),
    ).toMatchObject({
      code: 'convocation/not-consistent',
      errors: [{ pointer: '/answer', code: 'not_allowed' }],
    });
    for (const name of ['PSICOLOGA', 'operatore']) {
      expect(decide(sent, { event: delegation('operatore', name), actors: ['member'], at: convenedAt })).toMatchObject({
        errors: [{ pointer: '/delegate/email', code: 'duplicate' }],
      });
    }
    const elsewhere = answer('operatore', 'delegated', {
      delegate: { given_name: 'Carla', family_name: 'Neri', email: 'carla@direzione.example.it' },
    });
    const said = { event: elsewhere, actors: ['member'], at: convenedAt } as const;
    expect(decide(sent, said)).toMatchObject({ errors: [{ pointer: '/delegate/email', code: 'not_allowed' }] });
    expect(decide(sent, { ...said, bodyAddresses: ['capo@Direzione.example.it'] })).toMatchObject({ refused: false });
    // Called for another case only: the refusal would tell of it.
    expect(step(sent, delegation('operatore', 'medico'))).not.toBeNull();
  });

  it('leaves with the member, and asks the member again when the delegate alone leaves', () => {
    const sentBy = following(convened(), delegation('psicologa'));
    const both = following(sentBy, { type: 'change_members', remove: ['psicologa'] });
    expect(memberOf(both, 'psicologa-d1')?.removed).toBe(true);
    const alone = following(sentBy, { type: 'change_members', remove: ['psicologa-d1'] });
    expect(memberOf(alone, 'psicologa')).toMatchObject({ removed: false, answer: { state: 'needs_action' } });
  });

  it('has a label that fits the contract and is free', () => {
    const long = 'a'.repeat(40);
    const members = [...sample.members, teamMember(long), teamMember('scuola-d1', { cases: ['caso-3'] })];
    const state = following(
      following(convened(requestWith({ members })), delegation(long)),
      delegation('scuola', 'Carla'),
    );
    expect(state.members.slice(-2).map((m) => m.member.member_id)).toEqual([`${'a'.repeat(37)}-d1`, 'scuola-d2']);
  });
});

describe('a reschedule', () => {
  it.each([
    ['time', nextDay],
    ['place', { place: { name: 'ATS' } }],
    ['mode', { mode: 'hybrid', online_url: 'https://riunioni.example.it/1' }],
  ])('of the %s asks everybody anew and raises the sequence', (_, change) => {
    const moved = following(following(confirmed, delegation('scuola')), reschedule(change));
    expect(moved).toMatchObject({ status: 'convened', sequence: 1, answer_by: '2026-12-04' });
    expect(moved.members.every((m) => m.answer.state === 'needs_action' && m.answer.sequence === 1)).toBe(true);
    expect(memberOf(moved, 'scuola-d1')?.removed).toBe(true);
  });

  it('of the terms alone keeps answers and sequence, and of nothing is nothing new', () => {
    const terms = following(confirmed, reschedule({}, { answer_by: '2026-12-05' }));
    expect(terms).toMatchObject({ status: 'confirmed', sequence: 0, answer_by: '2026-12-05' });
    const elsewhere = { starts_at: '2026-12-10T08:30:00Z', ends_at: '2026-12-10T10:00:00Z' };
    expect(step(confirmed, reschedule(elsewhere))).toBeNull();
  });

  it('drops a day for answers that is over or after the new meeting', () => {
    expect(following(convened(), reschedule(nextDay), '2026-12-05T09:00:00Z').answer_by).toBeNull();
    const earlier = { starts_at: '2026-12-02T09:30:00+01:00', ends_at: '2026-12-02T11:00:00+01:00' };
    expect(following(convened(), reschedule(earlier)).answer_by).toBeNull();
  });
});

describe('the agenda and the record', () => {
  it('loses who was called for the withdrawn case only, and keeps the sequence', () => {
    const after = following(convened(), { type: 'withdraw_case', case_ref: 'caso-3', reason: 'moved_away' });
    expect(after.sequence).toBe(0);
    expect(after.members.filter((m) => m.removed).map((m) => m.member.member_id)).toEqual(['medico', 'educatore']);
    expect(after.beneficiaries.map((b) => b.removed)).toEqual([false, true]);
  });

  it('is confirmed when the last one who had not accepted leaves', () => {
    const one = following(convened(), answer('assistente'));
    expect(following(one, { type: 'change_members', remove: ['operatore'] }).status).toBe('confirmed');
  });

  it('rises in sequence on cancellation', () => {
    expect(reached.cancelled.sequence).toBe(1);
  });

  it('keeps attendance, and the latest minutes', () => {
    expect(held.members.map((m) => m.attended)).toEqual([['caso-1', 'caso-2', 'caso-3'], ['caso-1'], [], [], [], []]);
    expect(held.beneficiaries.map((b) => b.attendance)).toEqual(['attended', null]);
    const corrected = following(
      reached.minuted,
      { ...allMinutes, text: 'Corretto.' } as ConvocationSaid,
      duringMeeting,
    );
    expect(corrected).toMatchObject({ status: 'minuted', minutes_text: 'Corretto.' });
  });

  it('keeps the newest evidence of each channel and state', () => {
    const sentOnce = following(convened(), said.record_evidence);
    expect(step(sentOnce, said.record_evidence)).toBeNull();
    expect(memberOf(sentOnce, 'scuola')?.evidence).toEqual([
      { channel: 'mail', state: 'failed', code: '5.1.1', at: convenedAt },
    ]);
    const nobody = { member_id: 'nessuno', channel: 'mail', state: 'sent' } as const;
    expect(step(convened(), { type: 'record_evidence', evidence: nobody })).toBeNull();
  });
});

describe('what is stored', () => {
  it('keeps everything of a case and a household out of the payload', () => {
    const first = step(null, convene());
    const withdrawn = step(convened(), { type: 'withdraw_case', case_ref: 'caso-3', reason: 'moved_away' });
    const minuted = step(held, allMinutes, duringMeeting);
    const texts = [first, withdrawn, minuted, step(convened(), attended, duringMeeting)].map((s) =>
      JSON.stringify(s?.event.payload),
    );
    for (const { case_id, subject } of sample.agenda) {
      for (const text of texts) expect(text).not.toMatch(new RegExp(`${case_id}|${subject.tax_code}`));
    }
    expect(texts.join()).not.toMatch(/persona|moved_away|Verbale|monitoring/);
    expect(first?.event.parts?.map((p) => [p.key, p.subject_id])).toEqual([
      ['caso-1', 'person-of-caso-1'],
      ['caso-2', 'person-of-caso-2'],
      ['caso-3', 'person-of-caso-3'],
    ]);
  });

  it('is folded without the person whose key was destroyed', () => {
    const erase = (s: ReturnType<typeof step>) => {
      if (s === null) throw new Error('nothing new');
      const parts = (s.event.parts ?? []).map((p) => (p.key === 'caso-3' ? { ...p, payload: null } : p));
      return { ...s.event, parts };
    };
    const first = evolve(null, erase(step(null, convene())));
    expect(first.cases.map((c) => c?.item.case_ref ?? null)).toEqual(['caso-1', 'caso-2', null]);
    expect(first.beneficiaries.map((b) => b.member_id)).toEqual(['persona-1']);
    const second = evolve(first, { ...erase(step(convened(), said.withdraw_case)), version: 2 });
    expect(second.members.filter((m) => m.removed).map((m) => m.member.member_id)).toEqual(['medico', 'educatore']);
  });

  it('cannot be folded without the key of the convocation', () => {
    const first = step(null, convene());
    expect(() => evolve(null, { ...(first?.event as NonNullable<typeof first>['event']), payload: null })).toThrow();
  });
});
