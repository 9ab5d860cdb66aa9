import type { WireAnswer, WireRequest } from '../../src/ports.ts';
import type { LabourSapOptions } from './config.ts';
import { escapeXml, find, readXml, type XmlElement } from './xml.ts';

const envelopeNamespace = 'http://schemas.xmlsoap.org/soap/envelope/';
const waitMsMax = 86_400_000;

/** A SOAP 1.1 call, document/literal: the operation is the one child of Body, its fields are strings in the order given. */
export function call(
  operation: string,
  fields: Readonly<Record<string, string>>,
  path: string,
  options: LabourSapOptions,
): WireRequest {
  const content = Object.entries(fields).map(([name, value]) => `<t:${name}>${escapeXml(value)}</t:${name}>`);
  return {
    method: 'POST',
    path,
    headers: {
      'content-type': 'text/xml; charset=utf-8',
      accept: 'text/xml',
      // SOAP 1.1, 6.1.1: the header is mandatory; an empty string means that the request address says it all.
      soapaction: options.soap_action === 'empty' ? '""' : `"${operation}"`,
    },
    body:
      `<?xml version="1.0" encoding="UTF-8"?><s:Envelope xmlns:s="${envelopeNamespace}" xmlns:t="${escapeXml(options.namespace)}">` +
      `<s:Body><t:${operation}>${content.join('')}</t:${operation}></s:Body></s:Envelope>`,
  };
}

/** Why there is no answer to look into. The table of outcomes has a row for each. */
export type Silence = 'busy' | 'credentials' | 'absent' | 'rejected' | 'failed' | 'unreadable';

export type Heard =
  | { readonly answered: true; readonly content: XmlElement }
  | { readonly answered: false; readonly why: Silence; readonly retryAfterMs?: number };

/** Statuses that say enough alone: whatever the body holds, the request was not worked on. */
const decisive: Readonly<Record<number, Silence>> = {
  401: 'credentials',
  403: 'credentials',
  404: 'absent',
  408: 'busy',
  410: 'absent',
  425: 'busy',
  429: 'busy',
  503: 'busy',
};

/** Finds the content of Body, or says why there is none. Names are matched without namespace: installations differ. */
export function hear(answer: WireAnswer, now: string): Heard {
  const why = decisive[answer.status];
  if (why === 'busy') return { answered: false, why, ...retryAfter(answer, now) };
  if (why !== undefined) return { answered: false, why };
  const content = bodyContent(answer.body);
  if (content?.name === 'Fault') return { answered: false, why: blame(content) };
  if (answer.status >= 500) return { answered: false, why: 'failed' };
  if (answer.status >= 400) return { answered: false, why: 'rejected' };
  if (content === undefined || answer.status < 200 || answer.status > 299)
    return { answered: false, why: 'unreadable' };
  return { answered: true, content };
}

function bodyContent(text: string): XmlElement | undefined {
  const envelope = readXml(text);
  if (envelope?.name !== 'Envelope') return undefined;
  return envelope.children.find((child) => child.name === 'Body')?.children[0];
}

/** Whose fault it is: SOAP 1.1, 4.4.1 (faultcode, dotted), and SOAP 1.2, 5.4.6 (Code/Value), which some gateways answer. */
function blame(fault: XmlElement): Silence {
  const qualified = (find(fault, 'faultcode') ?? find(fault, 'Value'))?.text.trim() ?? '';
  const code = qualified.slice(qualified.lastIndexOf(':') + 1).split('.')[0] ?? '';
  return ['Client', 'Sender', 'VersionMismatch', 'MustUnderstand'].includes(code) ? 'rejected' : 'failed';
}

/** Retry-After in seconds or as a date (RFC 9110, 10.2.3), a day at most. */
function retryAfter(answer: WireAnswer, now: string): { retryAfterMs?: number } {
  const value =
    Object.entries(answer.headers)
      .find(([name]) => name.toLowerCase() === 'retry-after')?.[1]
      ?.trim() ?? '';
  const waitMs = /^\d{1,9}$/.test(value) ? Number(value) * 1000 : Date.parse(value) - Date.parse(now);
  return Number.isFinite(waitMs) && waitMs >= 0 ? { retryAfterMs: Math.min(waitMs, waitMsMax) } : {};
}
