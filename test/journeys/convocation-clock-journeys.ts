import { describe, expect, it } from 'vitest';
import { run } from '../conformance/store-tables.ts';
import { dayMs, hourMs } from '../world/clock.ts';
import { answerByMail, bounceOf, latestTo, receiptFor } from './convocation-mails.ts';
import { at, convened, ledgerOf, linkOf, mailsTo, moved } from './convocation-scene.ts';
import type { StartWorld } from './journey-suite.ts';

export function convocationClockJourneys(start: StartWorld): void {
  describe('that waits for answers', () => {
    it('reminds seven days and one day before, at nine, only who has not answered', async () => {
      const world = await start();
      const meeting = await convened(world);
      expect(await meeting.answerOf('operatore-cpi')).toEqual({
        state: 'needs_action',
        sequence: 0,
        at: expect.any(String),
      });
      await answerByMail(world, at.paolo);
      world.clock.until('2026-12-03T07:59:00.000Z');
      await world.tick();
      expect(await mailsTo(world, meeting.id, 'docente')).toEqual(['invitation mail delivered']);
      world.clock.until('2026-12-03T08:00:00.000Z');
      await world.tick();
      await world.tick();
      const once = ['invitation mail delivered', 'reminder mail delivered'];
      expect(await mailsTo(world, meeting.id, 'docente')).toEqual(once);
      expect((await latestTo(world, at.carla)).event).toMatchObject({ method: 'REQUEST', sequence: '0' });
      const page = await linkOf(world, at.carla, 'answers');
      expect((await page.answer({ answer: 'tentative', sequence: 0 })).status).toBe(200);
      await world.pass(10 * dayMs);
      expect(await mailsTo(world, meeting.id, 'docente')).toEqual(once);
      expect(await mailsTo(world, meeting.id, 'operatore-cpi')).toEqual(['invitation mail delivered']);
      expect(await mailsTo(world, meeting.id, 'assistente')).toEqual([...once, 'reminder mail delivered']);
      expect((await meeting.read()).status).toBe('convened');
    });

    it('serves the others when one cannot be read, and comes back to that one in an hour', async () => {
      const world = await start();
      const meetings = [await convened(world), await convened(world)];
      const [broken, whole] = meetings.map(({ id }) => id);
      await run(
        world.engine,
        `UPDATE event SET sealed = (SELECT sealed FROM event WHERE stream = '${whole}' AND version = 1) WHERE stream = '${broken}' AND version = 1`,
      );
      world.clock.until('2026-12-03T08:00:00.000Z');
      await world.tick();
      expect(await mailsTo(world, String(whole), 'docente')).toContain('reminder mail delivered');
      expect(await ledgerOf(world, String(broken), 'convocation.clock')).toMatchObject([{ outcome: 'failed' }]);
      expect(await world.store.dueConvocations('2026-12-03T09:00:00.000Z', 9)).toMatchObject([{ id: broken }]);
    });

    it('reminds when the organizer asks for it, and sends nothing when everybody answered', async () => {
      const world = await start();
      const meeting = await convened(world);
      await answerByMail(world, at.paolo);
      expect(await meeting.say({ type: 'remind' })).toMatchObject({ mails: 3, sequence: 0 });
      expect(await mailsTo(world, meeting.id, 'operatore-cpi')).toEqual(['invitation mail delivered']);
      for (const to of [at.anna, at.maja, at.carla]) await answerByMail(world, to);
      expect(await meeting.say({ type: 'remind' })).toMatchObject({ mails: 0 });
    });

    it('tells the organizer once that the day for answers is over and who has not answered', async () => {
      const world = await start();
      const meeting = await convened(world, { reminder_days: [] });
      for (const to of [at.paolo, at.anna]) await answerByMail(world, to);
      world.clock.until('2026-12-04T22:59:00.000Z');
      await world.tick();
      expect(await mailsTo(world, meeting.id, '_organizer')).not.toContain('answers_overdue mail delivered');
      world.clock.until('2026-12-04T23:00:00.000Z');
      await world.tick();
      await world.pass(2 * dayMs);
      const told = (await mailsTo(world, meeting.id, '_organizer')).filter((mail) =>
        mail.startsWith('answers_overdue'),
      );
      expect(told).toEqual(['answers_overdue mail delivered']);
      expect((await ledgerOf(world, meeting.id, 'convocation.clock')).map(({ outcome }) => outcome)).toContain(
        'answers_overdue',
      );
    });

    it('reminds of the new time after a move, and of nothing once it is off', async () => {
      const world = await start();
      const meeting = await convened(world);
      await meeting.say({ type: 'reschedule', meeting: moved, reason: 'other', answer_by: '2026-12-09' });
      world.clock.until('2026-12-03T09:00:00.000Z');
      await world.tick();
      expect(await mailsTo(world, meeting.id, 'docente')).not.toContain('reminder mail delivered');
      world.clock.until('2026-12-04T08:00:00.000Z');
      await world.tick();
      expect((await mailsTo(world, meeting.id, 'docente')).at(-1)).toBe('reminder mail delivered');
      await meeting.say({ type: 'cancel', reason: 'other' });
      const left = world.postbox.posted.length;
      await world.pass(20 * dayMs);
      expect(world.postbox.posted).toHaveLength(left);
    });
  });

  describe('whose mails', () => {
    it('are delivered when the certified mailbox says so', async () => {
      const world = await start();
      const meeting = await convened(world);
      const notice = await latestTo(world, at.majaPec);
      // Certified providers refuse a mail whose From is not its envelope's sender.
      expect([notice.returnPath, notice.from[0]?.address]).toEqual([at.ourPec, at.ourPec]);
      expect(notice.event).toBeNull();
      expect(await receiptFor(world, at.majaPec, 'accettazione')).toMatchObject({ effect: 'evidence' });
      expect(await receiptFor(world, at.majaPec, 'avvenuta-consegna')).toMatchObject({ effect: 'evidence' });
      expect(await receiptFor(world, at.majaPec, 'avvenuta-consegna')).toMatchObject({
        effect: 'none',
        why: 'nothing_new',
      });
      expect(await meeting.evidenceOf('psicologa')).toEqual(['pec accepted_by_provider', 'pec delivered']);
      await world.pass(3 * dayMs);
      expect(await mailsTo(world, meeting.id, '_organizer')).toEqual([]);
    });

    it('failed when they bounce, and the organizer is told', async () => {
      const world = await start();
      const meeting = await convened(world);
      expect(await bounceOf(world, at.carla)).toMatchObject({ taken: true, effect: 'evidence' });
      expect(await meeting.evidenceOf('docente')).toEqual(['mail failed']);
      expect(await mailsTo(world, meeting.id, '_organizer')).toEqual(['mail_failed mail delivered']);
      const told = await latestTo(world, at.organizer);
      expect(told.plain).toMatch(/Carla Riva, .*: (l'indirizzo non esiste|il messaggio non è stato consegnato)/);
      await bounceOf(world, at.carla);
      expect(await mailsTo(world, meeting.id, '_organizer')).toHaveLength(1);
    });

    it('have no receipt after a day, and the organizer is told once', async () => {
      const world = await start();
      const meeting = await convened(world);
      await world.pass(23 * hourMs);
      expect(await mailsTo(world, meeting.id, '_organizer')).toEqual([]);
      await world.pass(hourMs);
      expect(await meeting.evidenceOf('psicologa')).toEqual(['pec no_receipt']);
      await world.pass(3 * dayMs);
      expect(await mailsTo(world, meeting.id, '_organizer')).toEqual(['mail_failed mail delivered']);
      expect(await receiptFor(world, at.majaPec, 'avvenuta-consegna')).toMatchObject({ effect: 'evidence' });
      expect(await meeting.evidenceOf('psicologa')).toEqual(['pec no_receipt', 'pec delivered']);
    });
  });
}
