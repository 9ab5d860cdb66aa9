import { describe, expect, it } from 'vitest';
import { mailLanguages } from '../../contracts/canonical/convocation-codes.ts';
import { mailKinds } from '../../contracts/canonical/convocation-message.ts';
import { composeMail, textsIn } from '../../src/mail/index.ts';
import { meetingTime } from '../../src/mail/texts/when.ts';
import { casesOf, mailOf } from '../world/mails.ts';
import { readCalendar, readMail } from './mail-reading.ts';

// The stems of what a subject line or a calendar title may not touch: health, addiction, disability, violence, justice, money, poverty.
const special =
  /salut|sanit|dipenden|disabil|violen|giudiz|minoren|povert|reddito|isee|psic|gesund|sucht|abhängig|behinder|gewalt|gericht|armut|santé|dépendan|handicap|judiciair|pauvre|zdrav|odvisn|invalid|nasil|sod(na|išč|stv)|revšč|health|addict|disab|violen|judic|poverty|psych|inclusion|inclusione/i;

const everyMail = mailKinds.flatMap((kind) => mailLanguages.map((language) => ({ kind, language })));

describe('subject lines and calendar titles', () => {
  it.each(everyMail)(
    'hold no word of a special category and nobody’s name: $kind, $language',
    async ({ kind, language }) => {
      const read = await readMail(await composeMail(mailOf(kind, language), []));
      const titles = [read.subject, ...(read.calendar === '' ? [] : [readCalendar(read.calendar).summary])];
      for (const title of titles) {
        expect(title).not.toMatch(special);
        expect(title).not.toMatch(/Elena|Marini|Paolo|Verdi/);
        expect(title.length).toBeLessThan(150);
      }
    },
  );

  it('name three cases at most, and say how many more there are', async () => {
    const cases = Array.from({ length: 6 }, (_, at) => ({
      ...casesOf()[0],
      case_ref: `caso-${at}`,
      initials: `A.${at}.`,
    }));
    const { subject } = await readMail(await composeMail(mailOf('invitation', 'it', { cases }), []));
    expect(subject).toContain('A.2.');
    expect(subject).not.toContain('A.3.');
    expect(subject).toContain('e altri 3');
  });
});

describe('the texts', () => {
  it.each(mailLanguages)('say all in %s: none is empty, none is of another language', (language) => {
    const strings = (value: unknown): string[] =>
      typeof value === 'string'
        ? [value]
        : typeof value === 'object' && value !== null
          ? Object.values(value).flatMap(strings)
          : [];
    const own = strings(textsIn(language));
    expect(own.length).toBeGreaterThan(140);
    expect(own.filter((text) => text.trim() === '')).toEqual([]);
    const others = mailLanguages.filter((other) => other !== language).flatMap((other) => strings(textsIn(other)));
    const same = own.filter((text) => text.length > 24 && others.includes(text));
    expect(same).toEqual([]);
  });

  it.each([
    ['it', 'giovedì 10 dicembre 2026, ore 9:30–11:00'],
    ['de', 'Donnerstag, 10. Dezember 2026, 9.30–11.00 Uhr'],
    ['fr', 'jeudi 10 décembre 2026, de 9 h 30 à 11 h 00'],
    ['sl', 'četrtek, 10. december 2026, od 9.30 do 11.00'],
    ['en', 'Thursday, 10 December 2026, 9:30 to 11:00'],
  ] as const)('give day and time in words, in the zone of Rome: %s', (language, said) => {
    // Whatever offset the meeting was written with.
    const meeting = { starts_at: '2026-12-10T08:30:00Z', ends_at: '2026-12-10T05:00:00-05:00' };
    expect(meetingTime(textsIn(language), meeting)).toBe(said);
  });

  it('name both days of a meeting that ends on another, the second behind its hour', () => {
    const late = { starts_at: '2026-11-26T23:20:00+01:00', ends_at: '2026-11-27T00:20:00+01:00' };
    expect(meetingTime(textsIn('de'), late)).toBe(
      'Donnerstag, 26. November 2026, 23.20–0.20 Uhr (Freitag, 27. November 2026)',
    );
  });

  it('tell the organizer why a mail did not arrive, and no answer beside it', async () => {
    const { plain } = await readMail(await composeMail(mailOf('mail_failed'), []));
    expect(plain.replace(/\s+/g, ' ')).toContain('(necessaria): non è arrivata la ricevuta di consegna (PEC)');
    expect(plain).not.toContain('nessuna risposta');
  });
});

describe('a letter to a beneficiary', () => {
  it.each(mailLanguages)('names no service, no function and no other case: %s', async (language) => {
    const { words } = textsIn(language);
    const read = await readMail(await composeMail(mailOf('letter', language), []));
    for (const service of [
      words.functions.cpi_operator,
      words.functions.psychologist,
      'Azienda sanitaria',
      'BV-2026',
    ]) {
      expect(read.plain).not.toContain(service);
      expect(read.html).not.toContain(service);
    }
    expect(read.plain).toContain('Elena Marini');
    expect(read.plain).toContain('+39 0755550101');
    expect(read.plain).toContain(textsIn(language).letter.bringTitle);
    expect(read.types).not.toContain('text/calendar');
  });
});

describe('a message says to whom it concerns what changed', () => {
  it('what is off for one is not off for all', async () => {
    const mine = await readMail(
      await composeMail(
        mailOf('cancellation', 'it', { changes: [{ what: 'you_were_removed', case_ref: 'caso-1' }] }),
        [],
      ),
    );
    const all = await readMail(await composeMail(mailOf('cancellation'), []));
    expect(mine.subject).toContain('La Sua partecipazione non è più richiesta');
    expect(all.subject).toContain('Riunione annullata');
  });

  it('with what held before', async () => {
    const { plain } = await readMail(await composeMail(mailOf('update'), []));
    expect(plain.replace(/\s+/g, ' ')).toContain('Prima: mercoledì 9 dicembre 2026, ore 9:30–11:00.');
    expect(plain.replace(/\s+/g, ' ')).toContain('Si aggiunge Maja Žužek Đorđić, caso E.M. (BV-2026-0107).');
  });

  it('and of minutes that they are there; what was decided stands in the document', async () => {
    const { plain, subject } = await readMail(await composeMail(mailOf('minutes'), []));
    expect(subject).toContain('Verbale');
    expect(plain).not.toContain('Firma entro il mese');
    expect(plain).not.toContain('percorso di formazione');
  });
});
