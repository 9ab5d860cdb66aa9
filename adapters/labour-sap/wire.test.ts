import { describe, expect, it } from 'vitest';
import { LabourSapOptions } from './config.ts';
import { readPolicies } from './policies.ts';
import { policyId, policyIdHolds } from './policy-id.ts';
import { hear } from './soap.ts';
import { escapeXml, readXml, type XmlElement } from './xml.ts';

const now = '2026-11-22T10:00:00.000Z';

describe('XML read', () => {
  it('keeps text as text, by local name, entities and CDATA resolved once', () => {
    const read = readXml(
      '\ufeff<?xml version="1.0"?><a:b xmlns:a="urn:x"><c>007</c><d>&amp;lt;&#233;&#x41;</d><e><![CDATA[&lt;]]></e></a:b>',
    );
    expect(read).toEqual({
      name: 'b',
      text: '',
      children: [
        { name: 'c', text: '007', children: [] },
        { name: 'd', text: '&lt;éA', children: [] },
        { name: 'e', text: '&lt;', children: [] },
      ],
    });
  });

  it.each([
    ['a document type', '<!DOCTYPE a><a/>'],
    ['a document type in lower case', '<!doctype a><a/>'],
    ['an unclosed element', '<a><b></a>'],
    ['two roots', '<a/><b/>'],
    ['more depth than 50', `${'<a>'.repeat(60)}${'</a>'.repeat(60)}`],
    ['more than 256 Ki characters', `<a>${'x'.repeat(300_000)}</a>`],
    ['a name that would pollute', '<a><__proto__>x</__proto__></a>'],
    ['text alone', 'X001'],
    ['nothing', ''],
  ])('refuses %s', (_, text) => {
    expect(readXml(text)).toBeNull();
  });

  it('leaves a reference to no character as it stands', () => {
    expect(readXml('<a>&#x110000;&#55296;&nbsp;</a>')?.text).toBe('&#x110000;\ufffd&nbsp;');
  });
});

describe('XML written', () => {
  it.each([
    ["<a b='c'>&\"]]>", '&lt;a b=&apos;c&apos;&gt;&amp;&quot;]]&gt;'],
    ['\u0000\u0007\ufffe', '\ufffd\ufffd\ufffd'],
    ['a\ud800b\udc00', 'a\ufffdb\ufffd'],
    ['𠮷à\t', '𠮷à\t'],
  ])('of %j is harmless and comes back', (text, written) => {
    expect(escapeXml(text)).toBe(written);
    expect(readXml(`<a>${written}</a>`)?.text).toBe(text.toWellFormed().replace(/[\u0000\u0007\ufffe]/g, '\ufffd'));
  });
});

const soap = (body: string) =>
  `<S:Envelope xmlns:S="http://schemas.xmlsoap.org/soap/envelope/"><S:Body>${body}</S:Body></S:Envelope>`;
const heard = (status: number, body: string, headers = {}) => hear({ status, headers, body }, now);

describe('a SOAP answer', () => {
  it.each([
    ['S:Client', 'rejected'],
    ['Client.Authentication', 'rejected'],
    ['S:VersionMismatch', 'rejected'],
    ['S:MustUnderstand', 'rejected'],
    ['S:Server', 'failed'],
    ['', 'failed'],
  ])('with faultcode %j is %s, whatever its status', (code, why) => {
    const body = soap(`<S:Fault><faultcode>${code}</faultcode><faultstring/></S:Fault>`);
    for (const status of [200, 400, 500]) expect(heard(status, body)).toEqual({ answered: false, why });
  });

  it('with a fault of SOAP 1.2 is understood too', () => {
    const body = soap('<S:Fault><S:Code><S:Value>S:Sender</S:Value></S:Code></S:Fault>');
    expect(heard(500, body)).toEqual({ answered: false, why: 'rejected' });
  });

  it.each([
    [401, 'credentials'],
    [403, 'credentials'],
    [404, 'absent'],
    [410, 'absent'],
    [408, 'busy'],
    [425, 'busy'],
    [429, 'busy'],
    [503, 'busy'],
  ])('with status %i is %s, whatever its body', (status, why) => {
    for (const body of ['', soap('<risposta/>'), soap('<S:Fault><faultcode>Server</faultcode></S:Fault>')]) {
      expect(heard(status, body)).toEqual({ answered: false, why });
    }
  });

  it.each([
    [200, 'unreadable'],
    [204, 'unreadable'],
    [302, 'unreadable'],
    [400, 'rejected'],
    [413, 'rejected'],
    [500, 'failed'],
    [502, 'failed'],
    [504, 'failed'],
  ])('with status %i and a page is %s', (status, why) => {
    expect(heard(status, '<html><body>Errore</body></html>')).toEqual({ answered: false, why });
  });

  it.each([
    ['120', 120_000],
    ['Sun, 22 Nov 2026 10:05:00 GMT', 300_000],
    ['999999999', 86_400_000],
  ])('with Retry-After %s says how long to wait', (value, retryAfterMs) => {
    expect(heard(503, '', { 'Retry-After': value })).toEqual({ answered: false, why: 'busy', retryAfterMs });
  });

  it.each(['domani', '-5', 'Sun, 22 Nov 2026 09:00:00 GMT'])('with Retry-After %s does not', (value) => {
    expect(heard(429, '', { 'retry-after': value })).toEqual({ answered: false, why: 'busy' });
  });
});

describe('identificativo_politica', () => {
  const facts = { promoter: 'H501X000004', activity: 'A02', proposedOn: '2017-01-01' };

  it('is what the documentation of the labour network computes in its example', () => {
    expect(policyId('08', 9_124_756, facts)).toBe('08008B3B94B');
    expect(policyIdHolds('08008B3B94B', facts)).toBe(true);
  });

  it.each(['08008B3B94C', '08008b3b94B', '0800', ''])('does not hold as %j', (id) => {
    expect(policyIdHolds(id, facts)).toBe(false);
  });
});

const parsed = (text: string): XmlElement => readXml(text) ?? { name: '', text: '', children: [] };

describe('the list of policies', () => {
  it('is read whatever its names look like and wherever a policy stands', () => {
    const list = parsed(
      '<x:Risposta xmlns:x="urn:x"><x:Lista><x:PoliticaAttiva><x:TipoAttivita>a02</x:TipoAttivita><x:DataProposta>2026-11-01+01:00</x:DataProposta>' +
        '<x:Ultimo-Evento><x:Evento>2</x:Evento><x:DataEvento>05/11/2026</x:DataEvento></x:Ultimo-Evento></x:PoliticaAttiva></x:Lista></x:Risposta>',
    );
    expect(readPolicies(list)).toMatchObject({
      policies: [{ activity: 'A02', proposedOn: '2026-11-01', event: '02', eventOn: '2026-11-05', pointer: '/DID/0' }],
      findings: [],
    });
  });

  it.each(['1900-01-01', '2099-12-31'])('takes the sentinel %s for no date', (date) => {
    const list = parsed(`<L><p><tipo_attivita>A02</tipo_attivita><data_proposta>${date}</data_proposta></p></L>`);
    expect(readPolicies(list)).toMatchObject({ policies: [{ proposedOn: undefined }], findings: [] });
  });

  it.each(['2026-02-30', 'ieri', '31/02/2026', '20261101'])('notes the date %s that it does not understand', (date) => {
    const list = parsed(`<L><p><tipo_attivita>A02</tipo_attivita><data_proposta>${date}</data_proposta></p></L>`);
    expect(readPolicies(list).findings).toEqual([{ pointer: '/DID/0/data_proposta', code: 'date-not-understood' }]);
  });

  it('is cut at 200 policies, with a finding', () => {
    const list = parsed(`<L>${'<p><tipo_attivita>C06</tipo_attivita></p>'.repeat(201)}</L>`);
    const { policies, findings } = readPolicies(list);
    expect(policies).toHaveLength(200);
    expect(findings).toEqual([{ pointer: '/DID', code: 'list-cut' }]);
  });
});

describe('the options', () => {
  it('have a default each', () => {
    expect(LabourSapOptions.parse({})).toMatchObject({
      ask_path: '',
      notify_path: '',
      soap_action: 'empty',
      quota_retry_ms: 900_000,
    });
  });

  it.each([
    [{ motive: 'per {tax_code}' }],
    [{ motive: '{given_name}' }],
    [{ ask_path: '//altrove.example.it' }],
    [{ ask_path: 'https://altrove.example.it' }],
    [{ motive_codes: { submit: '<x>' } }],
    [{ entity_code: 'H501' }],
    [{ unknown: 1 }],
  ])('refuse %j', (options) => {
    expect(LabourSapOptions.safeParse(options).success).toBe(false);
  });
});
