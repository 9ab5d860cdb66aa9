import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Reading } from '../../src/ports.ts';
import { readMessage } from '../../test/conformance/adapter-golden.ts';
import { context, withProfile } from '../../test/conformance/demo-case-system.ts';
import { municipalJson } from './index.ts';
import { locate } from './locate.ts';

const household = readMessage(new URL('./examples/household/read.http', import.meta.url));
const wordsOf = (reading: Reading) => JSON.stringify(reading.understood ? reading.findings : reading);

type Json = { [member: string]: unknown };
type Household = { nucleo: { componenti: Json[] } } & Json;

const read = async (change: (whole: Household) => void, at = context): Promise<Reading> => {
  const whole: Household = JSON.parse(household.body);
  change(whole);
  const reading = await municipalJson.read?.({ ...household, body: JSON.stringify(whole) }, at);
  if (reading === undefined) throw new Error('it does not read');
  return reading;
};
const memberOf = (whole: Household, at: number): Json => whole.nucleo.componenti[at] ?? {};
const referralOf = (whole: Household, at: number): Json => {
  const [first] = memberOf(whole, at).segnalazioni as Json[];
  return first ?? {};
};

describe('a household in one message', () => {
  it('is a referral per person, each with its own message id', async () => {
    const reading = await read(() => {});
    expect(reading.understood && reading.intents.map(({ message_id }) => message_id)).toEqual([
      '1042-SEG-2026-0201',
      '1042-SEG-2026-0202',
      '1042-SEG-2026-0203',
    ]);
  });

  it.each<[string, (whole: Household) => void, string]>([
    [
      'a word no list knows',
      (w) => Object.assign(referralOf(w, 1), { ambito: 'SANITARIO' }),
      '/nucleo/componenti/1/segnalazioni/0/ambito',
    ],
    [
      'a value of the wrong form',
      (w) => Object.assign(memberOf(w, 2), { codice_fiscale: 'NON-VALIDO' }),
      '/nucleo/componenti/2/codice_fiscale',
    ],
    ['a missing member', (w) => delete memberOf(w, 2).codice_fiscale, '/nucleo/componenti/2'],
    ['a missing word of the referral', (w) => delete referralOf(w, 1).servizio, '/nucleo/componenti/1'],
    [
      'a number that is too large',
      (w) => Object.assign(w.nucleo, { numero_componenti: 314 }),
      '/nucleo/numero_componenti',
    ],
  ])('with %s is refused whole, by its place in the vendor document', async (_, change, pointer) => {
    expect(await read(change)).toMatchObject({ understood: false, code: 'municipal-json/not-canonical', pointer });
  });

  it('is told of three faulty places at once, and how many more there are', async () => {
    const reading = await read((whole) => {
      for (const at of [0, 1, 2]) Object.assign(memberOf(whole, at), { codice_fiscale: `NON-VALIDO-${at}` });
      Object.assign(referralOf(whole, 1), { ambito: 'SANITARIO' });
    });
    const places = reading.understood ? [] : [reading, ...(reading.more ?? [])];
    expect(places.map(({ code, pointer }) => `${code} ${pointer}`)).toEqual([
      'municipal-json/not-canonical /nucleo/componenti/0/codice_fiscale',
      'municipal-json/not-canonical /nucleo/componenti/1/segnalazioni/0/ambito',
      'municipal-json/not-canonical /nucleo/componenti/1/segnalazioni/0/ambito',
    ]);
    expect(places[0]?.detail).toMatch(/\(and \d+ more\)$/);
  });

  it('is refused without repeating anybody, whatever stands anywhere in it', async () => {
    const planted = 'SEGRETO-PIANTATO-77';
    const places = placesIn(JSON.parse(household.body));
    expect(places.length).toBeGreaterThan(60);
    for (const place of places) {
      const reading = await read((whole) => place.put(whole, planted));
      expect(wordsOf(reading)).not.toContain(planted);
    }
  });

  it('with a name of somebody for a member is told with a star', async () => {
    const reading = await read((whole) => Object.assign(whole, { per_persona: { a: 1, RSSMRA80A41H501Y: 'x' } }));
    expect(reading).toMatchObject({ understood: true, findings: [{ pointer: '/per_persona', code: 'not_mapped' }] });
    const other = await read((whole) => Object.assign(whole.nucleo, { RSSMRA80A41H501Y: 'x', STP0123456789012: 1 }));
    expect(other).toMatchObject({ findings: [{ pointer: '/nucleo/*' }, { pointer: '/nucleo/*' }] });
  });

  it('has a finding for each member that the profile does not use, unless it carries nothing', async () => {
    const reading = await read((whole) => {
      Object.assign(memberOf(whole, 0), {
        cellulare_2: '+39 3335550999',
        vuoto: '',
        nullo: null,
        elenco: [],
        oggetto: {},
      });
      Object.assign(whole, { allegati: [{ nome: 'isee.pdf', contenuto: 'JVBERi0' }] });
    });
    expect(reading).toMatchObject({
      findings: [
        { pointer: '/nucleo/componenti/0/cellulare_2', code: 'not_mapped' },
        { pointer: '/allegati', code: 'not_mapped' },
      ],
    });
  });

  it('has no more findings than a delivery keeps', async () => {
    const reading = await read((whole) =>
      Object.assign(whole, Object.fromEntries([...Array(80).keys()].map((n) => [`x${n}`, n]))),
    );
    expect(reading.understood && reading.findings).toHaveLength(50);
    expect(reading.understood && reading.findings.at(-1)).toEqual({ pointer: '', code: 'more_findings' });
  });

  it('with a check letter that does not hold is taken, and it is told', async () => {
    const reading = await read((whole) => Object.assign(memberOf(whole, 0), { codice_fiscale: 'mrnlne79e54b000x' }));
    expect(reading).toMatchObject({
      understood: true,
      findings: [{ pointer: expect.stringMatching(/^\/nucleo\/componenti\/0/), code: 'check_letter' }],
    });
  });

  it('names a member that the contract does not know only where the profile spells it', async () => {
    const reading = (inbound: string) => read(() => {}, withProfile({ inbound }));
    expect(await reading('{ "message_id": "1", "request": { "codice": 1 } }')).toMatchObject({
      detail: expect.stringContaining('/0/request'),
    });
    const dynamic = await reading(
      '{ "message_id": "1", "request": $merge([$$.nucleo.componenti[0].{ (cognome): 1 }]) }',
    );
    expect(JSON.stringify(dynamic)).not.toContain('Marini');
  });
});

describe('a place that only its neighbours tell', () => {
  const vendor = { caso: { numero: 'SEG-77', persona: { nome: 'Elena', cognome: 'Marini' } }, ente: 'comune' };

  it.each<[string, unknown, (string | number)[], string]>([
    ['the value itself', [{ subject: { name: 'Elena' } }], [0, 'subject', 'name'], '/caso/persona/nome'],
    ['one neighbour', [{ subject: { name: 'Elena' } }], [0, 'subject', 'tax_code'], ''],
    ['one neighbour, told twice', [{ subject: { a: 'Elena', b: 'Elena' } }], [0, 'subject', 'tax_code'], ''],
    ['two neighbours', [{ subject: { a: 'Elena', b: 'Marini' } }], [0, 'subject', 'tax_code'], '/caso/persona'],
    ['neighbours further up', [{ a: 'SEG-77', b: 'Elena', subject: {} }], [0, 'subject', 'tax_code'], '/caso'],
    ['a value inside it', [{ subject: { name: 'Elena' } }], [0, 'subject'], '/caso/persona'],
    ['neighbours at the root', [{ from: 'comune', name: 'Elena' }], [0, 'to'], ''],
    ['nothing', [{ from: 'altro' }], [0, 'to'], ''],
  ])('is never a neighbour: %s', (_, result, place, pointer) => {
    expect(locate(vendor, result, place)).toBe(pointer);
  });

  const rows = {
    righe: [
      { cittadino: { anagrafica: 'CF NON VALIDO|Elena|Marini', tel: { fisso: '0755550111', mobile: '3335550111' } } },
      { cittadino: { anagrafica: 'altro', tel: { fisso: '0755550112', mobile: '3335550112' } } },
    ],
  };
  it.each<[string, object, string]>([
    ['two deeper ones', { contacts: { phone: '0755550111', mobile: '3335550111' } }, '/righe/0/cittadino'],
    ['one deeper one', { contacts: { phone: '0755550112' } }, '/righe/1'],
  ])('is never the part of another member: %s', (_, subject, pointer) => {
    expect(locate(rows, [{ subject }], [0, 'subject', 'tax_code'])).toBe(pointer);
  });

  it('is never a member that the mapping did not look at', () => {
    const document = { caso: { nome: 'Elena', cognome: 'Marini' }, altro: { nota: 'NON VALIDO' } };
    const result = [{ subject: { tax_code: 'NON VALIDO', given_name: 'Elena', family_name: 'Marini' } }];
    expect(locate(document, result, [0, 'subject', 'tax_code'])).toBe('/altro/nota');
    expect(locate(document, result, [0, 'subject', 'tax_code'], ['/altro'])).toBe('/caso');
  });
});

it('any JSON at all is understood or refused, never thrown', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.json({ maxDepth: 6 }),
      fc.constantFrom('SEGNALAZIONE_NUCLEO', 'EVENTO_SEGNALAZIONE'),
      async (json, tipo_messaggio) => {
        const anything: unknown = JSON.parse(json);
        const whole =
          typeof anything === 'object' && anything !== null
            ? { ...anything, tipo_messaggio, nucleo: anything }
            : anything;
        const reading = await municipalJson.read?.({ ...household, body: JSON.stringify(whole) }, context);
        expect(reading).toHaveProperty('understood');
      },
    ),
    { seed: 17, numRuns: 200 },
  );
});

type Place = { put(whole: Json, value: unknown): void };

/** Every leaf of a document, as something that can be replaced. */
function placesIn(value: unknown, path: readonly string[] = []): Place[] {
  if (typeof value === 'object' && value !== null)
    return Object.entries(value).flatMap(([key, member]) => placesIn(member, [...path, key]));
  return [
    {
      put(whole, planted) {
        const holder = path.slice(0, -1).reduce<unknown>((at, step) => Reflect.get(at as object, step), whole);
        Reflect.set(holder as object, path.at(-1) ?? '', planted);
      },
    },
  ];
}
