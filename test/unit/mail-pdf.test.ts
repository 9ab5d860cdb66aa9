import { readFileSync } from 'node:fs';
import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs';
import { describe, expect, it } from 'vitest';
import { mailLanguages } from '../../contracts/canonical/convocation-codes.ts';
import { composeExtract, composeLetter, textsIn } from '../../src/mail/index.ts';
import { cutFont } from '../../src/mail/pdf/cut-font.ts';
import { pagesMax } from '../../src/mail/pdf/flow.ts';
import { regular, semibold } from '../../src/mail/pdf/font.generated.ts';
import { analysisOf, asDisclosed, mailOf, minutesOf } from '../world/mails.ts';

type Node = { role?: string; children?: Node[] };

/** A document as pdf.js reads it. */
async function read(content: Uint8Array) {
  const task = getDocument({ data: content.slice(), verbosity: 0, useSystemFonts: false });
  const file = await task.promise;
  const metadata = await file.getMetadata();
  const pages: { text: string; widest: number; tags: string[] }[] = [];
  for (let number = 1; number <= file.numPages; number += 1) {
    const page = await file.getPage(number);
    const { items } = await page.getTextContent();
    const texts = items.flatMap((item) => ('str' in item ? [item] : []));
    const tags: string[] = [];
    const walk = (node: Node) => {
      if (node.role) tags.push(node.role);
      node.children?.forEach(walk);
    };
    walk((await page.getStructTree()) as Node);
    pages.push({
      text: texts.map(({ str, hasEOL }) => str + (hasEOL ? '\n' : '')).join(''),
      widest: Math.max(...texts.map(({ transform, width }) => Number(transform[4]) + width)),
      tags,
    });
  }
  await task.destroy();
  return { info: metadata.info as Record<string, unknown>, pages, text: pages.map(({ text }) => text).join('\n') };
}

const extractOf = async (analysis: ReturnType<typeof analysisOf>, language: (typeof mailLanguages)[number] = 'it') =>
  read((await composeExtract([asDisclosed(analysis)], asDisclosed(mailOf('invitation', language)))).content);

describe('the extract as a PDF', () => {
  it.each(mailLanguages)('is read by pdf.js with its language, title, structure and letters: %s', async (language) => {
    const { info, pages, text } = await extractOf(analysisOf(), language);
    expect(info).toMatchObject({
      Title: textsIn(language).extract.title,
      Language: language,
      IsAcroFormPresent: false,
    });
    expect(pages[0]?.tags).toEqual(expect.arrayContaining(['Document', 'H1', 'H2', 'H3', 'P', 'L', 'LI', 'LBody']));
    expect(text).toContain('č š ž đ Č Š Ž Đ');
    expect(text).toMatch(/figlia\s?: Molte assenze da settembre\./);
    expect(text).toContain('Paolo Verdi');
    expect(text).toContain(textsIn(language).page(1, pages.length));
    for (const { widest } of pages) expect(widest).toBeLessThanOrEqual(595.28 - 62 + 1);
  });

  it('goes on over pages, and at the last one says that something is missing', async () => {
    const long = analysisOf();
    const note = `${'Parola '.repeat(560)}\n`.slice(0, 4000);
    const of = (times: number) =>
      read3(
        Array.from({ length: times }, () => ({
          ...long,
          analysis: { ...long.analysis, health: note, judicial: note, disability: note },
        })),
      );
    const read3 = async (extracts: (typeof long)[]) =>
      read((await composeExtract(extracts.map(asDisclosed), asDisclosed(mailOf('invitation')))).content);
    const some = await of(3);
    expect(some.pages.length).toBeGreaterThan(3);
    expect(some.text.match(/Parola/g)).toHaveLength(3 * 3 * (note.match(/Parola/g)?.length ?? 0));
    expect(some.text).not.toContain('numero massimo di pagine');
    const many = await of(30);
    expect(many.pages).toHaveLength(pagesMax);
    expect(many.pages.at(-1)?.text).toContain('numero massimo di pagine');
  });

  it('breaks a word that is wider than the page, and shows a sign for each letter it does not have', async () => {
    const { text, pages } = await extractOf({ case_id: 'X', analysis: { health: `${'M'.repeat(300)} привет` } });
    expect(text.replace(/\s/g, '')).toContain('M'.repeat(300));
    expect(text).toContain('¤'.repeat(6));
    for (const { widest } of pages) expect(widest).toBeLessThanOrEqual(595.28 - 62 + 1);
  });

  it('is the same bytes for the same input, whenever it is made', async () => {
    const make = async () =>
      (await composeExtract([asDisclosed(analysisOf())], asDisclosed(mailOf('invitation')))).content;
    expect(Buffer.compare(Buffer.from(await make()), Buffer.from(await make()))).toBe(0);
  });
});

describe('the minutes as a PDF', () => {
  const minutes = async (language: (typeof mailLanguages)[number]) =>
    read((await composeExtract([asDisclosed(minutesOf())], asDisclosed(mailOf('minutes', language)))).content);

  it.each(mailLanguages)('hold each decision of the case in words, and the text: %s', async (language) => {
    const { text, info } = await minutes(language);
    const { words, labels, extract, subjects } = textsIn(language);
    expect(info).toMatchObject({ Title: subjects.minutes });
    expect(text).not.toContain(extract.title);
    expect(text).toContain('Riunione regolare, si rivede tutto a febbraio.');
    expect(text).toContain(words.decisions.further_meeting);
    expect(text.replace(/\s+/g, ' ')).toContain('Si concorda un percorso di formazione al mattino.');
    expect(text).toContain(labels.minutes);
    expect(text).not.toContain(extract.noContent);
  });

  it('name who was there, and nobody who was not', async () => {
    const { text } = await minutes('it');
    expect(text).toMatch(/Presenti\s+• Anna Bianchi, .*\s+• Paolo Verdi, /);
    expect(text).not.toContain('Žužek');
  });

  it('say so where no decision of a case stands in them', async () => {
    const none = { case_id: 'BV-2026-0112', minutes: { case_ref: 'caso-2', decisions: [] } };
    const { content } = await composeExtract([asDisclosed(none)], asDisclosed(mailOf('minutes')));
    const { text } = await read(content);
    expect(text).toContain(textsIn('it').minutes.noDecisions);
    expect(text).not.toContain('Decisioni');
    expect(text).not.toContain('Presenti');
  });

  it('come before the extract, which says that it is one', async () => {
    const whole = asDisclosed({ ...analysisOf(), ...minutesOf() });
    const { filename, content } = await composeExtract([whole], asDisclosed(mailOf('minutes')));
    const { text, info } = await read(content);
    expect(filename).toBe('verbale.pdf');
    expect(info).toMatchObject({ Title: textsIn('it').subjects.minutes });
    expect(text.indexOf('Decisioni')).toBeLessThan(text.indexOf(`${textsIn('it').extract.title}: Caso BV-2026-0107`));
  });

  it('name who carries a decision out, and until when', async () => {
    const { text } = await minutes('it');
    expect(text.replace(/\s+/g, ' ')).toContain(
      'Firma entro il mese. (a cura di: Anna Bianchi; entro 31 dicembre 2026)',
    );
  });
});

describe('the letter as a page', () => {
  it.each(mailLanguages)('fits one sheet and says how to ask for another day: %s', async (language) => {
    const { filename, content } = await composeLetter(mailOf('letter', language));
    const { pages, text } = await read(content);
    expect(filename).toMatch(/^[a-z]+\.pdf$/);
    expect(pages).toHaveLength(1);
    expect(text).toContain('Elena Marini');
    expect(text).toContain('+39 0755550101');
    expect(text).not.toContain('/v1/answers/');
  });
});

describe('the faces in the bundle', () => {
  it.each([
    ['400Regular', regular],
    ['600SemiBold', semibold],
  ])('are what the script cuts: %s', (weight, face) => {
    const file = new URL(
      `../../node_modules/@expo-google-fonts/titillium-web/${weight}/TitilliumWeb_${weight}.ttf`,
      import.meta.url,
    );
    const { program, ...metrics } = cutFont(readFileSync(file));
    expect(face).toMatchObject({ ...metrics, programBytes: program.length });
    for (const character of 'àèéìòùÀÈÉÌÒÙäöüßÄÖÜâêîôûëïçœæčšžđČŠŽĐ€«»„“’–•…')
      expect(metrics.characters).toContain(character);
  });
});
