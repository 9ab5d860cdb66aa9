import { describe, expect, it } from 'vitest';
import { convocation, members } from '../world/team.ts';
import { latestTo } from './convocation-mails.ts';
import { at, colleague, convened, linkOf, moved, pdfText, withAnalysis } from './convocation-scene.ts';
import type { StartWorld } from './journey-suite.ts';

/** Values that come into the meeting after somebody left. */
const later = {
  ...moved,
  mode: 'hybrid',
  place: { name: 'SalaDopo', address: 'ViaDopo 7' },
  online_url: 'https://incontri.example.it/stanza-dopo',
};
const newcomer = {
  ...colleague,
  given_name: 'Dopolina',
  family_name: 'Arrivata',
  cases: ['caso-1', 'caso-2', 'caso-3'],
};
const after = /SalaDopo|ViaDopo|stanza-dopo|Dopolina|Arrivata|2026-12-11|20261211|11 dicembre|15[:.]00/;

type Link = Awaited<ReturnType<typeof linkOf>>;

const seenBy = async (link: Link) => {
  const [view, page] = [await link.look(), await link.page()];
  expect([view.status, page.status]).toEqual([200, 200]);
  expect(view.body).toMatchObject({ may_answer: false, closed_because: 'removed', cases: [], withheld: [] });
  return { view, text: [view.text, page.text].join('\n') };
};

export function convocationLeaverJourneys(start: StartWorld): void {
  describe('of whoever left', () => {
    it('tells a removed member nothing that came after, on the page, in its JSON and in the calendar', async () => {
      const world = await start();
      const meeting = await convened(world);
      const carla = await linkOf(world, at.carla, 'answers');
      const { starts_at, ends_at, mode } = (await meeting.read()).meeting;
      await meeting.say({ type: 'change_members', remove: ['docente'] });
      await meeting.say({ type: 'change_members', add: [newcomer] });
      await meeting.say({ type: 'reschedule', meeting: later, reason: 'other' });
      const { view, text } = await seenBy(carla);
      expect(text).not.toMatch(after);
      expect(text.replaceAll('Carla Riva', '')).not.toMatch(/caso-\d|BV-2026|Verdi|Cernigoj/);
      expect(view.body).toMatchObject({ meeting: { starts_at, ends_at, mode }, organizer: { given_name: 'Anna' } });
      expect(Object.keys(view.body.meeting as object).toSorted()).toEqual(['ends_at', 'mode', 'starts_at']);
      const calendar = await world.as('ic-segreteria').get(`${meeting.path}/calendar?member_id=docente`);
      expect(calendar.status).toBe(200);
      const entry = calendar.text.replaceAll('\r\n ', '');
      expect(entry).toContain('METHOD:CANCEL');
      expect(entry).not.toMatch(after);
      const mailed = await latestTo(world, at.carla);
      expect(mailed.event).toMatchObject({ method: 'CANCEL' });
      expect(entry).toContain(`SEQUENCE:${mailed.event?.sequence}`);
      expect(entry).toContain(`UID:${mailed.event?.uid}`);
      await meeting.say({ type: 'cancel', reason: 'other' });
      expect((await seenBy(carla)).text).not.toMatch(after);
      expect((await linkOf(world, at.anna, 'answers').then((link) => link.look())).text).toMatch(/SalaDopo/);
    });

    it('shows whoever left with a case no case any more', async () => {
      const world = await start();
      const meeting = await withAnalysis(world);
      const maja = await linkOf(world, at.maja, 'answers');
      expect((await maja.look()).text).toContain('BV-2026-0112');
      await meeting.say({ type: 'withdraw_case', case_ref: 'caso-2', reason: 'moved_away' });
      await meeting.say({ type: 'reschedule', meeting: later, reason: 'other' });
      const { text } = await seenBy(maja);
      expect(text).not.toMatch(after);
      expect(text).not.toMatch(/caso-\d|BV-2026|P\.S\./);
      const calendar = await world
        .as('asl-cup')
        .get(`${meeting.path}/calendar?member_id=${members.psicologa.member_id}`);
      expect(calendar.text.replaceAll('\r\n ', '')).not.toMatch(after);
    });

    it('shows a delegate whose delegation ended neither the meeting as it is nor who comes in their place', async () => {
      const world = await start();
      const meeting = await convened(world);
      const page = await linkOf(world, at.paolo, 'answers');
      const first = { given_name: 'Nadia', family_name: 'Conti', email: 'nadia.conti@cpi.borgoverde.example' };
      const second = { given_name: 'Dopolina', family_name: 'Arrivata', email: 'dopolina@cpi.borgoverde.example' };
      await page.answer({ answer: 'delegated', sequence: 0, delegate: first });
      await world.tick();
      const nadia = await linkOf(world, first.email, 'answers');
      await page.answer({ answer: 'delegated', sequence: 0, delegate: second });
      await meeting.say({ type: 'reschedule', meeting: later, reason: 'other' });
      const { view, text } = await seenBy(nadia);
      expect(view.body).toMatchObject({ bearer: 'delegate' });
      expect(text).not.toMatch(after);
      expect(text).not.toMatch(/caso-\d|BV-2026|E\.M\./);
    });

    it('prints to a beneficiary who is not asked any more the meeting that they knew', async () => {
      const world = await start();
      const beneficiary = { member_id: 'signore', case: 'caso-2', given_name: 'Paolo', family_name: 'Serra' };
      const meeting = await convened(world, { beneficiaries: [beneficiary], members: convocation().members });
      await meeting.say({ type: 'change_members', remove: ['signore'] });
      await meeting.say({ type: 'reschedule', meeting: later, reason: 'other' });
      const letter = await world.as('comune-sportello').get(`${meeting.path}/letter?member_id=signore`);
      expect(letter.status).toBe(200);
      expect(pdfText(letter.bytes)).not.toMatch(after);
      expect((await meeting.read()).meeting).toMatchObject({ place: later.place });
    });
  });
}
