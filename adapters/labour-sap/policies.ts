import { date } from '../../contracts/canonical/text.ts';
import type { Finding } from '../../src/ports.ts';
import type { XmlElement } from './xml.ts';

/** One active policy (section 6 of the SAP), as far as we look. Members are absent when missing, a sentinel or not understood. */
export type Policy = {
  /** N00 the declaration of availability (DID), A02 the service pact. */
  readonly activity: string;
  readonly proposedOn?: string | undefined;
  readonly endsOn?: string | undefined;
  readonly id?: string | undefined;
  readonly promoter?: string | undefined;
  /** Two digits, `01` to `15`. */
  readonly event?: string | undefined;
  readonly eventOn?: string | undefined;
  readonly pointer: string;
};

export type PolicyList = {
  readonly policies: readonly Policy[];
  /** Tax codes that the list names, if it does. */
  readonly taxCodes: readonly string[];
  readonly findings: readonly Finding[];
};

const policiesMax = 200;

/**
 * Reads what stands inside `DID`. Its schema is not public, so any element with a direct child `tipo_attivita` is a policy,
 * wherever it stands; names are compared without namespace, case, `_` and `-`.
 */
export function readPolicies(root: XmlElement): PolicyList {
  const elements = [...walk(root)];
  const found = elements.filter((element) => textOf(element, 'tipoattivita') !== undefined);
  const findings: Finding[] = found.length > policiesMax ? [{ pointer: '/DID', code: 'list-cut' }] : [];
  const policies = found.slice(0, policiesMax).map((element, index) => readPolicy(element, `/DID/${index}`, findings));
  const taxCodes = elements
    .filter(({ name }) => folded(name) === 'codicefiscale')
    .map(({ text }) => text.trim().toUpperCase());
  return { policies, taxCodes: taxCodes.filter((text) => text !== ''), findings };
}

function readPolicy(element: XmlElement, pointer: string, findings: Finding[]): Policy {
  const last = element.children.find(({ name }) => folded(name) === 'ultimoevento') ?? element;
  const dated = (from: XmlElement, field: string, place: string) => {
    const read = readDate(textOf(from, field));
    if (read.code !== undefined) findings.push({ pointer: `${pointer}/${place}`, code: read.code });
    return read.on;
  };
  const event = textOf(last, 'evento');
  return {
    activity: (textOf(element, 'tipoattivita') ?? '').toUpperCase(),
    proposedOn: dated(element, 'dataproposta', 'data_proposta'),
    endsOn: dated(element, 'datafine', 'data_fine'),
    id: textOf(element, 'identificativopolitica'),
    promoter: textOf(element, 'codiceentepromotore'),
    event: event?.padStart(2, '0'),
    eventOn: dated(last, 'dataevento', 'ultimo_evento/data_evento'),
    pointer,
  };
}

/** In this network no date is a date: these two stand for "unknown" and "open". */
const sentinels = new Set(['1900-01-01', '2099-12-31']);

function readDate(text: string | undefined): { readonly on?: string; readonly code?: string } {
  if (text === undefined) return {};
  const italian = /^(\d{2})\/(\d{2})\/(\d{4})$/.exec(text);
  // xsd:date may carry a zone, and some installations send xsd:dateTime: the day is what counts.
  const iso = italian ? `${italian[3]}-${italian[2]}-${italian[1]}` : text.slice(0, 10);
  if (!date().safeParse(iso).success) return { code: 'date-not-understood' };
  return sentinels.has(iso) ? {} : { on: iso };
}

function* walk(element: XmlElement): Generator<XmlElement> {
  yield element;
  for (const child of element.children) yield* walk(child);
}

/** Trimmed text of the direct child of that folded name; undefined when missing or empty. */
function textOf(element: XmlElement, field: string): string | undefined {
  const text = element.children.find(({ name }) => folded(name) === field)?.text.trim();
  return text === '' ? undefined : text;
}

const folded = (name: string): string => name.toLowerCase().replace(/[_-]/g, '');
