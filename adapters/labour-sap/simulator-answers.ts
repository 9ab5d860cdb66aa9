import { checkLetter } from '../../contracts/canonical/tax-code.ts';
import { policyId } from './policy-id.ts';
import { escapeXml } from './xml.ts';

export type Answer = {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
};

/** The operations, by the three letters that a sentinel tax code names them with. */
export const operations = { VRF: 'verificaEsistenzaSAP', NTF: 'notificaSAP', LST: 'richiestaSAP_N00_A02' } as const;
export type OperationLetters = keyof typeof operations;

const xml = { 'content-type': 'text/xml; charset=utf-8' };

/** A successful SOAP answer with the fields of `risposta_<operation>`. */
export const answered = (operation: string, fields: Readonly<Record<string, string>>, namespace: string): Answer => {
  const content = Object.entries(fields).map(([name, value]) => `<${name}>${escapeXml(value)}</${name}>`);
  const reply = `<risposta_${operation} xmlns="${escapeXml(namespace)}">${content.join('')}</risposta_${operation}>`;
  return { status: 200, headers: xml, body: enveloped(reply) };
};

const enveloped = (content: string): string =>
  `<soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/"><soapenv:Body>${content}</soapenv:Body></soapenv:Envelope>`;

// Real partners put names into their texts; whoever copies this string into an outcome leaks them.
const gossip = 'Errore sulla posizione di ROSSI MARIA, RSSMRA80A41H501Y';

export const fault = (code: 'Client' | 'Server'): Answer => ({
  status: 500,
  headers: xml,
  body: enveloped(
    `<soapenv:Fault><faultcode>soapenv:${code}</faultcode><faultstring>${gossip}</faultstring></soapenv:Fault>`,
  ),
});

export const quotaExceeded = (operation: string): Answer =>
  answered(operation, { CodiceSAP: 'X001 quota', Esito: 'X001', MessaggioErrore: '', DID: 'X001' }, 'urn:test');

const plain = (status: number, body: string, headers: Readonly<Record<string, string>> = {}): Answer => ({
  status,
  headers: { 'content-type': 'text/html', ...headers },
  body,
});

const page = `<html><head><title>Servizio</title><body><p>${gossip}<br></body></html>`;
const bomb = `<!DOCTYPE b [<!ENTITY a0 "ha">${Array.from({ length: 30 }, (_, i) => `<!ENTITY a${i + 1} "&a${i};&a${i};">`).join('')}]>`;

/** What goes wrong, by the first three letters of a sentinel tax code. `well` is what a healthy partner would have answered. */
export const behaviours: Readonly<Record<string, (well: Answer, operation: string) => Answer>> = {
  NON: (_, operation) => answered(operation, { CodiceSAP: '0', DID: '0' }, 'urn:test'),
  ODD: (_, operation) => answered(operation, { CodiceSAP: 'um12345678x', Esito: 'FORSE', DID: gossip }, 'urn:test'),
  QUO: (_, operation) => quotaExceeded(operation),
  KAO: (_, operation) => answered(operation, { Esito: 'KO', MessaggioErrore: gossip }, 'urn:test'),
  KXO: (_, operation) => answered(operation, { Esito: 'KO', MessaggioErrore: 'X001 quota' }, 'urn:test'),
  CLF: () => fault('Client'),
  SRF: () => fault('Server'),
  AUT: () => plain(401, page),
  ABS: () => plain(404, page),
  BSY: () => plain(503, page, { 'retry-after': '120' }),
  BAD: () => plain(400, page),
  GWT: () => plain(502, page),
  HTM: () => plain(200, page),
  GAR: () => plain(200, `\u0000\u0001<<>>&&;${gossip}`),
  EMP: () => plain(200, ''),
  CUT: (well) => ({ ...well, body: well.body.slice(0, Math.floor(well.body.length * 0.7)) }),
  HUG: (well) => ({
    ...well,
    body: well.body.replace('<soapenv:Body>', `<soapenv:Body><!--${'x'.repeat(2_000_000)}-->`),
  }),
  BMB: (well) => ({ ...well, body: `${bomb}${well.body.replace('<soapenv:Body>', '<soapenv:Body>&a30;')}` }),
  NSP: (well) => ({
    ...well,
    body: well.body
      .replaceAll('soapenv', 'S')
      .replace(/<(\/?)risposta_/g, '<$1ns9:risposta_')
      .replace(' xmlns=', ' xmlns:ns9='),
  }),
  OTH: (_, operation) =>
    answered(
      operation,
      { DID: `<ListaDID><codice_fiscale>${sentinel('VRD', 'LST')}</codice_fiscale></ListaDID>` },
      'urn:test',
    ),
};

/** The tax code of an invented person at whose operation the behaviour shows: `sentinel('QUO', 'VRF')`. */
export const sentinel = (behaviour: string, operation: OperationLetters): string => {
  const characters = `${behaviour}${operation}80A01H501`;
  return `${characters}${checkLetter(characters)}`;
};

/** One policy of a person, as the partner keeps it. */
export type HeldPolicy = {
  readonly activity: 'N00' | 'A02';
  readonly proposedOn: string;
  readonly event: string;
  readonly on: string;
  readonly until?: string | undefined;
};

const promoter = 'H501X000004';

/** The `ListaDID` document of a person. */
export function listOf(policies: readonly HeldPolicy[]): string {
  const items = policies.map(({ activity, proposedOn, event, on, until = '2099-12-31' }, index) => {
    const id = policyId('19', index + 1, { promoter, activity, proposedOn });
    return (
      `<politiche_attive><tipo_attivita>${activity}</tipo_attivita><data_proposta>${proposedOn}</data_proposta><data>${on}</data>` +
      `<data_fine>${until}</data_fine><codice_ente_promotore>${promoter}</codice_ente_promotore>` +
      `<identificativo_politica>${id}</identificativo_politica>` +
      `<ultimo_evento><evento>${event}</evento><data_evento>${on}</data_evento></ultimo_evento></politiche_attive>`
    );
  });
  return `<?xml version="1.0" encoding="UTF-8"?><ListaDID><politiche_attive_lst>${items.join('')}</politiche_attive_lst></ListaDID>`;
}
