import { Hono } from 'hono';
import {
  type Answer,
  answered,
  behaviours,
  fault,
  type HeldPolicy,
  listOf,
  type OperationLetters,
  operations,
  quotaExceeded,
} from './simulator-answers.ts';
import { find, readXml, type XmlElement } from './xml.ts';

export { sentinel } from './simulator-answers.ts';

/** What the partner received, for whoever checks it. */
export type Received = {
  readonly operation: string;
  readonly taxCode: string;
  readonly motive: string;
  readonly body: string;
};

/**
 * The labour network's node with the holder behind it. It keeps its state in this closure, answers like the real one and
 * fails on demand: a sentinel tax code (`sentinel`) brings its own failure, at its own operation, every time.
 */
export function simulateLabourSap({ namespace = 'urn:sil:sap:types' } = {}) {
  const people = register();
  const received: Received[] = [];
  let notified = 0;
  let quotaFailuresDue = 0;

  const answer = (body: string): Answer => {
    const request = readXml(body)?.children.find(({ name }) => name === 'Body')?.children[0];
    const worked = request === undefined ? undefined : work(request, people);
    if (request === undefined || worked === undefined) return fault('Client');
    const operation = request.name;
    received.push({ operation, taxCode: worked.taxCode, motive: textIn(request, 'MotivoNotifica'), body });
    if (quotaFailuresDue > 0) {
      quotaFailuresDue -= 1;
      return quotaExceeded(operation);
    }
    const well = answered(operation, worked.fields, namespace);
    const letters = worked.taxCode.slice(3, 6) as OperationLetters;
    const misbehave = operations[letters] === operation ? behaviours[worked.taxCode.slice(0, 3)] : undefined;
    if (misbehave !== undefined) return misbehave(well, operation);
    if (worked.fields.Esito === 'OK') notified += 1;
    return well;
  };

  const app = new Hono();
  app.post('*', async (c) => {
    const { status, headers, body } = answer(await c.req.text());
    return new Response(body, { status, headers });
  });

  return {
    fetch: (request: Request): Response | Promise<Response> => app.fetch(request),
    /** How many notifications were taken. */
    effects: (): number => notified,
    received: received as readonly Received[],
    /** The next request of anybody is answered with X001. */
    quotaExceededOnce: () => {
      quotaFailuresDue += 1;
    },
    declareDid: (taxCode: string, on: string) => people.record(taxCode, 'N00', '02', on),
    signPact: (taxCode: string, on: string) => people.record(taxCode, 'A02', '02', on),
    /** Any event of the service pact, `01` to `15`; `until` is its data_fine. */
    recordPact: (taxCode: string, event: string, on: string, until?: string) =>
      people.record(taxCode, 'A02', event, on, until),
  };
}

/** Who has a SAP, and which policies. Everybody asked for gets a SAP id, numbered in order. */
function register() {
  const sapIds = new Map<string, string>();
  const policies = new Map<string, readonly HeldPolicy[]>();
  return {
    sapIdOf: (taxCode: string): string => {
      const id = sapIds.get(taxCode) ?? `UM${String(sapIds.size + 1).padStart(8, '0')}A`;
      sapIds.set(taxCode, id);
      return id;
    },
    holderOf: (sapId: string): string | undefined => [...sapIds].find(([, id]) => id === sapId)?.[0],
    policiesOf: (taxCode: string): readonly HeldPolicy[] => policies.get(taxCode) ?? [],
    /** A later event of the same activity replaces the earlier one, as `ultimo_evento` does. */
    record: (taxCode: string, activity: HeldPolicy['activity'], event: string, on: string, until?: string): void => {
      const held = policies.get(taxCode) ?? [];
      const proposedOn = held.find((policy) => policy.activity === activity)?.proposedOn ?? on;
      const others = held.filter((policy) => policy.activity !== activity);
      policies.set(taxCode, [...others, { activity, proposedOn, event, on, until }]);
    },
  };
}

type Worked = { readonly taxCode: string; readonly fields: Readonly<Record<string, string>> };

/** What a healthy partner does with a request; undefined for an operation it does not have. */
function work(request: XmlElement, people: ReturnType<typeof register>): Worked | undefined {
  if (request.name === 'verificaEsistenzaSAP') {
    const inner = readXml(textIn(request, 'CodiceFiscale'));
    const taxCode = inner?.name === 'VerificaSAP' ? textIn(inner, 'codiceFiscale') : '';
    return { taxCode, fields: { CodiceSAP: taxCode === '' ? '0' : people.sapIdOf(taxCode) } };
  }
  if (request.name === 'notificaSAP') {
    const taxCode = people.holderOf(textIn(request, 'CodiceSAP'));
    if (taxCode === undefined) return { taxCode: '', fields: { Esito: 'KO', MessaggioErrore: 'SAP sconosciuta' } };
    return { taxCode, fields: { Esito: 'OK', MessaggioErrore: '' } };
  }
  if (request.name === 'richiestaSAP_N00_A02') {
    const taxCode = textIn(request, 'CodiceFiscale');
    return { taxCode, fields: { DID: listOf(people.policiesOf(taxCode)) } };
  }
  return undefined;
}

const textIn = (element: XmlElement, name: string): string => find(element, name)?.text.trim() ?? '';
