import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { simpleParser } from 'mailparser';
import { startChromium } from '../../browser/chromium.ts';
import { cast } from './cast.ts';
import type { Letter } from './mailroom.ts';
import type { Act } from './scene.ts';

const root = join(import.meta.dirname, '..', '..', '..');
export const folder = join(root, 'test-output', 'demo', 'convocation');
export const folderName = relative(root, folder);

/** Each message as it came over SMTP, by its turn, its kind and its reader. */
export function keepMails(letters: readonly Letter[]): void {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  for (const [i, { kind, to, channel, raw }] of letters.entries()) {
    const turn = String(i + 1).padStart(2, '0');
    writeFileSync(join(folder, `${turn} ${kind} ${channel === 'pec' ? 'pec ' : ''}${to.split('@')[0]}.eml`), raw);
  }
}

/** What the browser of npm runs on. */
export const hasBrowser = process.platform === 'linux' && process.arch === 'x64';

/** The invitation in Slovene as a reader sees it. */
export const picture: Act = async ({ stage, narrator, mailroom }, check) => {
  narrator.act('The messages themselves', stage.clock.now());
  keepMails(mailroom.letters);
  const invitation = mailroom.letters.find(({ kind, to }) => kind === 'invitation' && to === cast.maja.email);
  const { html } = await simpleParser(invitation?.raw ?? '');
  if (hasBrowser) {
    const name = join(folder, 'invitation.png');
    const browser = await startChromium();
    try {
      const page = await browser.newPage({ viewport: { width: 720, height: 900 } });
      const asked: string[] = [];
      page.on('request', (request) => asked.push(request.url()));
      await page.setContent(html || '');
      await page.screenshot({ path: name, fullPage: true });
      check('the message is shown without asking anybody for anything', asked, []);
    } finally {
      await browser.close();
    }
  }
  narrator.fields([
    ['messages', `${folderName}/*.eml, as they came over SMTP: open them with a mail program`],
    [
      'picture',
      hasBrowser ? `${folderName}/invitation.png, the HTML of one of them` : 'none: its browser is for Linux on x64',
    ],
  ]);
  return `${mailroom.letters.length} messages in ${folderName}`;
};
