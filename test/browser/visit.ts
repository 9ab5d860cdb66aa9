import axe from 'axe-core';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { expect } from 'vitest';
import { pictureAt } from './chromium.ts';

export const phone = { viewport: { width: 320, height: 640 }, hasTouch: true, isMobile: true } as const;
export const desktop = { viewport: { width: 1280, height: 900 } } as const;

/** A window of a browser, and everything that went wrong in it. */
export async function openVisit(browser: Browser, options: BrowserContextOptions) {
  const context = await browser.newContext(options);
  const page = await context.newPage();
  const wrong: string[] = [];
  const asked: string[] = [];
  page.on('console', (message) => {
    // A refusal is a page with a status of its own, which the browser notes.
    if (!/Failed to load resource: the server responded with a status of 4\d\d/.test(message.text()))
      wrong.push(`${message.type()}: ${message.text()}`);
  });
  page.on('pageerror', (error) => wrong.push(String(error)));
  page.on('request', (request) => asked.push(request.url()));
  await page.addInitScript(
    "addEventListener('securitypolicyviolation', (e) => console.error('policy: ' + e.violatedDirective))",
  );
  return {
    page,
    /** Everything so far went to this one host, and nothing was complained of. */
    expectQuiet(origin: string): void {
      expect(wrong).toEqual([]);
      expect(asked.filter((url) => !url.startsWith(`${origin}/v1/`))).toEqual([]);
      expect(asked.length).toBeGreaterThan(0);
    },
    picture: (name: string) => page.screenshot({ path: pictureAt(name), fullPage: true }),
    close: () => context.close(),
  };
}

type Finding = {
  readonly id: string;
  readonly nodes: readonly { readonly html: string; readonly failureSummary: string }[];
};

const run = `axe.run(document, { resultTypes: ['violations'], rules: { 'target-size': { enabled: true } } }).then((found) => found.violations)`;

const lights = ['dark', 'light'] as const;

/** What axe finds: narrow in the dark, and where `all` is asked for, in every light and size. Texts differ between languages, colours do not. */
export async function expectAccessible(page: Page, where: string, all: boolean): Promise<void> {
  await page.evaluate(axe.source);
  const ways = all
    ? lights.flatMap((light) => [[light, phone] as const, [light, desktop] as const])
    : [['dark', phone] as const];
  for (const [colorScheme, size] of ways) {
    await page.emulateMedia({ colorScheme });
    await page.setViewportSize(size.viewport);
    const found = await page.evaluate<readonly Finding[]>(run);
    const told = found.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.html} ${node.failureSummary}`));
    expect(told, `${where} ${colorScheme} ${size.viewport.width}`).toEqual([]);
    expect(await page.evaluate<number>('document.documentElement.scrollWidth'), where).toBeLessThanOrEqual(
      size.viewport.width,
    );
  }
  await page.emulateMedia({ colorScheme: 'light' });
  await page.setViewportSize(desktop.viewport);
}
