import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  Beneficiary,
  ConvocationRequest,
  Delegate,
  Meeting,
  TeamMember,
} from '../../contracts/canonical/convocation.ts';
import { mailLanguages } from '../../contracts/canonical/convocation-codes.ts';
import { mailKinds } from '../../contracts/canonical/convocation-message.ts';
import { webAddress } from '../../contracts/canonical/text.ts';
import { composeLetter, composeMail } from '../../src/mail/index.ts';
import { asDisclosed, casesOf, mailOf } from '../world/mails.ts';

const base = mailOf('invitation', 'it').meeting;
const admits = (online_url: string) => Meeting.safeParse({ ...base, online_url }).success;

describe('an address of a meeting on line', () => {
  it.each([
    'https://teams.microsoft.com/l/meetup-join/19%3ameeting_x@thread.v2/0?context=%7b%22Tid%22%3a%2242%22%7d',
    'https://us02web.zoom.us/j/123?pwd=a.b-c_d~e',
    'https://xn--citt-5na.example:8443/x#y',
    'https://meet.example',
  ])('is admitted: %s', (url) => {
    expect(admits(url)).toBe(true);
  });

  it.each([
    'https://x.example/a"b',
    'https://x.example/a b',
    "https://x.example/o'brien",
    'https://riunioni.città.example/x',
    'https://x.example/a|b{c}',
    'https://x.example/\u202egro',
    'https://x.example/a\r\nATTACH:https://evil.example',
    'https://x.example/a\n',
    'https://teams.microsoft.com@evil.example/',
    'https://u:p@evil.example/',
    'https://x.example\\@evil.example/',
    'https://x.example/%zz',
    'https://x.example:99999/',
    'https://x..example/',
    'http://x.example/',
    'https:x.example',
    `https://x.example/${'a'.repeat(500)}`,
  ])('is refused: %j', (url) => {
    expect(admits(url)).toBe(false);
  });

  it('is refused with words that say how to mend it, and without itself', () => {
    const [issue, ...others] = webAddress().safeParse('https://città.example/a b').error?.issues ?? [];
    expect(others).toEqual([]);
    expect(issue?.message).toMatch(/xn--.*percent-encoded/);
    expect(issue?.message).not.toContain('citt');
  });
});

const sign = fc.constantFrom(...'aZ0.-_~:/?#[]@!$&\'()*+,;=%"<>\\^`{|} \t\r\nàß\u200b\u200f\u2028\u202e\ufeff中\u0301');
const text = (maxLength: number) =>
  fc.oneof(fc.string({ unit: sign, maxLength }), fc.string({ unit: 'binary', maxLength }), fc.constantFrom('Rossi'));
const from = <T>(schema: { safeParse(value: unknown): { success: boolean } }, texts: fc.Arbitrary<T>) =>
  texts.filter((value) => schema.safeParse(value).success);

const { given_name, email } = TeamMember.shape;
const { name: placeName } = Meeting.shape.place.unwrap().shape;
const names = from(given_name, text(20));
const places = from(placeName, text(30));
const urls = from(
  webAddress(),
  fc.oneof(
    fc.webUrl({ validSchemes: ['https'], withFragments: true, withQueryParameters: true }),
    fc.string({ unit: sign, maxLength: 20 }).map((end) => `https://x.example/${end}`),
  ),
);
const emails = from(
  email,
  fc.oneof(
    fc.emailAddress(),
    fc
      .tuple(fc.string({ unit: fc.constantFrom(...'aZ0._+-'), maxLength: 70 }), fc.constantFrom('x.it', 'a-b.example'))
      .map(([local, domain]) => `${local}@${domain}`),
  ),
);

describe('what the contract admits', () => {
  it('can be written into a mail of every kind and language, into its calendar and its letter', async () => {
    const admitted = fc.record({
      kind: fc.constantFrom(...mailKinds),
      language: fc.constantFrom(...mailLanguages),
      channel: fc.constantFrom('mail' as const, 'pec' as const),
      name: names,
      place: places,
      url: urls,
      email: emails,
      phone: from(
        ConvocationRequest.shape.organizer_contact.shape.phone,
        fc.string({ unit: fc.constantFrom(...'+0 9') }),
      ),
      case_id: places,
    });
    await fc.assert(
      fc.asyncProperty(
        admitted,
        async ({ kind, language, channel, name, place, url, email: address, phone, case_id }) => {
          const plain = mailOf(kind, language);
          const person = { given_name: name, family_name: name };
          const mail = asDisclosed(
            mailOf(kind, language, {
              channel,
              to: { ...plain.to, ...person, email: address },
              organizer: { ...plain.organizer, ...person, email: address, phone },
              meeting: { ...plain.meeting, place: { name: place, address: place }, online_url: url },
              cases: casesOf().map((one) => ({ ...one, case_id, case_manager: person })),
            }),
          );
          const { envelope, raw } = await composeMail(mail, []);
          expect(envelope.to).toBe(address);
          expect(raw.length).toBeGreaterThan(0);
          if (kind.startsWith('letter')) expect((await composeLetter(mail)).filename).toMatch(/^[a-z0-9-]{1,60}\.pdf$/);
        },
      ),
      { numRuns: 150, seed: 20261126 },
    );
  });

  it('is the same for whom a member sends instead and for a beneficiary', () => {
    for (const shape of [Delegate.shape, Beneficiary.shape]) {
      for (const wrong of ['a@b', 'a..b@x.it', '.a@x.it', 'a.@x.it', 'a"@x.it', 'a@x.it\r\n'])
        expect(shape.email.safeParse(wrong).success).toBe(false);
    }
  });
});
