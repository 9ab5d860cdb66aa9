import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CaseExtract, MailCase } from '../../contracts/canonical/convocation-message.ts';
import { type DataClass, dataClasses } from '../../contracts/canonical/data-class.ts';
import { composeExtract, composeMail, textsIn } from '../../src/mail/index.ts';
import { faceOf } from '../../src/mail/pdf/face.ts';
import { discloser } from '../../src/policy/index.ts';
import { mailOf } from '../world/mails.ts';
import { readMail, readPdf } from './mail-reading.ts';

const word = (dataClass: DataClass, number = 1) => `zq${dataClass.replaceAll('_', '')}${number}x`;
const planted = (dataClass: DataClass, codes = 'code') => ({
  needs: [{ code: codes, person: 'figlia', text: `Bisogno ${word(dataClass, 1)}` }],
  resources: [{ text: `Risorsa ${word(dataClass, 2)}` }],
  note: word(dataClass, 3),
});

const extract: CaseExtract = {
  case_ref: 'caso-1',
  case_id: 'BV-2026-0107',
  minutes: { case_ref: 'caso-1', decisions: [{ code: 'other', text: word('commitments') }], text: word('social', 9) },
  analysis: {
    subject: {
      tax_code: 'RSSMRA80A41H501Y',
      given_name: word('identity', 1),
      family_name: word('identity', 2),
      residence: { address: word('residence') },
      contacts: { email: `${word('contact')}@example.it` },
    },
    case_id: 'BV-2026-0107',
    assessed_on: '2026-11-12',
    assessed_by: {
      given_name: word('case_reference', 1),
      family_name: word('case_reference', 2),
      function: 'educator',
    },
    household: { size: 3, members: [{ person: 'figlia', given_name: word('household'), age: 12 }] },
    domains: {
      personal_and_social_functioning: planted('social'),
      economic: planted('economic'),
      work_and_employability: planted('labour'),
      education_and_training: planted('education'),
      housing: planted('housing'),
    },
    health: word('health'),
    disability: word('disability'),
    violence_protection: word('violence_protection'),
    judicial: word('judicial'),
    exemption_reason: word('exemption_reason'),
    proposed_outcome: { list_version: '2026-01', code: 'no_need' },
  },
};

const mailCase: MailCase = {
  case_ref: 'caso-1',
  case_id: word('case_reference', 3),
  initials: 'ZQXI',
  case_manager: { given_name: word('case_reference', 4), family_name: word('case_reference', 5) },
  members: [],
};

const cutExtract = discloser(CaseExtract, 'CaseExtract');
const cutCase = discloser(MailCase, 'MailCase');
const pagesOf = (bytes: Uint8Array) =>
  readPdf(bytes, (font, id) => characterOf(font === 'S' ? 'semibold' : 'regular', id));

const alphabet = Array.from({ length: 0x20ad }, (_, code) => String.fromCodePoint(code));
const characterOf = (weight: 'regular' | 'semibold', id: number) =>
  alphabet.find((character) => faceOf(weight).glyphOf(character).id === id) ?? '?';

const wordsIn = (text: string, dataClass: DataClass) =>
  text.match(new RegExp(`zq${dataClass.replaceAll('_', '')}\\dx`, 'g')) ?? [];

/** Across every choice of classes, what the gate left out is nowhere, and what it let through can be read. */
export function mailDisclosedSuite(runtime: string, runs: number) {
  describe(`what was not disclosed, on ${runtime}`, () => {
    it('is in no byte of mail and document, and the rest is in the document', async () => {
      await fc.assert(
        fc.asyncProperty(fc.subarray([...dataClasses]), async (chosen) => {
          const classes = new Set(chosen);
          const document = cutExtract(extract, classes);
          const about = mailOf('minutes', 'it', {
            cases: [cutCase(mailCase, classes).value],
            withheld: [...document.withheld],
          });
          const pdf = await composeExtract([document.value], about);
          const pages = pagesOf(pdf.content);
          const mail = await readMail(await composeMail(about, [pdf]));
          for (const dataClass of dataClasses) {
            if (dataClass === 'public') continue;
            const inPages = wordsIn(pages.text, dataClass);
            if (!classes.has(dataClass)) {
              expect(inPages).toEqual([]);
              expect(wordsIn(pages.inside, dataClass)).toEqual([]);
              expect(wordsIn(mail.readable, dataClass)).toEqual([]);
            } else if (JSON.stringify(extract).includes(word(dataClass))) {
              expect(inPages).not.toEqual([]);
            }
          }
          expect(mail.readable.includes('ZQXI')).toBe(classes.has('identity'));
          expect(wordsIn(pages.text, 'commitments').length > 0).toBe(classes.has('commitments'));
          expect(wordsIn(mail.readable, 'commitments')).toEqual([]);
        }),
        { numRuns: runs, seed: 20261126 },
      );
    });

    it('is told in words with the reason', async () => {
      const about = mailOf('invitation', 'de', { withheld: ['health', 'judicial'] });
      const { text } = pagesOf((await composeExtract([cutExtract(extract, new Set()).value], about)).content);
      expect(text).toContain('Was nicht mitgeteilt wird');
      expect(text).toContain('• Gesundheit');
      expect(text).toContain('• Gerichtsdaten');
      expect(text.replaceAll('\n', ' ')).toContain(textsIn('de').withheldWhy);
    });
  });
}
