import type { MailConfig } from '../../../src/config/mail.ts';
import { startTestRelay } from '../../world/smtp-relay.ts';
import type { Journey } from '../journeys.ts';
import { openStage } from '../stage.ts';
import type { Steps } from '../steps.ts';
import { accounts } from './accounting.ts';
import { firstAnswers, forged } from './answering.ts';
import { analyses, convened, team } from './convening.ts';
import { bounced, extracts, receipts } from './disclosing.ts';
import { authservId } from './handing-in.ts';
import { folderName, keepMails, picture } from './keeping.ts';
import { createMailroom } from './mailroom.ts';
import { clock, held, minuted } from './meeting.ts';
import { confirmed, moved, withdrawn } from './moving.ts';
import type { Act, Scene } from './scene.ts';

const acts: readonly (readonly [name: string, act: Act])[] = [
  ['team', team],
  ['preliminary analyses', analyses],
  ['the team is convened', convened],
  ['who reads what', extracts],
  ['receipts of certified mail', receipts],
  ['an address bounces', bounced],
  ['answers by page, calendar and API', firstAnswers],
  ['forged answers', forged],
  ['the meeting moves', moved],
  ['the meeting is confirmed', confirmed],
  ['a case is withdrawn', withdrawn],
  ['reminders by the clock', clock],
  ['attendance', held],
  ['minutes', minuted],
  ['who was told what', accounts],
  ['messages and picture', picture],
];

/** A team of nine is convened for three cases, by mail, and everything that can happen to a meeting happens. */
export const convocationJourney: Journey = {
  title: 'a team is convened by mail: answers, a move, a withdrawn case, minutes',
  async run(narrator, steps) {
    narrator.title(
      'Raccordo: a team of nine, three cases, one meeting',
      'A gateway and two mail servers, one for ordinary and one for certified mail (PEC), on this machine: SMTP out, SMTP and HTTP in. People, places and numbers are invented.',
    );
    const ends: (() => Promise<void>)[] = [];
    const scenes: Scene[] = [];
    try {
      await steps.step('stage', async () => {
        const relays = { mail: await startTestRelay(), pec: await startTestRelay() };
        ends.push(relays.mail.stop, relays.pec.stop);
        let pecAddress = '';
        const mailOf = (mail: MailConfig): MailConfig => {
          pecAddress = mail.pecAddress ?? '';
          return {
            ...mail,
            authservId,
            listen: { host: '127.0.0.1', port: 0 },
            relays: { mail: relays.mail.relay, pec: relays.pec.relay },
          };
        };
        const stage = await openStage({ mailOf });
        ends.unshift(stage.close);
        const mailroom = createMailroom(relays);
        scenes.push({ stage, narrator, mailroom, analyses: new Map(), convocation: { id: '' }, pecAddress });
        return `a gateway that takes mail at port ${stage.mailPort}, and two relays at ${relays.mail.port} and ${relays.pec.port}`;
      });
      const [scene] = scenes;
      return scene === undefined ? false : await play(scene, steps);
    } finally {
      for (const end of ends) await end();
    }
  },
};

async function play(scene: Scene, steps: Steps): Promise<boolean> {
  const { narrator, mailroom } = scene;
  for (const [name, act] of acts) {
    if (await steps.step(name, (check) => act(scene, check))) continue;
    keepMails(mailroom.letters);
    narrator.say(`The messages until then are in ${folderName}.`);
    return false;
  }
  narrator.say(
    'Every step was as expected. To send mails of your own set RACCORDO_SMTP_URL and RACCORDO_MAIL_ADDRESS; the README has the rest.',
  );
  return true;
}
