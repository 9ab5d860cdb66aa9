import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import chromium from '@sparticuz/chromium';
import { simpleParser } from 'mailparser';
import { type Browser, chromium as playwright } from 'playwright-core';
import { mailLanguages } from '../../contracts/canonical/convocation-codes.ts';
import { composeExtract, composeLetter, composeMail } from '../../src/mail/index.ts';
import { analysisOf, asDisclosed, mailOf, minutesOf } from '../world/mails.ts';

// Draws mails and documents in every language into test-output/mails, for a person to look at, and has axe look at the mails.
const folder = join(import.meta.dirname, '..', '..', 'test-output', 'mails');
mkdirSync(folder, { recursive: true });

// In one process, as its makers run it, the browser would end with its first page.
const args = chromium.args.filter((arg) => arg !== '--single-process' && arg !== '--no-zygote');
const browser = await playwright.launch({ executablePath: await chromium.executablePath(), args });
try {
  for (const language of mailLanguages) {
    for (const kind of ['invitation', 'update', 'minutes', 'mail_failed', 'letter'] as const) {
      const { raw } = await composeMail(mailOf(kind, language), []);
      writeFileSync(join(folder, `${kind}.${language}.eml`), raw);
      const { html } = await simpleParser(Buffer.from(raw));
      await picture(browser, `${kind}.${language}`, html || '');
    }
    const extract = await composeExtract([asDisclosed(analysisOf())], asDisclosed(mailOf('invitation', language)));
    await pages(browser, `extract.${language}`, extract.content);
    const whole = asDisclosed({ ...analysisOf(), ...minutesOf() });
    const minutes = await composeExtract([whole], asDisclosed(mailOf('minutes', language)));
    await pages(browser, `minutes.${language}`, minutes.content);
    const letter = await composeLetter(mailOf('letter', language));
    await pages(browser, `letter-page.${language}`, letter.content);
  }
  const { html } = await simpleParser(Buffer.from((await composeMail(mailOf('invitation'), [])).raw));
  await picture(browser, 'invitation.dark', html || '', 'dark');
  await picture(browser, 'invitation.phone', html || '', 'light', 360);
} finally {
  await browser.close();
}
console.log(`pictures in ${folder}`);

async function picture(on: Browser, name: string, html: string, colorScheme: 'light' | 'dark' = 'light', width = 720) {
  const page = await on.newPage({ colorScheme, viewport: { width, height: 900 } });
  await page.setContent(html);
  await page.screenshot({ path: join(folder, `${name}.png`), fullPage: true });
  await page.addScriptTag({ path: createRequire(import.meta.url).resolve('axe-core') });
  const found = await page.evaluate('axe.run().then(({ violations }) => violations.map(({ id }) => id).join())');
  if (found !== '') throw new Error(`${name}: not accessible: ${found}`);
  await page.close();
}

/** Draws the pages of a document with pdf.js, served to the page from this process: nothing leaves the machine. */
async function pages(on: Browser, name: string, content: Uint8Array) {
  writeFileSync(join(folder, `${name}.pdf`), content);
  const page = await on.newPage({ viewport: { width: 900, height: 1200 } });
  const library = createRequire(import.meta.url)
    .resolve('pdfjs-dist/package.json')
    .replace('package.json', 'build');
  await page.route('http://pictures.test/**', (route) => {
    const file = new URL(route.request().url()).pathname.slice(1);
    if (file === '') return route.fulfill({ contentType: 'text/html', body: '<body style="margin:0"></body>' });
    return route.fulfill({ contentType: 'text/javascript', body: readFileSync(join(library, file)) });
  });
  await page.goto('http://pictures.test/');
  await page.addScriptTag({ type: 'module', content: drawing(Buffer.from(content).toString('base64')) });
  await page.waitForFunction('window.drawn === true');
  await page.screenshot({ path: join(folder, `${name}.png`), fullPage: true });
  await page.close();
}

function drawing(base64: string): string {
  return `
  import * as pdf from 'http://pictures.test/pdf.min.mjs';
  pdf.GlobalWorkerOptions.workerSrc = 'http://pictures.test/pdf.worker.min.mjs';
  const bytes = Uint8Array.from(atob('${base64}'), (c) => c.charCodeAt(0));
  const file = await pdf.getDocument({ data: bytes }).promise;
  for (let number = 1; number <= file.numPages; number += 1) {
    const page = await file.getPage(number);
    const viewport = page.getViewport({ scale: 1.5 });
    const canvas = Object.assign(document.createElement('canvas'), { width: viewport.width, height: viewport.height });
    document.body.append(canvas);
    await page.render({ canvas, canvasContext: canvas.getContext('2d'), viewport }).promise;
  }
  window.drawn = true;`;
}
