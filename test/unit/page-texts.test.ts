import { describe, expect, it } from 'vitest';
import { type MailLanguage, mailLanguages } from '../../contracts/canonical/convocation-codes.ts';
import { wordsIn } from '../../contracts/catalogue/words.ts';
import { clockInWords, dayInWords } from '../../src/http/pages/in-words.ts';
import { texts } from '../../src/http/pages/texts/texts.ts';
import { longDay, textsIn } from '../../src/mail/index.ts';
import { daysInWords } from './page-days.ts';

/** Every text of a language, by its place. */
const all = (value: unknown, place = ''): [string, string][] => {
  if (typeof value === 'string') return [[place, value]];
  if (typeof value === 'function') return [[place, String(value('A', 'B'))]];
  return Object.entries(value ?? {}).flatMap(([name, member]) => all(member, `${place}.${name}`));
};

describe('a day', () => {
  it.each(daysInWords)('in %s: %s is %s', (language, at, words) => {
    expect(dayInWords(at, language)).toBe(words);
  });

  it.each(daysInWords)('in %s: %s is %s in mails, too', (language, at, words) => {
    expect(longDay(textsIn(language), at)).toBe(words);
  });

  it('has the hour of Italy, in summer and in winter', () => {
    expect(clockInWords('2026-12-10T23:05:00Z', 'it')).toBe('0:05');
    expect(clockInWords('2026-07-10T07:00:00Z', 'de')).toBe('9.00 Uhr');
  });
});

/** With the words that pages share with mails. */
const textsOf = (language: MailLanguage) => {
  const { functions, classes } = wordsIn(language);
  return all({ ...texts[language], functions, classes });
};

describe.each(mailLanguages)('the texts in %s', (language) => {
  const said = textsOf(language);

  it('are all there, and end as they began', () => {
    expect(said.map(([place]) => place)).toEqual(textsOf('it').map(([place]) => place));
    for (const [place, text] of said) expect(text, place).toMatch(/^\S(?:.*\S)?$/);
  });

  it('keep marks and words together, as the language does', () => {
    const apart = language === 'fr' ? /[\p{L}»)][ ]?[:;?!](?:\s|$)/u : /\s[:;?!.,]/u;
    for (const [place, text] of said) expect(text, place).not.toMatch(apart);
    for (const [place, text] of said) expect(text, place).not.toMatch(/'|\.\.| {2}/);
  });
});
