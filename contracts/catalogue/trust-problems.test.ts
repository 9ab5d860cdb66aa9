import { expect, it } from 'vitest';
import { trustProblems } from './trust-problems.ts';

it('names a header that is the proof itself once', () => {
  const titles = Object.values(trustProblems).map(({ title }) => title);
  expect(titles).toContain('The header Agid-JWT-Signature is missing');
  expect(titles.filter((title) => /\b(\S+) of \1\b/.test(title))).toEqual([]);
});
