import type { z } from 'zod';
import { type BodyDeclaration, bodyTypes } from '../../contracts/api/declaration.ts';
import type { ProblemError } from '../../contracts/canonical/problem.ts';
import { readDocument } from '../network/index.ts';
import type { Refusal, WireMessage } from '../ports.ts';
import { refuse } from '../problem.ts';
import { bodyFaults } from './input-faults.ts';
import { decodeBody, type ReadBody, type ReceivedBody, receiveBody, utf8 } from './read-body.ts';
import type { HttpLimits } from './server.ts';

export type ParsedBody = {
  readonly bytes: Uint8Array;
  readonly value: unknown;
  readonly faults: readonly ProblemError[];
  /** The fields of a form, as they were typed. */
  readonly typed?: Fields | undefined;
};
type Fields = Readonly<Record<string, string>>;
type Parsed = { readonly value: unknown; readonly faults?: readonly ProblemError[]; readonly typed?: Fields };
type Parse = (body: ReadBody, request: Request) => Parsed | Refusal;

/** No message of the contract nests deeper; checked before the schemas, which follow the nesting. */
const depthMax = 12;
const documentDepthMax = 24;
const credentials = [
  'agid-jwt-signature',
  'agid-jwt-trackingevidence',
  'authorization',
  'cookie',
  'dpop',
  'proxy-authorization',
];

/** Reads the body of a request as an operation declares it: first its bytes, then what they say. */
export function bodyReader(declared: BodyDeclaration, limits: HttpLimits) {
  const types = bodyTypes(declared);
  const isLarge = declared.kind === 'document' || declared.kind === 'mail';
  const bytesMax = isLarge ? limits.documentBytesMax : limits.bodyBytesMax;
  const parse = parserOf(declared);

  return {
    receive: (request: Request): Promise<ReceivedBody | Refusal> => receiveBody(request, types, bytesMax),
    read(received: ReceivedBody, request: Request): ParsedBody | Refusal {
      const body = decodeBody(received, declared.kind === 'mail' ? null : utf8);
      if ('refused' in body) return body;
      const parsed = parse(body, request);
      return 'refused' in parsed ? parsed : { bytes: body.bytes, faults: [], ...parsed };
    },
  };
}

function parserOf(declared: BodyDeclaration): Parse {
  switch (declared.kind) {
    case 'json':
      return (body) => checkedJson(body.text, declared.schema);
    case 'document':
      return (body) =>
        body.type === 'application/json' ? parseJson(body.text, documentDepthMax) : parseYaml(body.text);
    case 'json_or_form':
      return ({ type, text }) =>
        type === 'application/json' ? checkedJson(text, declared.schema) : parseForm(text, declared);
    case 'form':
      return ({ text }) => ({ value: new URLSearchParams(text) });
    case 'mail':
      return ({ bytes }) => ({ value: bytes });
    case 'message':
      return ({ text }, request) => ({ value: wireMessage(text, request) });
  }
}

function checkedJson(text: string, schema: z.ZodType): Parsed | Refusal {
  const parsed = parseJson(text, depthMax);
  return 'refused' in parsed ? parsed : checked(parsed.value, schema);
}

function checked(value: unknown, schema: z.ZodType): Parsed {
  const { success, data, error } = schema.safeParse(value);
  return success ? { value: data } : { value: undefined, faults: bodyFaults(error, value) };
}

/** A form filled in by hand: spaces around a value do not count, and a field that comes twice is no field of ours. */
function parseForm(text: string, { schema, ofForm }: Extract<BodyDeclaration, { kind: 'json_or_form' }>): Parsed {
  const typed: Record<string, string> = Object.create(null);
  for (const [name, value] of new URLSearchParams(text)) {
    if (name in typed) {
      const faults = [{ pointer: '', code: 'repeated', detail: 'a field of the form is given more than once' }];
      return { value: undefined, faults, typed };
    }
    typed[name] = value.trim();
  }
  return { ...checked(ofForm(typed), schema), typed };
}

function parseJson(text: string, levelsMax: number): Parsed | Refusal {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    return refuse('request/malformed-json', { detail: `The body could not be parsed as JSON${placeOf(error)}.` });
  }
  return nestsDeeper(value, levelsMax) ? tooDeep(levelsMax) : { value };
}

function parseYaml(text: string): Parsed | Refusal {
  const read = readYaml(text);
  if (read.ok) return nestsDeeper(read.value, documentDepthMax) ? tooDeep(documentDepthMax) : { value: read.value };
  const errors = read.faults
    .slice(0, 100)
    .map(({ line, fault }) => ({ ...fault, detail: `line ${line}: ${fault.detail}`.slice(0, 500) }));
  return refuse('request/malformed-yaml', { errors });
}

/** The parser descends, so absurd nesting ends in a RangeError before the depth can be counted. */
function readYaml(text: string): ReturnType<typeof readDocument> {
  try {
    return readDocument(text);
  } catch {
    return {
      ok: false,
      faults: [{ line: 1, fault: { pointer: '', code: 'unreadable', detail: 'the document cannot be read' } }],
    };
  }
}

/** What an adapter reads: everything but what proves the caller. */
function wireMessage(body: string, { method, headers }: Request): WireMessage {
  const shown = [...headers].filter(([name]) => !credentials.includes(name));
  return { method, contentType: headers.get('content-type') ?? '', headers: Object.fromEntries(shown), body };
}

const tooDeep = (levelsMax: number) =>
  refuse('request/too-deep', { detail: `The body nests deeper than ${levelsMax} levels.` });

/** Where the parser stopped, and nothing of what stood there: its own message quotes the body. */
function placeOf(error: unknown): string {
  const position = error instanceof Error ? /at position (\d+)/.exec(error.message)?.[1] : undefined;
  return position === undefined ? '' : ` (at position ${position})`;
}

function nestsDeeper(value: unknown, levelsLeft: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  if (levelsLeft === 0) return true;
  if (Array.isArray(value)) return value.some((item) => nestsDeeper(item, levelsLeft - 1));
  for (const key in value) if (nestsDeeper(Reflect.get(value, key), levelsLeft - 1)) return true;
  return false;
}
