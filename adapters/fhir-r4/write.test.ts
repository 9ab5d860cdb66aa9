import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { PartialReferralMessage } from '../../contracts/canonical/message.ts';
import { contextOf } from '../../test/conformance/adapter-converse.ts';
import { asDisclosed, fullMessage, inventedTaxCode } from '../../test/conformance/adapter-message.ts';
import { namespace, system, toHealthBody } from './example-network.ts';
import { fhirR4 } from './index.ts';
import type { TransactionBundle } from './write-bundle.ts';

const full = fullMessage(toHealthBody);
const now = '2026-11-22T10:00:00.000Z';

async function written(message: PartialReferralMessage, options: object = {}) {
  const described = { ...system, options: { ...system.options, ...options } };
  const step = await fhirR4.write(asDisclosed(message), contextOf(fhirR4, message, described, now));
  if (!('send' in step)) throw new Error(`not sent: ${step.verdict.code}`);
  const bundle = JSON.parse(step.send.body ?? '') as TransactionBundle;
  const of = (type: string) =>
    bundle.entry.find(({ resource }) => resource.resourceType === type)?.resource as
      | Record<string, unknown>
      | undefined;
  return { bundle, of, text: step.send.body ?? '', findings: step.findings ?? [] };
}
const asking = (request: PartialReferralMessage['request'], over: Partial<PartialReferralMessage> = {}) => ({
  ...full,
  ...over,
  request,
});
const subject = (value: PartialReferralMessage['request']['subject']) => asking({ subject: value });

describe('the person', () => {
  it.each([
    [{ tax_code: inventedTaxCode('BRNLCU91D12H501') }, 'http://hl7.it/sid/codiceFiscale'],
    [{ tax_code: inventedTaxCode('BRNLCUV1D12HR0M') }, 'http://hl7.it/sid/codiceFiscale'],
    [{ anpr_id: 'AB12345CD' }, 'http://hl7.it/sid/anpr'],
    [{ stp_eni_code: 'STP0123456789012' }, 'http://hl7.it/sid/stp'],
    [{ stp_eni_code: 'ENI0123456789012' }, 'http://hl7.it/sid/eni'],
  ])('is identified by %j under %s', async (identifiers, naming) => {
    const { of, findings } = await written(subject(identifiers));
    expect(of('Patient')).toMatchObject({ identifier: [{ system: naming, value: Object.values(identifiers)[0] }, {}] });
    expect(findings).toEqual([]);
  });

  it('is sent with a wrong check letter, and the doubt is told', async () => {
    const { of, findings } = await written(subject({ tax_code: 'BRNLCU91D12H501A' }));
    expect(JSON.stringify(of('Patient'))).toContain('BRNLCU91D12H501A');
    expect(findings).toEqual([{ pointer: '/request/subject/tax_code', code: 'check-letter' }]);
  });

  it('is sent without the eleven-digit code where another identifier is there', async () => {
    const { text, findings } = await written(subject({ tax_code: '01234567897', anpr_id: 'AB12345CD' }));
    expect(text).not.toContain('01234567897');
    expect(findings).toEqual([{ pointer: '/request/subject/tax_code', code: 'tax-code-form' }]);
  });

  it.each(['1980', '1980-03', '1980-03-09'])('keeps the birth date %s as partial as it is', async (birth_date) => {
    const { of } = await written(subject({ anpr_id: 'AB12345CD', birth_date }));
    expect(of('Patient')).toMatchObject({ birthDate: birth_date });
  });

  it.each([
    [[], 'unknown'],
    [['identity'], 'masked'],
  ])('without a name, with %j withheld, says why: %s', async (withheld, reason) => {
    const { of } = await written(asking({ subject: { anpr_id: 'AB12345CD' } }, { withheld }));
    expect(JSON.stringify(of('Patient')?.name)).toContain(`"valueCode":"${reason}"`);
  });

  it.each(['male', 'female', 'other', 'unknown'] as const)('has the sex %s', async (sex) => {
    expect((await written(subject({ anpr_id: 'AB12345CD', sex }))).of('Patient')).toMatchObject({ gender: sex });
  });

  it('who may not be contacted carries no number, and the warning is there in code and in words', async () => {
    const { of, text, findings } = await written(
      asking({ ...full.request, safety: { do_not_contact_directly: true, protected_address: true } }),
    );
    expect(text).not.toContain('0755550177');
    expect(text).not.toContain('Via Segnata');
    expect(JSON.stringify(of('Task')?.input)).toContain('do_not_contact_directly');
    expect(JSON.stringify(of('ServiceRequest')?.note)).toContain('Non contattare direttamente');
    expect(findings).toContainEqual({ pointer: '/request/subject/contacts/phone', code: 'left-out-for-safety' });
    expect(findings).toContainEqual({ pointer: '/request/subject/residence', code: 'left-out-for-safety' });
  });
});

describe('the bodies', () => {
  it('are found by FLS, by what the options say, or by our own id', async () => {
    const own = [{ system: 'https://regione.example.it/enti', value: 'R-17' }];
    const { bundle } = await written(full, { organizations: { 'comune-borgoverde': own } });
    const conditions = bundle.entry.map(({ request }) => request.ifNoneExist);
    expect(conditions).toContain('identifier=http://hl7.it/sid/fls|100101');
    expect(conditions).toContain('identifier=https://regione.example.it/enti|R-17');
    expect((await written(full)).bundle.entry[1]?.request.ifNoneExist).toBe(
      `identifier=${namespace}/organization|comune-borgoverde`,
    );
  });

  it('are one entry when sender and recipient are the same', async () => {
    const { bundle } = await written({ ...full, from: full.to });
    expect(bundle.entry.filter(({ resource }) => resource.resourceType === 'Organization')).toHaveLength(1);
  });
});

describe('the request', () => {
  it('says who asks, what for, why, how urgently, and on what evidence', async () => {
    const { of } = await written(full, { specialty_system: 'https://asl.example.it/specialita' });
    expect(of('ServiceRequest')).toMatchObject({
      status: 'active',
      intent: 'order',
      priority: 'urgent',
      requisition: { value: full.conversation_id },
      performerType: { coding: [{ system: 'https://asl.example.it/specialita', code: 'specialità segnata' }] },
      supportingInfo: [{ type: 'Consent', identifier: { system: `${namespace}/consent` } }],
      basedOn: [{ type: 'ServiceRequest', identifier: { system: `${namespace}/referral` } }],
    });
    expect(JSON.stringify(of('ServiceRequest')?.reasonCode)).toContain('salute segnata');
    expect(of('Task')).toMatchObject({ status: 'requested', priority: 'urgent', groupIdentifier: {}, owner: {} });
  });

  it.each([
    ['SAN-INV', 'COC'],
    ['URG', 'BTG'],
    ['CASA-INV', undefined],
  ])('for %s carries the purpose of use %s', async (purpose, code) => {
    const security = JSON.stringify((await written({ ...full, purpose })).of('Task')?.meta);
    expect(security).toContain(`{"system":"${namespace}/purpose","code":"${purpose}"}`);
    expect(/v3-ActReason","code":"([A-Z]+)"/.exec(security)?.[1]).toBe(code);
  });

  it('claims profiles only where the options say so', async () => {
    const profile = 'http://hl7.it/fhir/StructureDefinition/Patient-it-base';
    expect((await written(full)).text).not.toContain('"profile"');
    expect((await written(full, { profiles: { Patient: profile } })).of('Patient')?.meta).toMatchObject({
      profile: [profile],
    });
  });

  it('comes from the body where nothing of the case manager may be told', async () => {
    const { bundle, of } = await written(asking({ subject: { anpr_id: 'AB12345CD' } }));
    expect(of('Practitioner')).toBeUndefined();
    expect(of('ServiceRequest')?.requester).toEqual({ reference: bundle.entry[1]?.fullUrl });
  });
});

describe('whatever is disclosed', () => {
  const marked = { ...full.request, evidence: [], part_of: undefined };
  const leaves = (value: unknown, pointer: string): readonly (readonly [string, string])[] => {
    if (typeof value === 'string') return [[pointer, value]];
    if (typeof value !== 'object' || value === null) return [];
    return Object.entries(value).flatMap(([name, member]) => leaves(member, `${pointer}/${name}`));
  };
  const partOf = (value: unknown): fc.Arbitrary<unknown> => {
    if (typeof value !== 'object' || value === null) return fc.constant(value);
    if (Array.isArray(value)) return fc.subarray(value);
    const members = Object.entries(value).map(([name, member]) => [name, partOf(member)] as const);
    return fc.record(Object.fromEntries(members), { requiredKeys: [] });
  };
  const anyRequest = partOf(marked).map((request) => asking(request as PartialReferralMessage['request']));

  it('is in the Bundle or in the findings, by its place', async () => {
    await fc.assert(
      fc.asyncProperty(anyRequest, async (message) => {
        const { text, findings } = await written(message);
        const reported = new Set(findings.map(({ pointer }) => pointer));
        const lost = leaves(message.request, '/request').filter(
          ([pointer, value]) => !reported.has(pointer) && !text.includes(JSON.stringify(value)),
        );
        // Who, to whom and under which purpose stand in the envelope.
        expect(
          lost.map(([pointer]) => pointer).filter((p) => !/^\/request\/(initiator|recipient|purpose|service)$/.test(p)),
        ).toEqual([]);
      }),
      { seed: 7, numRuns: 200 },
    );
  });

  it('makes a Bundle in which every reference leads to an entry, and nothing is empty', async () => {
    await fc.assert(
      fc.asyncProperty(anyRequest, async (message) => {
        const { bundle, text } = await written(message);
        const urls = bundle.entry.map(({ fullUrl }) => fullUrl);
        expect(new Set(urls).size).toBe(urls.length);
        const references = [...text.matchAll(/"reference":"([^"]+)"/g)].map(([, reference]) => reference);
        expect(references.filter((reference) => !urls.includes(reference ?? ''))).toEqual([]);
        expect(text).not.toMatch(/:(\{\}|\[\]|""|null)/);
        for (const url of urls)
          expect(url).toMatch(/^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
      }),
      { seed: 11, numRuns: 200 },
    );
  });
});
