import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { operations } from '../../contracts/api/operations.ts';
import { combiningTable } from '../../contracts/catalogue/combining-table.ts';
import { problems } from '../../contracts/catalogue/problems.ts';
import { purposes } from '../../contracts/catalogue/purposes.ts';
import { fakeApp } from './fake-app.ts';

describe('the documentation', () => {
  it('holds every operation, problem, purpose and rule', async () => {
    const { text } = await fakeApp().send('GET', '/docs');
    for (const { path } of operations) expect(text).toContain(path);
    for (const code of [...Object.keys(problems), ...purposes.map((purpose) => purpose.code)])
      expect(text).toContain(`<code>${code}</code>`);
    for (const { why } of combiningTable) expect(text).toContain(why.replaceAll("'", '&#39;'));
  });

  it('loads nothing and runs nothing, and its policy says so', async () => {
    const { text, headers } = await fakeApp().send('GET', '/docs');
    expect(text).not.toMatch(/<script|src=|https?:\/\/|<link|@import|url\(/);
    const style = /<style>(?<css>.*)<\/style>/s.exec(text)?.groups?.css ?? '';
    const hash = createHash('sha256').update(style).digest('base64');
    expect(headers.get('content-security-policy')).toBe(
      `default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
    );
    expect(headers.get('cache-control')).toBe('max-age=300');
  });
});
