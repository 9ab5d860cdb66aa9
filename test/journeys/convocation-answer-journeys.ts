import { describe, expect, it } from 'vitest';
import { taken } from '../world/people.ts';
import { members } from '../world/team.ts';
import { answerByMail, latestTo } from './convocation-mails.ts';
import { at, convened, linkOf, mailsTo, moved } from './convocation-scene.ts';
import type { StartWorld } from './journey-suite.ts';

export function convocationAnswerJourneys(start: StartWorld): void {
  describe('that is answered', () => {
    it('counts one answer by page, one by calendar reply and one through the API, and tells the organizer once', async () => {
      const world = await start();
      const meeting = await convened(world);
      const page = await linkOf(world, at.anna, 'answers');
      expect((await page.look()).body).toMatchObject({ answer: { state: 'needs_action' }, may_answer: true });
      expect((await page.answer({ answer: 'accepted', sequence: 0 })).body).toMatchObject({
        answer: { state: 'accepted' },
      });
      expect((await meeting.read()).status).toBe('convened');
      expect(await answerByMail(world, at.paolo)).toEqual({ taken: true, effect: 'answer', why: null });
      expect((await meeting.read()).status).toBe('confirmed');
      const school = world.as('ic-segreteria');
      const said = { member_id: 'docente', sequence: 0, response: { answer: 'tentative' } };
      expect(taken(await school.post(`${meeting.path}/answers`, said))).toMatchObject({ status: 'confirmed' });
      await world.tick();
      expect((await meeting.read()).members).toMatchObject([
        { member_id: 'assistente', answer: { state: 'accepted', by: 'page', sequence: 0 } },
        { member_id: 'operatore-cpi', answer: { state: 'accepted', by: 'mail', sequence: 0 } },
        { member_id: 'psicologa', answer: { state: 'needs_action' } },
        { member_id: 'docente', answer: { state: 'tentative', by: 'api' } },
      ]);
      expect(await mailsTo(world, meeting.id, '_organizer')).toEqual(['confirmation mail delivered']);
      expect((await latestTo(world, at.organizer)).plain).toContain('Paolo Verdi');
    });

    it('tells the organizer when somebody required withdraws, and again when they come after all', async () => {
      const world = await start();
      const meeting = await convened(world);
      const anna = await linkOf(world, at.anna, 'answers');
      await anna.form({ answer: 'accepted', sequence: '0' });
      await answerByMail(world, at.paolo);
      await answerByMail(world, at.paolo, { stamp: '20261120T090100Z' });
      expect(await mailsTo(world, meeting.id, '_organizer')).toEqual(['confirmation mail delivered']);
      world.clock.advance(120_000);
      await answerByMail(world, at.paolo, { partstat: 'DECLINED' });
      expect(await meeting.read()).toMatchObject({ status: 'convened' });
      expect(await meeting.answerOf('operatore-cpi')).toMatchObject({ state: 'declined', reason: 'other' });
      world.clock.advance(120_000);
      await answerByMail(world, at.paolo);
      expect(await mailsTo(world, meeting.id, '_organizer')).toEqual([
        'confirmation mail delivered',
        'confirmation_lost mail delivered',
        'confirmation mail delivered',
      ]);
    });

    it('counts the reply that was written last, whenever replies come in and whichever way the other answer took', async () => {
      const world = await start();
      const meeting = await convened(world);
      const by = async (partstat: string, secondsAgo: number) => {
        const stamp = new Date(Date.parse(world.clock.now()) - secondsAgo * 1000).toISOString();
        await answerByMail(world, at.paolo, { partstat, stamp: stamp.replace(/[-:]|\.\d+/g, '') });
        return (await meeting.answerOf('operatore-cpi'))?.state;
      };
      world.clock.advance(600_000);
      expect(await by('ACCEPTED', 120)).toBe('accepted');
      expect(await by('DECLINED', 60)).toBe('declined');
      expect(await by('TENTATIVE', 90)).toBe('declined');
      expect(await by('DECLINED', 30)).toBe('declined');
      expect(await by('ACCEPTED', 45)).toBe('declined');
      const { version } = await meeting.read();
      expect(await by('DECLINED', 30)).toBe('declined');
      expect((await meeting.read()).version).toBe(version);
      const page = await linkOf(world, at.paolo, 'answers');
      await page.answer({ answer: 'accepted', sequence: 0 });
      world.clock.advance(60_000);
      expect(await by('DECLINED', 70)).toBe('accepted');
      expect(await by('DECLINED', 20)).toBe('declined');
      expect(await meeting.answerOf('operatore-cpi')).not.toHaveProperty('replied_at');
    });

    it('shows a page that works without a script, and the same answer pressed twice is one', async () => {
      const world = await start();
      const meeting = await convened(world);
      const page = await linkOf(world, at.paolo, 'answers');
      const shown = await page.page();
      expect(shown.headers.get('content-type')).toContain('text/html');
      expect(shown.headers.get('referrer-policy')).toBe('no-referrer');
      expect(shown.text).not.toContain('<script');
      expect(shown.text).toContain('E.M.');
      for (let look = 0; look < 3; look += 1) await page.page();
      expect((await meeting.read()).version).toBe(1);
      await page.form({ answer: 'declined', sequence: '0', reason: 'absence' });
      await page.form({ answer: 'declined', sequence: '0', reason: 'absence' });
      expect(await meeting.read()).toMatchObject({ version: 2 });
      expect(await meeting.answerOf('operatore-cpi')).toMatchObject({ state: 'declined', reason: 'absence' });
    });

    it('sends a colleague in the place of who delegates, and lets the delegate go when they come themselves', async () => {
      const world = await start();
      const meeting = await convened(world);
      const delegate = { given_name: 'Nadia', family_name: 'Conti', email: 'nadia.conti@cpi.borgoverde.example' };
      const page = await linkOf(world, at.paolo, 'answers');
      await (await linkOf(world, at.anna, 'answers')).answer({ answer: 'accepted', sequence: 0 });
      const said = await page.answer({ answer: 'delegated', sequence: 0, delegate });
      expect(said.body).toMatchObject({ answer: { state: 'delegated', delegate: { given_name: 'Nadia' } } });
      await world.tick();
      const invitation = await latestTo(world, delegate.email);
      expect(invitation.event).toMatchObject({ method: 'REQUEST', sequence: '0' });
      const view = await (await linkOf(world, delegate.email, 'answers')).look();
      expect(view.body).toMatchObject({ bearer: 'delegate', may_delegate: false, cases: [{ case_ref: 'caso-1' }] });
      await answerByMail(world, delegate.email);
      expect(await meeting.read()).toMatchObject({ status: 'confirmed' });
      world.clock.advance(60_000);
      await page.answer({ answer: 'accepted', sequence: 0 });
      await world.tick();
      expect((await latestTo(world, delegate.email)).event).toMatchObject({ method: 'CANCEL', sequence: '1' });
      expect(await meeting.read()).toMatchObject({ status: 'confirmed', sequence: 0 });
      expect(await answerByMail(world, delegate.email)).toMatchObject({ effect: 'none' });
      expect(await meeting.answerOf('operatore-cpi')).toMatchObject({ state: 'accepted' });
    });

    it('sends nobody at the mail domain of another body, by page or API, and tells the organizer who delegated to whom', async () => {
      const world = await start();
      const meeting = await convened(world);
      const page = await linkOf(world, at.paolo, 'answers');
      const before = world.postbox.posted.length;
      for (const domain of ['posta.example', 'scuola.borgoverde.example', 'cpi.borgoverde.example.evil.example']) {
        const delegate = { given_name: 'Nadia', family_name: 'Conti', email: `nadia.conti@${domain}` };
        const errors = [{ pointer: '/delegate/email', code: 'not_allowed' }];
        const refused = { status: 422, body: { code: 'convocation/not-consistent', errors } };
        expect(await page.answer({ answer: 'delegated', sequence: 0, delegate })).toMatchObject(refused);
        const said = { member_id: 'operatore-cpi', sequence: 0, response: { answer: 'delegated', delegate } };
        expect(await world.as('cpi-sil').post(`${meeting.path}/answers`, said)).toMatchObject(refused);
        const shown = await page.form({ answer: 'delegated', sequence: '0', ...delegate });
        expect([shown.status, shown.text.includes('id="email-wrong"')]).toEqual([422, true]);
      }
      await world.tick();
      expect(world.postbox.posted).toHaveLength(before);
      const delegate = { given_name: 'Nadia', family_name: 'Conti', email: 'nadia.conti@CPI.Borgoverde.example' };
      expect(await page.answer({ answer: 'delegated', sequence: 0, delegate })).toMatchObject({ status: 200 });
      expect((await meeting.read()).members).toEqual(
        expect.arrayContaining([
          expect.objectContaining({
            member_id: 'operatore-cpi',
            answer: expect.objectContaining({ state: 'delegated', delegate }),
          }),
          expect.objectContaining({ given_name: 'Nadia', delegate_of: 'operatore-cpi' }),
        ]),
      );
    });

    it('does not count an answer to the meeting as it was, by any way', async () => {
      const world = await start();
      const meeting = await convened(world);
      const page = await linkOf(world, at.anna, 'answers');
      await meeting.say({ type: 'reschedule', meeting: moved, reason: 'other' });
      expect((await page.answer({ answer: 'accepted', sequence: 0 })).body).toMatchObject({
        status: 409,
        code: 'convocation/answer-outdated',
      });
      expect(await answerByMail(world, at.paolo, { sequence: '0' })).toMatchObject({
        effect: 'none',
        why: 'convocation/answer-outdated',
      });
      expect(await answerByMail(world, at.paolo, { sequence: '7' })).toMatchObject({ why: 'sequence_ahead' });
      const said = { member_id: 'docente', sequence: 0, response: { answer: 'accepted' } };
      expect(await world.as('ic-segreteria').post(`${meeting.path}/answers`, said)).toMatchObject({
        status: 409,
        body: { code: 'convocation/answer-outdated' },
      });
      for (const { answer } of (await meeting.read()).members)
        expect(answer).toMatchObject({ state: 'needs_action', sequence: 1 });
      expect((await page.answer({ answer: 'accepted', sequence: 1 })).status).toBe(200);
      // RFC 5545 section 3.8.7.4: who says no SEQUENCE says 0.
      expect(await answerByMail(world, at.paolo, { sequence: null })).toMatchObject({
        effect: 'none',
        why: 'convocation/answer-outdated',
      });
      expect(await answerByMail(world, at.paolo)).toMatchObject({ effect: 'answer' });
      expect(await meeting.read()).toMatchObject({ status: 'confirmed' });
    });

    it('closes when the meeting begins, when it is off, and to who left', async () => {
      const world = await start();
      const meeting = await convened(world);
      const [paolo, carla] = [await linkOf(world, at.paolo, 'answers'), await linkOf(world, at.carla, 'answers')];
      await meeting.say({ type: 'change_members', remove: ['docente'] });
      expect((await carla.look()).body).toMatchObject({ may_answer: false, closed_because: 'removed' });
      expect((await carla.answer({ answer: 'accepted', sequence: 0 })).body).toMatchObject({
        code: 'convocation/not-answerable',
      });
      await meeting.say({ type: 'cancel', reason: 'no_longer_needed' });
      expect((await paolo.look()).body).toMatchObject({ may_answer: false, closed_because: 'cancelled' });
      expect((await paolo.answer({ answer: 'accepted', sequence: 1 })).body).toMatchObject({
        code: 'convocation/not-answerable',
      });
      world.clock.until('2026-12-10T12:00:00.000Z');
      expect((await paolo.look()).body).toMatchObject({ code: 'convocation/link-expired', status: 410 });
    });

    it('is answered by a body for its own members only', async () => {
      const world = await start();
      const meeting = await convened(world);
      const of = (member_id: string) => ({ member_id, sequence: 0, response: { answer: 'accepted' } });
      for (const client of ['cpi-sil', 'associazione-ilponte'] as const) {
        expect(await world.as(client).post(`${meeting.path}/answers`, of('docente'))).toMatchObject({
          status: 404,
          body: { code: 'convocation/not-found' },
        });
      }
      expect(await meeting.answerOf('docente')).toMatchObject({ state: 'needs_action' });
      const own = await world
        .as('cpi-sil')
        .post(`${meeting.path}/answers`, of(members.cpi.member_id), { key: 'once-0001' });
      expect(own).toMatchObject({ status: 200 });
      const again = await world
        .as('cpi-sil')
        .post(`${meeting.path}/answers`, of(members.cpi.member_id), { key: 'once-0001' });
      expect(again.text).toBe(own.text);
      expect((await meeting.read()).version).toBe(2);
    });
  });
}
