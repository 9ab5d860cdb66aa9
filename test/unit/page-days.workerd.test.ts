import { describe, expect, it } from 'vitest';
import { clockInWords, dayInWords } from '../../src/http/pages/in-words.ts';
import { daysInWords } from './page-days.ts';

describe('a day inside workerd', () => {
  it.each(daysInWords)('in %s: %s is %s', (language, at, words) => {
    expect(dayInWords(at, language)).toBe(words);
  });

  it('has the hour of Italy', () => {
    expect(clockInWords('2026-12-10T23:05:00Z', 'it')).toBe('0:05');
  });
});
