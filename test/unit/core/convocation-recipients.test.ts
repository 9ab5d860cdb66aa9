import { describe, expect, it } from 'vitest';
import type { Convocation } from '../../../contracts/canonical/convocation-state.ts';
import { type ConvocationSaid, minutesFor, visibleTo } from '../../../src/core/convocation/index.ts';
import {
  answer,
  attendance,
  convene,
  convened,
  convenedAt,
  delegation,
  duringMeeting,
  following,
  minutes,
  nextDay,
  reschedule,
  sample,
  step,
  teamMember,
} from './convocation-sample.ts';

/** Each as `who kind channels: changes`. */
const told = (state: Convocation | null, said: ConvocationSaid, at = convenedAt) =>
  (step(state, said, at)?.told ?? []).map((t) => {
    const changes = t.changes.map((c) => [c.what, c.name, c.case_ref].filter((x) => x !== undefined).join('='));
    return `${t.member_id} ${t.kind} ${t.channels.join('+')}: ${changes.join(' ')}`.replace(/: $/, '');
  });
const run = (...events: ConvocationSaid[]) => events.reduce((s, e) => following(s, e), convened());
const both = run(answer('assistente'), answer('operatore'));

describe('who is told', () => {
  it('of a convocation: everybody called, by PEC as well where there is one, and beneficiaries by letter', () => {
    expect(told(null, convene())).toEqual([
      'assistente invitation mail',
      'operatore invitation mail',
      'psicologa invitation mail+pec',
      'scuola invitation mail',
      'medico invitation mail',
      'educatore invitation mail',
      'persona-1 letter mail',
      'persona-3 letter ',
    ]);
  });

  it('of an answer: the organizer, once per change', () => {
    expect(told(convened(), answer('assistente'))).toEqual([]);
    expect(told(run(answer('assistente')), answer('operatore'))).toEqual(['_organizer confirmation mail']);
    expect(told(both, answer('scuola'))).toEqual([]);
    expect(told(both, answer('operatore', 'declined'))).toEqual(['_organizer confirmation_lost mail']);
  });

  it('of a delegation: the delegate, and the former one', () => {
    expect(told(both, delegation('operatore'))).toEqual([
      'operatore-d1 invitation mail',
      '_organizer confirmation_lost mail',
    ]);
    const sent = run(delegation('psicologa'));
    expect(told(sent, delegation('psicologa', 'Carla'))).toEqual([
      'psicologa-d1 cancellation mail: you_were_removed',
      'psicologa-d2 invitation mail',
    ]);
    expect(told(sent, answer('psicologa'))).toEqual(['psicologa-d1 cancellation mail: you_were_removed']);
  });

  it('of another day: everybody, with the former meeting; nobody of what did not change', () => {
    const sent = following(both, delegation('scuola'));
    const lines = told(sent, reschedule(nextDay));
    expect(lines).toContain('psicologa update mail+pec: time');
    expect(lines).toContain('persona-1 letter_update mail: time');
    expect(lines).toContain('scuola-d1 cancellation mail: you_were_removed');
    expect(lines).toHaveLength(9);
    expect(step(sent, reschedule(nextDay))?.told[0]?.changes[0]?.before).toEqual(sample.meeting);
    expect(told(convened(), reschedule({}, { answer_by: '2026-12-05' }))).toEqual(
      sample.members.map((m) => `${m.member_id} update mail${'pec' in m ? '+pec' : ''}: answer_by`),
    );
    expect(told(convened(), reschedule({ mode: 'hybrid', online_url: 'https://x.example.it/1' }))[0]).toBe(
      'assistente update mail: place mode',
    );
  });

  it('of a change of the team: who came, who left, and who shares a case with them', () => {
    const said: ConvocationSaid = {
      type: 'change_members',
      add: [teamMember('nuova', { cases: ['caso-2', 'caso-3'] })],
      add_beneficiaries: [{ member_id: 'persona-2', case: 'caso-2', given_name: 'P', family_name: 'S' }],
      remove: ['scuola', 'persona-1'],
    };
    expect(told(convened(), said)).toEqual([
      'scuola cancellation mail: you_were_removed',
      'nuova invitation mail',
      'assistente update mail: member_added=G-nuova F-nuova=caso-2 member_added=G-nuova F-nuova=caso-3 member_removed=G-scuola F-scuola=caso-2',
      'psicologa update mail+pec: member_added=G-nuova F-nuova=caso-2 member_removed=G-scuola F-scuola=caso-2',
      'medico update mail: member_added=G-nuova F-nuova=caso-3',
      'educatore update mail: member_added=G-nuova F-nuova=caso-3',
      'persona-1 letter_cancellation mail',
      'persona-2 letter ',
    ]);
    expect(told(run(answer('assistente')), { type: 'change_members', remove: ['operatore'] })).toContain(
      '_organizer confirmation mail',
    );
  });

  it('of a withdrawn case: who was called for it', () => {
    expect(told(convened(), { type: 'withdraw_case', case_ref: 'caso-3', reason: 'solved' })).toEqual([
      'medico cancellation mail: you_were_removed',
      'educatore cancellation mail: you_were_removed',
      'assistente update mail: case_withdrawn=caso-3',
      'persona-3 letter_cancellation ',
    ]);
  });

  it('of a cancellation: who is still called', () => {
    const less = run({ type: 'withdraw_case', case_ref: 'caso-3', reason: 'solved' });
    expect(told(less, { type: 'cancel', reason: 'merged' })).toEqual([
      'assistente cancellation mail',
      'operatore cancellation mail',
      'psicologa cancellation mail+pec',
      'scuola cancellation mail',
      'persona-1 letter_cancellation mail',
    ]);
  });

  it('of a reminder: who has not answered, the delegate rather than the member', () => {
    const state = run(
      answer('assistente'),
      answer('medico', 'tentative'),
      delegation('operatore'),
      delegation('scuola', 'Carla'),
    );
    expect(told(following(state, answer('scuola-d1')), { type: 'remind', days: [7] })).toEqual([
      'psicologa reminder mail',
      'educatore reminder mail',
      'operatore-d1 reminder mail',
    ]);
  });

  it('of missing answers and of failed mail: the organizer', () => {
    expect(told(convened(), { type: 'answers_overdue' })).toEqual(['_organizer answers_overdue mail']);
    const all = sample.members.reduce((s, m) => following(s, answer(m.member_id, 'tentative')), convened());
    expect(told(all, { type: 'answers_overdue' })).toEqual([]);
    const evidence = (state: 'sent' | 'failed' | 'no_receipt'): ConvocationSaid => ({
      type: 'record_evidence',
      evidence: { member_id: 'scuola', channel: 'mail', state },
    });
    expect(told(convened(), evidence('sent'))).toEqual([]);
    expect(told(convened(), evidence('failed'))).toEqual(['_organizer mail_failed mail']);
    expect(told(convened(), evidence('no_receipt'))).toEqual(['_organizer mail_failed mail']);
  });
});

describe('after the meeting', () => {
  const held = following(
    convened(),
    attendance({ assistente: ['caso-1', 'caso-2', 'caso-3'], psicologa: ['caso-2'], medico: [] }),
    duringMeeting,
  );
  const said = minutes('caso-1', 'caso-2', 'caso-3');
  const minuted = following(held, said, duringMeeting);

  it('minutes go to who attended a case, the record to the heads of the bodies', () => {
    expect(told(convened(), attendance({}), duringMeeting)).toEqual([]);
    expect(told(held, said, duringMeeting)).toEqual([
      'assistente minutes mail',
      'psicologa minutes mail',
      '_head:comune-borgoverde meeting_record mail',
      '_head:cpi-borgoverde meeting_record mail',
      '_head:asl-borgoverde meeting_record mail',
      '_head:ic-borgoverde meeting_record mail',
    ]);
    expect(minutesFor(minuted, 'psicologa').map((c) => c.item.case_ref)).toEqual(['caso-2']);
    expect(visibleTo(minuted, 'psicologa').cases.map((c) => c.minutes?.case_ref)).toEqual([undefined, 'caso-2']);
  });

  it('a correction goes to whom it changes something for', () => {
    const first = said.type === 'record_minutes' && 'cases' in said ? said.cases : [];
    const corrected: ConvocationSaid = {
      type: 'record_minutes',
      text: 'Si apre alle 9.30.',
      cases: first.map((c) => (c.case_ref === 'caso-1' ? { ...c, text: 'Corretto.' } : c)),
    };
    expect(told(minuted, corrected, duringMeeting)).toEqual(['assistente minutes mail']);
    expect(told(minuted, said, duringMeeting)).toEqual([]);
  });
});

describe('what a member may know', () => {
  it('is their cases and who is called for them, without what is of other cases', () => {
    const seen = visibleTo(run(delegation('psicologa')), 'scuola');
    expect(seen.cases.map((c) => c.item.case_ref)).toEqual(['caso-2']);
    expect(seen.members.map((m) => [m.member_id, m.cases, m.delegate_of])).toEqual([
      ['assistente', ['caso-2'], null],
      ['psicologa', ['caso-2'], null],
      ['scuola', ['caso-2'], null],
      ['psicologa-d1', ['caso-2'], 'psicologa'],
    ]);
    expect(JSON.stringify(seen.members)).not.toMatch(/@|caso-1/);
    expect(visibleTo(convened(), 'persona-3').members.map((m) => m.member_id)).toEqual([
      'assistente',
      'medico',
      'educatore',
    ]);
    expect(visibleTo(convened(), 'operatore').beneficiaries).toEqual(['persona-1']);
  });

  it('is nothing for who left or is nobody', () => {
    const gone = run({ type: 'change_members', remove: ['scuola', 'persona-3'] });
    for (const who of ['scuola', 'persona-3', 'nessuno', '_organizer'])
      expect(visibleTo(gone, who)).toEqual({ cases: [], members: [], beneficiaries: [] });
  });
});
