import { describe, expect, it } from 'vitest';
import type { ConvocationView } from '../../contracts/api/convocation-views.ts';
import { elena, taken } from '../world/people.ts';
import { bounceOf, latestTo, readings } from './convocation-mails.ts';
import { at, convened, ledgerOf, linkOf, type Meeting, mailsTo, pdfText } from './convocation-scene.ts';
import type { StartWorld } from './journey-suite.ts';

const during = '2026-12-10T09:00:00.000Z';
const heads = {
  cpi: 'direzione@cpi.borgoverde.example',
  asl: 'direzione@asl.borgoverde.example',
  school: 'dirigente@scuola.borgoverde.example',
  comune: 'segretaria@comune.borgoverde.example',
};

const attendance = {
  type: 'record_attendance',
  attendance: [
    { member_id: 'assistente', cases: ['caso-1', 'caso-2', 'caso-3'] },
    { member_id: 'operatore-cpi', cases: ['caso-1'] },
    { member_id: 'psicologa', cases: ['caso-2'] },
  ],
};
const minutesOf = (case_ref: string, word: string) => ({
  case_ref,
  decisions: [
    { code: 'inclusion_pact_drafted', text: `Impegno ${word}.`, responsible: 'assistente', due_on: '2026-12-31' },
  ],
  text: `Discussione ${word}.`,
});
const minutes = (more: object = {}) => ({
  type: 'record_minutes',
  text: 'Riunione regolare.',
  cases: [minutesOf('caso-1', 'primo'), minutesOf('caso-2', 'secondo'), minutesOf('caso-3', 'terzo')],
  ...more,
});

const held = async (meeting: Meeting) =>
  expect(await meeting.say(attendance)).toMatchObject({ status: 'held', mails: 0 });

export function convocationRecordJourneys(start: StartWorld): void {
  describe('that takes place', () => {
    it('has an attendance once it began, of its own lines and cases', async () => {
      const world = await start();
      const meeting = await convened(world);
      expect(await meeting.say(attendance, 409)).toMatchObject({ code: 'convocation/event-not-available' });
      world.clock.until(during);
      const wrong = { member_id: 'psicologa', cases: ['caso-1'] };
      expect(
        await meeting.say({ ...attendance, attendance: [wrong, { member_id: 'chi', cases: [] }] }, 422),
      ).toMatchObject({
        errors: [
          { pointer: '/attendance/0/cases/0', code: 'unknown' },
          { pointer: '/attendance/1/member_id', code: 'unknown' },
        ],
      });
      await held(meeting);
      expect((await meeting.read()).members.map(({ attended }) => attended)).toEqual([
        ['caso-1', 'caso-2', 'caso-3'],
        ['caso-1'],
        ['caso-2'],
        [],
      ]);
    });

    it('leaves minutes: to each who attended, of their cases, behind the link; to the heads of the bodies, of none', async () => {
      const world = await start();
      const meeting = await convened(world);
      world.clock.until(during);
      await world.tick();
      await held(meeting);
      const before = world.postbox.posted.length;
      await meeting.say(minutes());
      const sent = await readings(world.postbox.posted.slice(before));
      expect(sent.map(({ to }) => to).toSorted()).toEqual(
        [at.anna, at.paolo, at.maja, ...Object.values(heads)].toSorted(),
      );
      for (const { readable, event } of sent) {
        expect(event).toBeNull();
        for (const word of ['primo', 'secondo', 'terzo']) expect(readable).not.toContain(word);
      }
      for (const head of Object.values(heads)) {
        const record = await latestTo(world, head);
        expect(record.plain).toContain('Riunione regolare.');
        for (const word of ['BV-2026', 'E.M.', 'P.S.', 'L.S.']) expect(record.readable).not.toContain(word);
      }
      const opened = async (to: string) => pdfText((await (await linkOf(world, to, 'documents')).open()).bytes);
      const paolo = await opened(at.paolo);
      expect(paolo).toContain('Impegno primo.');
      expect(paolo).toContain("Verbale della riunione dell'équipe");
      expect(paolo).toContain('Riunione regolare.');
      // What was said is of class social, which no purpose lets the CPI read.
      expect(paolo).not.toContain('Discussione');
      expect(paolo).not.toMatch(/secondo|terzo/);
      expect(await opened(at.maja)).toMatch(/Impegno secondo\./);
      const anna = await opened(at.anna);
      for (const word of ['primo', 'secondo', 'terzo']) expect(anna).toContain(`Impegno ${word}.`);
      expect(anna).toContain('Discussione terzo.');
      expect((await latestTo(world, at.anna)).plain).toContain('Presenti:');
      // Carla was called for the third case and did not come.
      for (const record of [anna, (await latestTo(world, at.anna)).readable]) {
        expect(record).toContain('Maja');
        expect(record).not.toContain('Carla');
      }
      expect(await mailsTo(world, meeting.id, 'docente')).not.toContain('minutes mail delivered');
    });

    it('leaves minutes that can be opened however late they are written', async () => {
      const world = await start();
      const meeting = await convened(world);
      world.clock.until(during);
      await held(meeting);
      world.clock.until('2027-01-20T09:00:00.000Z');
      await meeting.say(minutes());
      const link = await linkOf(world, at.paolo, 'documents');
      expect((await link.open()).status).toBe(200);
      world.clock.until('2027-02-04T09:00:00.000Z');
      expect(await link.open()).toMatchObject({ status: 410, body: { code: 'convocation/link-expired' } });
    });

    it('has a correction, told to whom it changes something for', async () => {
      const world = await start();
      const meeting = await convened(world);
      world.clock.until(during);
      await held(meeting);
      await meeting.say(minutes());
      const before = world.postbox.posted.length;
      const cases = [minutesOf('caso-1', 'corretto'), minutesOf('caso-2', 'secondo'), minutesOf('caso-3', 'terzo')];
      expect(await meeting.say(minutes({ cases }))).toMatchObject({ status: 'minuted' });
      const told = world.postbox.posted.slice(before).map(({ mail }) => mail.envelope.to);
      expect(told.toSorted()).toEqual([at.anna, at.paolo].toSorted());
      const reply = pdfText((await (await linkOf(world, at.paolo, 'documents')).open()).bytes);
      expect(reply).toContain('Impegno corretto.');
      expect(await meeting.say(minutes({ cases: cases.slice(1) }), 422)).toMatchObject({
        errors: [{ pointer: '/cases', code: 'missing' }],
      });
    });

    it('lets each body read of the minutes what its own people attended', async () => {
      const world = await start();
      const meeting = await convened(world);
      world.clock.until(during);
      await held(meeting);
      await meeting.say(minutes());
      const cpi = await world.as('cpi-sil').get<ConvocationView>(meeting.path);
      expect(taken(cpi)).toMatchObject({ agenda: [{ case_ref: 'caso-1', minutes: { case_ref: 'caso-1' } }] });
      expect(cpi.text).not.toMatch(/secondo|terzo|Discussione/);
      const school = await world.as('ic-segreteria').get<ConvocationView>(meeting.path);
      expect(school.text).not.toMatch(/primo|secondo|terzo|Riunione regolare/);
    });
  });

  describe('with a beneficiary', () => {
    const mother = { member_id: 'madre', case: 'caso-1', given_name: 'Elena', family_name: 'Marini' };
    const email = elena.contacts.email;

    it('writes plain letters, without a calendar, a body or anything of an analysis', async () => {
      const world = await start();
      const meeting = await convened(world, { beneficiaries: [{ ...mother, email, language: 'en' }] });
      const letter = await latestTo(world, email);
      expect(letter.event).toBeNull();
      expect(letter.filenames).toHaveLength(1);
      expect(letter.plain).toContain('Elena Marini');
      expect(letter.plain).toContain('+39 0755550101');
      for (const word of ['BV-2026', 'E.M.', 'caso-1', 'Paolo', 'Centro per', 'Azienda']) {
        expect(letter.readable).not.toContain(word);
      }
      expect(await bounceOf(world, email)).toMatchObject({ effect: 'evidence' });
      expect(await mailsTo(world, meeting.id, '_organizer')).toEqual(['mail_failed mail delivered']);
      expect((await latestTo(world, at.organizer)).plain).toContain('Elena Marini');
      expect((await meeting.read()).beneficiaries).toMatchObject([
        {
          member_id: 'madre',
          removed: false,
          evidence: [{ channel: 'mail', state: 'failed', code: '5.1.1' }],
          mails: [{ kind: 'letter', channel: 'mail', state: 'delivered', code: 'mail/relayed' }],
        },
      ]);
      await bounceOf(world, at.carla);
      const both = await latestTo(world, at.organizer);
      expect(both.plain).toContain('Elena Marini');
      expect(both.plain).toContain('Carla Riva');
      expect(both.plain).not.toContain('Paolo Verdi');
      await meeting.say({
        type: 'reschedule',
        meeting: { ...(await meeting.read()).meeting, ends_at: '2026-12-10T12:00:00+01:00' },
        reason: 'other',
      });
      await meeting.say({ type: 'cancel', reason: 'other' });
      expect(await mailsTo(world, meeting.id, 'madre')).toEqual([
        'letter mail delivered',
        'letter_update mail delivered',
        'letter_cancellation mail delivered',
      ]);
      expect((await latestTo(world, email)).event).toBeNull();
    });

    it('prints the letter for who has no address, for the organizer and nobody else', async () => {
      const world = await start();
      const meeting = await convened(world, { beneficiaries: [mother] });
      expect(await mailsTo(world, meeting.id, 'madre')).toEqual([]);
      const path = `${meeting.path}/letter?member_id=madre`;
      const reply = await world.as('comune-sportello').get(path);
      expect(reply).toMatchObject({ status: 200 });
      expect(reply.headers.get('content-type')).toBe('application/pdf');
      const text = pdfText(reply.bytes);
      for (const word of ['Elena Marini', 'Anna Bianchi', '10 dicembre 2026', 'portare']) expect(text).toContain(word);
      for (const word of ['BV-2026', 'E.M.', 'caso-1', 'Paolo', 'Centro per']) expect(text).not.toContain(word);
      expect(await world.as('cpi-sil').get(path)).toMatchObject({
        status: 404,
        body: { code: 'convocation/not-found' },
      });
      expect(await world.as('comune-sportello').get(`${meeting.path}/letter?member_id=padre`)).toMatchObject({
        status: 404,
        body: { code: 'convocation/member-unknown' },
      });
      expect(await ledgerOf(world, meeting.id, 'convocation.letter')).toMatchObject([{ outcome: 'read' }]);
      await meeting.say({ type: 'cancel', reason: 'other' });
      const off = pdfText((await world.as('comune-sportello').get(path)).bytes);
      expect(off).toContain('Elena Marini');
      expect(off).not.toContain('portare');
    });

    it('is recorded as present, and is invited later, or not any more', async () => {
      const world = await start();
      const meeting = await convened(world);
      await meeting.say({ type: 'change_members', add_beneficiaries: [{ ...mother, email }] });
      expect(await mailsTo(world, meeting.id, 'madre')).toEqual(['letter mail delivered']);
      await meeting.say({
        type: 'change_members',
        remove: ['madre'],
        add_beneficiaries: [{ ...mother, member_id: 'madre-2', email }],
      });
      expect((await mailsTo(world, meeting.id, 'madre')).at(-1)).toBe('letter_cancellation mail delivered');
      world.clock.until(during);
      const beneficiaries = [{ member_id: 'madre-2', attendance: 'attended' }];
      expect(await meeting.say({ ...attendance, beneficiaries })).toMatchObject({ status: 'held' });
      // The letter of who has no address is for the post.
      expect((await meeting.read()).beneficiaries).toMatchObject([
        { member_id: 'madre', removed: true },
        { member_id: 'madre-2', removed: false, attendance: 'attended', evidence: [] },
      ]);
    });
  });
}
