import { describe, expect, it } from 'vitest';
import { counted } from '../conformance/store-tables.ts';
import { bounce, certificate, mail, ourPec, receipt } from '../unit/mail-intake-fixtures.ts';
import type { ClientId } from '../world/clients.ts';
import { taken } from '../world/people.ts';
import type { World } from '../world/start-world.ts';
import { convocation, members } from '../world/team.ts';
import { answerByMail, bounceOf, latestTo, receiptFor, replyTo } from './convocation-mails.ts';
import { at, convened, linkOf, type Meeting, mailsTo, moved } from './convocation-scene.ts';
import type { StartWorld } from './journey-suite.ts';

const bodies: readonly { client: ClientId; more: object }[] = [
  { client: 'comune-sportello', more: { function: 'educator', organization: 'comune-borgoverde' } },
  { client: 'cpi-sil', more: { function: 'cpi_operator', organization: 'cpi-borgoverde' } },
  { client: 'asl-cup', more: { function: 'educator', organization: 'asl-borgoverde' } },
  { client: 'ic-segreteria', more: { function: 'school', organization: 'ic-borgoverde' } },
];

/** Twelve required people of four bodies, on one case. */
const twelve = Array.from({ length: 12 }, (_, index) => {
  const { client, more } = bodies[index % bodies.length] ?? { client: 'cpi-sil', more: {} };
  const name = { member_id: `persona-${index}`, given_name: 'Ada', family_name: `Numero ${index}` };
  const email = `persona${index}@ente.borgoverde.example`;
  return { client, member: { ...name, ...more, email, required: true, cases: ['caso-1'] } };
});

const agenda = convocation().agenda.slice(0, 1);
const team = [{ ...members.assistente, required: false, cases: ['caso-1'] }, ...twelve.map(({ member }) => member)];

/** The way in of the nth answer: page, calendar reply, API, and around again. */
async function ways(world: World, meeting: Meeting, response: { answer: 'accepted' | 'tentative' }, sequence: number) {
  const page = await Promise.all(twelve.map(({ member }) => linkOf(world, member.email, 'answers')));
  const replies = await Promise.all(twelve.map(({ member }) => replyTo(world, member.email)));
  return twelve.map(({ client, member }, index) => async (): Promise<boolean> => {
    if (index % 3 === 0) return (await page[index]?.answer({ ...response, sequence }))?.status === 200;
    if (index % 3 === 1) {
      const { raw, rcpt } = replies[index] ?? { raw: new Uint8Array(), rcpt: '' };
      return (await world.takeMail(raw, rcpt)).effect === 'answer';
    }
    const said = { member_id: member.member_id, sequence, response };
    return (await world.as(client).post(`${meeting.path}/answers`, said)).status === 200;
  });
}

export function convocationRaceJourneys(start: StartWorld): void {
  describe('that many answer at once', () => {
    it('counts all twelve, and is confirmed once', async () => {
      const world = await start();
      const meeting = await convened(world, { agenda, members: team });
      const answers = await ways(world, meeting, { answer: 'accepted' }, 0);
      expect(await Promise.all(answers.map((answer) => answer()))).toEqual(twelve.map(() => true));
      const state = await meeting.read();
      expect(state).toMatchObject({ version: 13, status: 'confirmed', sequence: 0 });
      expect(state.members.slice(1).map(({ answer }) => `${answer?.state} ${answer?.by}`)).toEqual(
        twelve.map((_, index) => `accepted ${['page', 'mail', 'api'][index % 3]}`),
      );
      await world.tick();
      expect(await mailsTo(world, meeting.id, '_organizer')).toEqual(['confirmation mail delivered']);
    });

    it('moves meanwhile: whatever came first, no answer to the old time stands', async () => {
      const world = await start();
      const meeting = await convened(world, { agenda, members: team });
      const answers = await ways(world, meeting, { answer: 'accepted' }, 0);
      const move = async () => {
        for (let tries = 0; tries < 40; tries += 1) {
          const { version } = await meeting.read();
          const event = { type: 'reschedule', meeting: moved, reason: 'other' };
          const reply = await world.as('comune-sportello').post(`${meeting.path}/events`, event, { version });
          if (reply.status === 200) return true;
        }
        return false;
      };
      const [first, ...others] = answers;
      const done = await Promise.all([first?.(), move(), ...others.map((answer) => answer())]);
      expect(done[1]).toBe(true);
      const state = await meeting.read();
      expect(state).toMatchObject({ sequence: 1, status: 'convened' });
      for (const { answer } of state.members) expect(answer).toMatchObject({ state: 'needs_action', sequence: 1 });
      expect(state.version).toBe(2 + done.filter((counted, index) => index !== 1 && counted).length);
    });

    it('is called off by one of two who do so at once', async () => {
      const world = await start();
      const meeting = await convened(world);
      const cancel = () =>
        world
          .as('comune-sportello')
          .post(`${meeting.path}/events`, { type: 'cancel', reason: 'other' }, { version: 1 });
      const statuses = (await Promise.all([cancel(), cancel(), cancel()])).map(({ status }) => status);
      expect(statuses.toSorted()).toEqual([200, 412, 412]);
      await world.tick();
      expect(await mailsTo(world, meeting.id, 'docente')).toEqual([
        'invitation mail delivered',
        'cancellation mail delivered',
      ]);
    });
  });

  describe('to which mail comes', () => {
    it('takes it from the mail server over HTTP as well, and twice is once', async () => {
      const world = await start();
      const meeting = await convened(world);
      const { raw } = await replyTo(world, at.paolo);
      const hand = () =>
        world.as('ats-amministratore').post('/v1/mail-messages', null, {
          text: new TextDecoder().decode(raw),
          contentType: 'message/rfc822',
        });
      expect(taken(await hand())).toMatchObject({ taken: true, effect: 'answer' });
      expect(taken(await hand())).toMatchObject({ taken: true, effect: 'none', why: 'nothing_new' });
      expect(await meeting.read()).toMatchObject({ version: 2 });
      const denied = await world
        .as('cpi-sil')
        .post('/v1/mail-messages', null, { text: 'x', contentType: 'message/rfc822' });
      expect(denied.status).toBe(403);
    });

    it('changes nothing by what an attacker makes, and writes one record at most', async () => {
      const world = await start();
      const meeting = await convened(world);
      await meeting.say({ type: 'reschedule', meeting: moved, reason: 'other' });
      const version = (await meeting.read()).version;
      const posted = world.postbox.posted.length;
      for (const [name, attack] of Object.entries(attacks)) {
        const before = await counted(world.engine);
        const done = await attack(world);
        const after = await counted(world.engine);
        expect({ name, done }).toMatchObject({ name, done: { effect: 'none' } });
        expect(withoutExchange(after), name).toEqual(withoutExchange(before));
        expect(Number(after.exchange) - Number(before.exchange), name).toBeLessThanOrEqual(1);
      }
      await world.tick();
      expect(await meeting.read()).toMatchObject({ version, status: 'convened' });
      expect(world.postbox.posted).toHaveLength(posted);
    });
  });
}

const withoutExchange = ({ exchange: _, ...rest }: Record<string, unknown>) => rest;

const changed = (address: string) => address.replace(/[a-z0-9](?=@)/, (last) => (last === 'q' ? 'z' : 'q'));
const megabytes = 1_048_576;
const encoder = new TextEncoder();

const nested = (levels: number) => {
  const lines = ['From: x@y.example', 'MIME-Version: 1.0'];
  for (let level = 0; level < levels; level += 1)
    lines.push(`Content-Type: multipart/mixed; boundary=b${level}`, '', `--b${level}`);
  return encoder.encode([...lines, 'Content-Type: text/plain', '', 'x'].join('\r\n'));
};

const replyAddressOf = async (world: World, to: string) => (await latestTo(world, to)).from[0]?.address ?? '';

async function deliveredTo(world: World, to: string): Promise<Uint8Array> {
  const id = (await latestTo(world, to)).mail.message_id;
  const xml = certificate('avvenuta-consegna', { recipient: to, id }).replaceAll(ourPec, at.ourPec);
  return receipt({ xml, id });
}

/** Mails that somebody made up, each at an address that is known to one recipient at least. */
const attacks: Readonly<Record<string, (world: World) => Promise<{ effect: string }>>> = {
  'an answer for somebody else, at their address': (world) => answerByMail(world, at.paolo, { from: at.carla }),
  'an answer under two names': (world) => answerByMail(world, at.paolo, { from: `${at.paolo}, ${at.carla}` }),
  'an answer with another name in front': (world) =>
    answerByMail(world, at.paolo, { from: `"${at.paolo}" <${at.carla}>` }),
  'an answer for somebody else, at the own address': (world) => answerByMail(world, at.carla, { attendee: at.paolo }),
  'an answer with the UID of another line': async (world) =>
    answerByMail(world, at.carla, { uid: (await latestTo(world, at.paolo, true)).event?.uid ?? '' }),
  'an answer at an address with a wrong tag': async (world) =>
    answerByMail(world, at.paolo, { rcpt: changed((await latestTo(world, at.paolo)).from[0]?.address ?? '') }),
  'an answer to the meeting as it was': (world) => answerByMail(world, at.paolo, { sequence: '0' }),
  'an answer to a meeting that is not yet': (world) => answerByMail(world, at.paolo, { sequence: '9' }),
  'an answer with a sequence that is none': (world) => answerByMail(world, at.paolo, { sequence: '-1' }),
  'a delegation by mail': (world) => answerByMail(world, at.paolo, { partstat: 'DELEGATED' }),
  'a bounce at a return path with a wrong tag': async (world) =>
    bounceOf(world, at.paolo, {
      rcpt: changed((await latestTo(world, at.paolo)).returnPath),
      id: '019aa3c0-7d52-7a10-8f00-000000000011.aaaaaaaaaaaaaaaa@raccordo.example.it',
    }),
  'a bounce of a mail of nobody, at a reply address': async (world) =>
    bounceOf(world, at.paolo, { rcpt: await replyAddressOf(world, at.paolo), id: 'nix@nowhere.example' }),
  'a bounce about somebody else, at a reply address': async (world) => {
    const { mail: sent } = await latestTo(world, at.paolo);
    const fields = ['Final-Recipient: rfc822; mallory@attacker.example', 'Action: failed', 'Status: 5.1.1'];
    const raw = bounce({ fields, returned: [`Message-ID: <${sent.message_id}>`, '', ''] });
    return world.takeMail(raw, await replyAddressOf(world, at.paolo));
  },
  'a bounce of the mail of another, at the own reply address': async (world) =>
    bounceOf(world, at.paolo, { rcpt: await replyAddressOf(world, at.carla) }),
  'a bounce of the mail of another, at the own return path': async (world) =>
    bounceOf(world, at.paolo, { rcpt: (await latestTo(world, at.carla)).returnPath }),
  'a bounce of a mail of nobody': (world) => world.takeMail(bounce(), 'riunioni@raccordo.example.it'),
  'a receipt of a mail of nobody': (world) =>
    receiptFor(world, at.majaPec, 'errore-consegna', { id: 'aaaa.bbbb@raccordo.example.it' }),
  'a receipt for another mailbox': async (world) => {
    const { mail: sent } = await latestTo(world, at.majaPec);
    const xml = certificate('errore-consegna', { recipient: at.carla, id: sent.message_id }).replaceAll(
      ourPec,
      at.ourPec,
    );
    return world.takeMail(receipt({ kind: 'errore-consegna', xml, id: sent.message_id }), null);
  },
  'a receipt of another sender': async (world) => {
    const { mail: sent } = await latestTo(world, at.majaPec);
    const xml = certificate('avvenuta-consegna', { recipient: at.majaPec, id: sent.message_id });
    return world.takeMail(receipt({ xml, id: sent.message_id }), null);
  },
  'a receipt of an ordinary mail': (world) => receiptFor(world, at.paolo, 'avvenuta-consegna'),
  'a receipt over SMTP': async (world) =>
    world.takeMail(await deliveredTo(world, at.majaPec), 'riunioni@raccordo.example.it'),
  'a receipt that nobody signed': async (world) => {
    const signed = new TextDecoder().decode(await deliveredTo(world, at.majaPec));
    return world.takeMail(mail(signed.replace('multipart/signed', 'multipart/mixed')), null);
  },
  'a receipt in its subject only': async (world) => {
    const { mail: sent } = await latestTo(world, at.majaPec);
    const head = [
      'From: posta-certificata@pec.inventata.example',
      `To: ${at.ourPec}`,
      'Subject: CONSEGNA: Convocazione',
    ];
    return world.takeMail(mail(head, `X-Riferimento-Message-ID: <${sent.message_id}>`, '', 'testo'), at.ourPec);
  },
  'somebody who is away': async (world) => {
    const rcpt = (await latestTo(world, at.paolo)).from[0]?.address ?? '';
    return world.takeMail(
      mail(`From: ${at.paolo}`, `To: ${rcpt}`, 'Auto-Submitted: auto-replied', '', 'Sono in ferie.'),
      rcpt,
    );
  },
  'fifty megabytes': async (world) => {
    const { raw, rcpt } = await replyTo(world, at.paolo);
    const large = new Uint8Array(50 * megabytes).fill(0x61);
    large.set(raw);
    return world.takeMail(large, rcpt);
  },
  'a thousand levels': async (world) =>
    world.takeMail(nested(1000), (await latestTo(world, at.paolo)).from[0]?.address ?? ''),
  nothing: async (world) => world.takeMail(new Uint8Array(), (await latestTo(world, at.paolo)).returnPath),
};
