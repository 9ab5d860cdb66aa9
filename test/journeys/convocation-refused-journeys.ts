import { describe, expect, it } from 'vitest';
import type { Network } from '../../contracts/canonical/network.ts';
import type { MailResult } from '../../src/ports.ts';
import { dayMs } from '../world/clock.ts';
import { elena, taken } from '../world/people.ts';
import type { World } from '../world/start-world.ts';
import { bounceOf, latestTo } from './convocation-mails.ts';
import { at, convened, type Meeting, mailsTo, moved } from './convocation-scene.ts';
import type { StartWorld } from './journey-suite.ts';

const refusal: MailResult = { answered: true, reply: 550, at: 'envelope', enhanced: '5.1.1' };
const relayed: MailResult = { answered: true, reply: 250, at: 'after_dot' };
const refuse = (world: World, ...addresses: readonly string[]) =>
  world.postbox.answerWith(({ mail }) => (addresses.includes(mail.envelope.to) ? refusal : relayed));

const mother = {
  member_id: 'madre',
  case: 'caso-1',
  given_name: 'Elena',
  family_name: 'Marini',
  email: elena.contacts.email,
};
const noticesOf = async (world: World, { id }: Meeting) => mailsTo(world, id, '_organizer');
const lineOf = async (meeting: Meeting, id: string) =>
  (await meeting.read()).members.find(({ member_id }) => member_id === id);

const operated = (network: Network): Network => ({
  ...network,
  clients: network.clients.map((client) =>
    client.id === 'comune-sportello'
      ? { ...client, scopes: [...new Set([...client.scopes, 'deliveries:operate', 'deliveries:read'] as const)] }
      : client,
  ),
});

export function convocationRefusedJourneys(start: StartWorld): void {
  describe('whose mails the relay does not take', () => {
    it('tells the organizer once of who was refused for good, with the code on the line', async () => {
      const world = await start();
      refuse(world, at.carla);
      const meeting = await convened(world);
      expect(await lineOf(meeting, 'docente')).toMatchObject({
        evidence: [{ channel: 'mail', state: 'failed', code: 'mail/refused' }],
        mails: [{ kind: 'invitation', state: 'refused', code: 'mail/refused' }],
      });
      expect(await noticesOf(world, meeting)).toEqual(['mail_failed mail delivered']);
      const { plain } = await latestTo(world, at.organizer);
      expect(plain).toContain('Carla Riva');
      expect(plain).not.toContain('Paolo Verdi');
      await meeting.say({ type: 'remind' });
      await world.pass(dayMs / 2);
      expect((await lineOf(meeting, 'docente'))?.evidence).toHaveLength(1);
      expect(await noticesOf(world, meeting)).toHaveLength(1);
    });

    it('names all whom nothing reached, beneficiaries too, in the last notice', async () => {
      const world = await start();
      refuse(world, at.carla, mother.email, at.paolo, at.maja);
      const meeting = await convened(world, { beneficiaries: [mother] });
      const { plain } = await latestTo(world, at.organizer);
      for (const name of ['Carla Riva', 'Elena Marini', 'Paolo Verdi', 'Maja Černigoj']) expect(plain).toContain(name);
      expect((await meeting.read()).beneficiaries).toMatchObject([
        { evidence: [{ state: 'failed', code: 'mail/refused' }], mails: [{ kind: 'letter', state: 'refused' }] },
      ]);
      const notices = await noticesOf(world, meeting);
      expect(notices.filter((each) => /delivered|withheld/.test(each))).toEqual(notices);
      expect(notices.at(-1)).toBe('mail_failed mail delivered');
    });

    it('says nothing of its own notice, which would be endless', async () => {
      const world = await start();
      world.postbox.answerWith(() => refusal);
      const meeting = await convened(world, { beneficiaries: [mother] });
      const { version } = await meeting.read();
      // One word for each of the five lines, and one for the certified mailbox.
      expect(version).toBe(1 + 6);
      expect(await meeting.evidenceOf('psicologa')).toHaveLength(2);
      expect((await noticesOf(world, meeting)).length).toBeLessThanOrEqual(6);
      await world.pass(dayMs / 2);
      expect((await noticesOf(world, meeting)).at(-1)).toBe('mail_failed mail refused');
      expect((await meeting.read()).version).toBe(version);
    });

    it('is told of a mail that was given up after all the time allowed', async () => {
      const world = await start();
      world.postbox.answerWith(({ mail }) =>
        mail.envelope.to === at.carla ? { answered: true, reply: 450, at: 'envelope' } : relayed,
      );
      const meeting = await convened(world, { reminder_days: [] });
      await world.pass(4 * dayMs);
      expect(await lineOf(meeting, 'docente')).toMatchObject({
        evidence: [{ channel: 'mail', state: 'failed', code: 'dispatch/gave-up' }],
      });
      expect((await latestTo(world, at.organizer)).plain).toContain('Carla Riva');
    });

    it('takes the word back when the relay takes the next mail, but not that of a bounce', async () => {
      const world = await start();
      refuse(world, at.carla);
      const meeting = await convened(world);
      await bounceOf(world, at.paolo);
      refuse(world);
      await meeting.say({ type: 'reschedule', meeting: moved, reason: 'other' });
      expect(await meeting.evidenceOf('docente')).toEqual(['mail failed', 'mail relayed']);
      expect(await meeting.evidenceOf('operatore-cpi')).toEqual(['mail failed']);
      expect(await noticesOf(world, meeting)).toHaveLength(2);
      await bounceOf(world, at.anna);
      const { plain } = await latestTo(world, at.organizer);
      expect(plain).toContain('Paolo Verdi');
      expect(plain).not.toContain('Carla Riva');
    });

    it('is told of a mail of unknown fate that an operator abandons, with what the operator decides', async () => {
      const world = await start(operated);
      world.postbox.answerWith(({ mail }) =>
        mail.envelope.to === at.carla ? { answered: false, at: 'after_dot', code: 'reset' } : relayed,
      );
      const meeting = await convened(world);
      expect(await meeting.evidenceOf('docente')).toEqual([]);
      const [mail] = (await lineOf(meeting, 'docente'))?.mails ?? [];
      const said = { as: 'abandoned', reason: 'La casella non esiste' };
      taken(await world.as('comune-sportello').post(`/v1/deliveries/${mail?.delivery_id}/resolution`, said));
      await world.tick();
      expect(await meeting.evidenceOf('docente')).toEqual(['mail failed']);
      expect(await noticesOf(world, meeting)).toEqual(['mail_failed mail delivered']);
    });
  });
}
