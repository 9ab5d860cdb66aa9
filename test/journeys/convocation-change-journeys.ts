import { describe, expect, it } from 'vitest';
import { dayMs } from '../world/clock.ts';
import type { World } from '../world/start-world.ts';
import { answerByMail, latestTo, readings } from './convocation-mails.ts';
import { at, colleague, convened, linkOf, mailsTo, moved } from './convocation-scene.ts';
import type { StartWorld } from './journey-suite.ts';

export function convocationChangeJourneys(start: StartWorld): void {
  describe('that changes', () => {
    it('moves: everybody is asked anew and told what held before', async () => {
      const world = await start();
      const meeting = await convened(world);
      await answerByMail(world, at.paolo);
      const first = await latestTo(world, at.paolo);
      const receipt = await meeting.say({ type: 'reschedule', meeting: moved, reason: 'members_unavailable' });
      expect(receipt).toMatchObject({ sequence: 1, status: 'convened', mails: 5 });
      const update = await latestTo(world, at.paolo);
      expect(update.event).toMatchObject({ method: 'REQUEST', sequence: '1', uid: first.event?.uid });
      expect(update.references).toContain(first.messageId);
      expect(update.plain).toContain('giovedì 10 dicembre 2026');
      expect(update.plain).toContain('venerdì 11 dicembre 2026');
      expect(await meeting.answerOf('operatore-cpi')).toMatchObject({ state: 'needs_action', sequence: 1 });
      expect((await latestTo(world, at.maja)).mail.raw.length).toBeGreaterThan(1000);
      expect(await mailsTo(world, meeting.id, 'psicologa')).toEqual([
        'invitation mail delivered',
        'invitation pec delivered',
        'update mail delivered',
        'update pec delivered',
      ]);
      // The same time said again is no news, and nobody gets a mail of it.
      expect(await meeting.say({ type: 'reschedule', meeting: moved, reason: 'other' })).toMatchObject({ mails: 0 });
    });

    it('goes on line: the sequence rises and the place is told with what it was', async () => {
      const world = await start();
      const meeting = await convened(world);
      const online_url = 'https://incontri.borgoverde.example/sala';
      const online = { starts_at: '2026-12-10T09:30:00+01:00', ends_at: '2026-12-10T11:30:00+01:00', mode: 'online' };
      await meeting.say({ type: 'reschedule', meeting: { ...online, online_url }, reason: 'place_unavailable' });
      const { event, plain } = await latestTo(world, at.carla, true);
      expect(event).toMatchObject({ sequence: '1', conference: online_url });
      expect(plain).toContain('sala piccola');
      expect(plain).toContain(online_url);
    });

    it('takes in and lets go: each is told what concerns their own cases', async () => {
      const world = await start();
      const meeting = await convened(world);
      const before = world.postbox.posted.length;
      await meeting.say({ type: 'change_members', add: [colleague], remove: ['docente'] });
      const told = (await readings(world.postbox.posted.slice(before))).map(({ to, event }) => [to, event?.method]);
      expect(told.toSorted()).toEqual(
        [
          [at.anna, 'REQUEST'],
          [at.maja, 'REQUEST'],
          [at.majaPec, undefined],
          [at.carla, 'CANCEL'],
          [colleague.email, 'REQUEST'],
        ].toSorted(),
      );
      const toMaja = await latestTo(world, at.maja);
      expect(toMaja.plain).toContain('Rita Longo');
      expect(toMaja.plain).not.toContain('Carla');
      expect(toMaja.event).toMatchObject({ sequence: '0' });
      const toAnna = (await latestTo(world, at.anna)).plain;
      for (const name of ['Rita Longo', 'Carla Riva']) expect(toAnna).toContain(name);
      expect(await meeting.read()).toMatchObject({ sequence: 0 });
      expect(await mailsTo(world, meeting.id, 'operatore-cpi')).toEqual(['invitation mail delivered']);
    });

    it('drops a case: its members are told, who has no other is let go, and nobody else hears of it', async () => {
      const world = await start();
      const beneficiary = { member_id: 'signore', case: 'caso-2', given_name: 'Paolo', family_name: 'Serra' };
      const email = 'paolo.serra@posta.example';
      const meeting = await convened(world, { beneficiaries: [{ ...beneficiary, email }] });
      const before = world.postbox.posted.length;
      await meeting.say({ type: 'withdraw_case', case_ref: 'caso-2', reason: 'moved_away' });
      const told = (await readings(world.postbox.posted.slice(before))).map(({ to, event }) => [to, event?.method]);
      expect(told.toSorted()).toEqual(
        [
          [at.anna, 'REQUEST'],
          [at.maja, 'CANCEL'],
          [at.majaPec, undefined],
          [email, undefined],
        ].toSorted(),
      );
      const cancel = await latestTo(world, at.maja);
      expect(cancel.event).toMatchObject({
        method: 'CANCEL',
        sequence: '1',
        uid: (await firstTo(world, at.maja)).event?.uid,
      });
      const update = await latestTo(world, at.anna);
      expect(update.event).toMatchObject({ method: 'REQUEST', sequence: '0' });
      expect(update.subject).not.toContain('BV-2026-0112');
      expect(update.plain).toContain('Non si tratta più il caso P.S. (BV-2026-0112).');
      // Why a case left says something of the person.
      for (const { readable } of await readings(world.postbox.posted)) expect(readable).not.toContain('moved_away');
      expect(await meeting.read()).toMatchObject({ sequence: 0, status: 'convened' });
      expect(await mailsTo(world, meeting.id, 'docente')).toEqual(['invitation mail delivered']);
      expect((await (await linkOf(world, at.anna, 'answers')).look()).text).not.toContain('BV-2026-0112');
      expect(await meeting.say({ type: 'withdraw_case', case_ref: 'caso-2', reason: 'solved' }, 422)).toMatchObject({
        errors: [{ pointer: '/case_ref', code: 'withdrawn' }],
      });
    });

    it('is called off: everybody who was told of it, and nobody else', async () => {
      const world = await start();
      const meeting = await convened(world);
      await meeting.say({ type: 'change_members', remove: ['docente'] });
      expect(await meeting.say({ type: 'cancel', reason: 'merged' })).toMatchObject({
        status: 'cancelled',
        sequence: 1,
        available_events: [],
      });
      for (const to of [at.anna, at.paolo, at.maja])
        expect((await latestTo(world, to)).event).toMatchObject({ method: 'CANCEL', sequence: '1' });
      expect(await mailsTo(world, meeting.id, 'docente')).toEqual([
        'invitation mail delivered',
        'cancellation mail delivered',
      ]);
      expect(await meeting.say({ type: 'remind' }, 409)).toMatchObject({ code: 'convocation/event-not-available' });
    });

    it('is called off before anybody was told: nobody is told that it is off', async () => {
      const world = await start();
      world.postbox.answerWith(() => ({ answered: true, reply: 451, at: 'envelope' }));
      const meeting = await convened(world);
      await meeting.say({ type: 'cancel', reason: 'other' });
      world.postbox.answerWith(() => ({ answered: true, reply: 250, at: 'after_dot' }));
      await world.pass(dayMs);
      expect(await mailsTo(world, meeting.id, 'operatore-cpi')).toEqual([
        'invitation mail withheld',
        'cancellation mail withheld',
      ]);
      expect(world.postbox.posted).toEqual([]);
    });
  });
}

const firstTo = async (world: World, to: string) => {
  const found = (await readings(world.postbox.posted)).find((mail) => mail.to === to);
  if (found === undefined) throw new Error(`no mail went to ${to}`);
  return found;
};
