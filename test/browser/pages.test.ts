import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { mailLanguages } from '../../contracts/canonical/convocation-codes.ts';
import { texts } from '../../src/http/pages/texts/texts.ts';
import { answersAt, documentsAt } from '../api/link-views.ts';
import { startChromium } from './chromium.ts';
import { type Site, startSite } from './site.ts';
import { desktop, expectAccessible, openVisit, phone } from './visit.ts';

let browser: Browser;
let site: Site;
beforeAll(async () => {
  [browser, site] = await Promise.all([startChromium(), startSite('it')]);
});
afterAll(async () => {
  await browser.close();
  await site.stop();
});

const windows = [
  ['on a phone without JavaScript', 'phone', { ...phone, javaScriptEnabled: false }],
  ['on a desktop with JavaScript', 'desktop', desktop],
  ['on a phone in the dark', 'phone-dark', { ...phone, colorScheme: 'dark' }],
] as const;

describe.each(mailLanguages)('in %s', (language) => {
  const words = texts[language].answer;

  it.each(language === 'it' ? windows : windows.slice(0, 2))(
    'a member accepts, changes to no, and sends a colleague, %s',
    async (_, name, options) => {
      site.begin(language);
      const { page, picture, expectQuiet, close } = await openVisit(browser, options);
      const state = page.locator('section', { has: page.locator('#yours') }).locator('.said');
      await page.goto(site.origin + answersAt);
      expect(await state.textContent()).toBe(words.states.needs_action);
      expect(await page.locator('html').getAttribute('lang')).toBe(language);
      await picture(`${language}/answer-${name}`);

      await page.getByRole('button', { name: words.accept, exact: true }).click();
      expect(await page.getByRole('status').textContent()).toContain(words.saved);
      expect(await state.textContent()).toBe(words.states.accepted);
      expect(await page.title()).toContain(words.savedTitle);
      await picture(`${language}/accepted-${name}`);

      await page.getByText(words.decline, { exact: true }).click();
      await page.getByLabel(words.reasons.absence).check();
      await page.getByRole('button', { name: words.sendDecline }).click();
      expect(await state.textContent()).toBe(words.states.declined);

      await page.getByText(words.delegateTo, { exact: true }).click();
      await page.getByLabel(words.givenName, { exact: true }).fill('Sara');
      await page.getByLabel(words.familyName, { exact: true }).fill("D'Angelo");
      await page.getByLabel(words.email).fill('sara.dangelo@cpi.example.it');
      await picture(`${language}/delegating-${name}`);
      await page.getByRole('button', { name: words.sendDelegate }).click();
      expect(await state.textContent()).toBe(words.states.delegated);
      expect(await page.getByText("Sara D'Angelo").count()).toBe(1);
      await picture(`${language}/delegated-${name}`);

      await page.reload();
      await page.goto(site.origin + answersAt);
      await page.getByRole('button', { name: words.tentative }).click();
      expect(site.held.writes).toMatchObject([
        { answer: 'accepted' },
        { answer: 'declined', reason: 'absence' },
        { answer: 'delegated', delegate: { email: 'sara.dangelo@cpi.example.it' } },
        { answer: 'delegated' },
        { answer: 'tentative' },
      ]);
      expectQuiet(site.origin);
      await close();
    },
  );

  it.each([
    ['open', {}],
    ['declined', { answer: { state: 'declined', reason: 'other_commitment' } }],
    ['cancelled', { may_answer: false, closed_because: 'cancelled', status: 'cancelled' }],
    ['begun', { may_answer: false, closed_because: 'begun' }],
    ['removed', { may_answer: false, closed_because: 'removed', cases: [] }],
    ['beneficiary', { bearer: 'beneficiary', may_delegate: false, withheld: [], required: false }],
  ] as const)('the answer page is accessible: %s', async (name, changes) => {
    site.begin(language, changes as Partial<Site['held']['view']>);
    const { page, picture, expectQuiet, close } = await openVisit(browser, desktop);
    await page.goto(site.origin + answersAt);
    for (const details of await page.locator('details').all()) await details.locator('summary').click();
    await expectAccessible(page, name, language === 'it');
    await picture(`${language}/answer-${name}`);
    expectQuiet(site.origin);
    await close();
  });

  it('an answer that is not complete is told so where it stands, and what was typed is kept', async () => {
    site.begin(language);
    const { page, picture, expectQuiet, close } = await openVisit(browser, desktop);
    await page.goto(site.origin + answersAt);
    await page.getByText(words.delegateTo, { exact: true }).click();
    await page.getByLabel(words.givenName, { exact: true }).fill('Sara');
    await page.getByLabel(words.familyName, { exact: true }).fill(' ');
    await page.getByLabel(words.email).fill("sara.d'angelo@cpi.example.it");
    await page.getByRole('button', { name: words.sendDelegate }).click();
    const alert = page.getByRole('alert');
    const { errors } = texts[language];
    expect(await alert.textContent()).toContain(errors.heading);
    expect(await page.evaluate('document.activeElement.getAttribute("role")')).toBe('alert');
    expect(await page.getByLabel(words.givenName, { exact: true }).inputValue()).toBe('Sara');
    expect(await page.getByLabel(words.email).getAttribute('aria-invalid')).toBe('true');
    await expectAccessible(page, 'wrong', language === 'it');
    await picture(`${language}/answer-wrong`);
    await alert.getByText(errors.fields.family_name).click();
    expect(await page.evaluate('document.activeElement.id')).toBe('family_name');
    expect(site.held.writes).toEqual([]);
    expectQuiet(site.origin);
    await close();
  });

  it('an answer to what is not in force any more is told so, beside what is', async () => {
    site.begin(language);
    const { page, picture, expectQuiet, close } = await openVisit(browser, desktop);
    await page.goto(site.origin + answersAt);
    site.held.view = { ...site.held.view, sequence: 4 };
    await page.getByRole('button', { name: words.accept, exact: true }).click();
    expect(await page.getByRole('alert').textContent()).toContain(texts[language].errors.outdated);
    await expectAccessible(page, 'outdated', language === 'it');
    await picture(`${language}/answer-outdated`);
    await page.getByRole('button', { name: words.accept, exact: true }).click();
    expect(site.held.writes).toMatchObject([{ answer: 'accepted' }]);
    expectQuiet(site.origin);
    await close();
  });

  it('the documents are opened by the button and by nothing else', async () => {
    site.begin(language);
    const { documents: said } = texts[language];
    const { page, picture, expectQuiet, close } = await openVisit(browser, desktop);
    await page.goto(site.origin + documentsAt);
    await expectAccessible(page, 'documents', language === 'it');
    await picture(`${language}/documents`);
    expect(site.held.writes).toEqual([]);
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: said.button }).click(),
    ]);
    expect(download.suggestedFilename()).toBe('documenti-incontro.pdf');
    expect(site.held.documents.views_left).toBe(4);
    site.held.documents = { ...site.held.documents, views_left: 0 };
    await page.goto(site.origin + documentsAt);
    expect(await page.getByRole('button').count()).toBe(0);
    await expectAccessible(page, 'spent', language === 'it');
    await picture(`${language}/documents-spent`);
    expectQuiet(site.origin);
    await close();
  });

  it('a link that is not whole is told so in the language of the browser', async () => {
    const { page, picture, expectQuiet, close } = await openVisit(browser, { ...desktop, locale: `${language}-XX` });
    await page.goto(`${site.origin}/v1/answers/cut-off`);
    expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe(texts[language].trouble.titles.unknown);
    expect(await page.locator('html').getAttribute('lang')).toBe(language);
    await expectAccessible(page, 'unknown', language === 'it');
    await picture(`${language}/problem-unknown`);
    expectQuiet(site.origin);
    await close();
  });
});

describe('with the keyboard alone', () => {
  it('a member sends a colleague', async () => {
    site.begin('it');
    const { page, close } = await openVisit(browser, { ...desktop, javaScriptEnabled: false });
    const words = texts.it.answer;
    await page.goto(site.origin + answersAt);
    const summary = page.locator('summary', { hasText: words.delegateTo });
    const focused = () => summary.evaluate((element) => element === element.ownerDocument.activeElement);
    for (let tabs = 0; tabs < 20 && !(await focused()); tabs += 1) await page.keyboard.press('Tab');
    expect(await focused()).toBe(true);
    await page.keyboard.press('Enter');
    for (const text of ['Sara', 'Neri', 'sara.neri@cpi.example.it']) {
      await page.keyboard.press('Tab');
      await page.keyboard.type(text);
    }
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.getByRole('status').waitFor();
    expect(site.held.writes).toMatchObject([{ answer: 'delegated', delegate: { family_name: 'Neri' } }]);
    await close();
  });
});
