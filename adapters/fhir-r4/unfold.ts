import { z } from 'zod';
import type { Finding } from '../../src/ports.ts';
import type { Options } from './config.ts';
import { isList, isObject, type Json, type JsonObject } from './parse.ts';
import type { Refused } from './refusals.ts';
import {
  Appointment,
  administrative,
  Bundle,
  notTaken,
  type Reference,
  Request,
  requestIn,
  Task,
} from './resources.ts';
import { own } from './vocabulary.ts';

export type Placed = { readonly resource: Task | Appointment; readonly pointer: string };

/** The Tasks and Appointments of a message, and the requests they may lean on by full URL or by `ServiceRequest/id`. */
export type Content = {
  readonly resources: readonly Placed[];
  readonly requests: ReadonlyMap<string, Request>;
  readonly findings: readonly Finding[];
};
type No = { readonly refused: Refused; readonly pointer: string };
type Found = { readonly value: JsonObject; readonly pointer: string; readonly fullUrl?: string | undefined };

const Speaking = z.discriminatedUnion('resourceType', [Task, Appointment]);

/** Opens a message down to the resources that speak of referrals; refuses it whole where anything clinical is inside. */
export function unfold(root: JsonObject): Content | No {
  const found = root.resourceType === 'Bundle' ? entriesOf(root) : [{ value: root, pointer: '' }];
  if ('refused' in found) return found;
  const foreign = found.flatMap((one) => [one, ...containedIn(one)]).find(({ value }) => !isAdministrative(value));
  if (foreign !== undefined) return { refused: 'clinical-content', pointer: `${foreign.pointer}/resourceType` };

  const resources: Placed[] = [];
  const requests = new Map<string, Request>();
  for (const { value, pointer, fullUrl } of found) {
    if (value.resourceType === 'ServiceRequest') {
      const request = Request.safeParse(value);
      if (!request.success) return invalid(pointer, request.error);
      if (fullUrl !== undefined) requests.set(fullUrl, request.data);
      if (request.data.id !== undefined) requests.set(`ServiceRequest/${request.data.id}`, request.data);
    }
    if (value.resourceType !== 'Task' && value.resourceType !== 'Appointment') continue;
    const read = Speaking.safeParse(value);
    if (!read.success) return invalid(pointer, read.error);
    resources.push({ resource: read.data, pointer });
  }
  if (resources.length === 0) return { refused: 'wrong-type', pointer: '/resourceType' };
  return { resources, requests, findings: found.flatMap(leftOut) };
}

function entriesOf(root: JsonObject): readonly Found[] | No {
  const type = root.type;
  // A FHIR document is how the national health record keeps a report (FHIR R4, 3.3).
  if (type === 'document') return { refused: 'clinical-content', pointer: '/type' };
  const bundle = Bundle.safeParse(root);
  if (!bundle.success) return invalid('', bundle.error);
  return (bundle.data.entry ?? []).flatMap(({ resource, fullUrl }, i) =>
    resource === undefined ? [] : [{ value: resource as JsonObject, pointer: `/entry/${i}/resource`, fullUrl }],
  );
}

function containedIn({ value, pointer }: Found): readonly Found[] {
  if (value.contained === undefined) return [];
  const contained = isList(value.contained) ? value.contained : [value.contained];
  return contained.map((one, i) => ({
    value: isObject(one) ? one : { resourceType: null },
    pointer: `${pointer}/contained/${i}`,
  }));
}

const isAdministrative = ({ resourceType }: JsonObject) =>
  typeof resourceType === 'string' && administrative.has(resourceType);

/** The place of the first fault, as far as our own schema names it. */
function invalid(pointer: string, error: z.ZodError): No {
  const path = error.issues[0]?.path ?? [];
  return { refused: 'invalid', pointer: [pointer, ...path.map(String)].join('/') };
}

/** What was seen and not taken. Only names from our own list: a member's name may be the partner's own text. */
function leftOut({ value, pointer }: Found): readonly Finding[] {
  if (value.resourceType !== 'Task' && value.resourceType !== 'Appointment') return [];
  const members = notTaken
    .filter((name) => value[name] !== undefined)
    .map((name) => ({ pointer: `${pointer}/${name}`, code: 'not-taken' }));
  const outputs: readonly Json[] = isList(value.output) ? value.output : [];
  const results = outputs.flatMap((output, i) =>
    isObject(output) && output.valueCodeableConcept === undefined
      ? [{ pointer: `${pointer}/output/${i}`, code: 'not-taken' }]
      : [],
  );
  return [...members, ...results];
}

const ReferralId = z.uuid();

/** Our referral id: on the resource, on what it is based on, or on a Task of the same message with the same request. */
export function referralOf(placed: Placed, content: Content, options: Options): string | undefined {
  const system = own(options, 'referral');
  const { resource } = placed;
  const based = resource.resourceType === 'Task' ? [resource.focus, ...(resource.basedOn ?? [])] : resource.basedOn;
  const requests = (based ?? []).flatMap((reference) => lookUp(reference, content));
  const beside =
    resource.resourceType === 'Task'
      ? []
      : content.resources.flatMap(({ resource: task }) =>
          task.resourceType === 'Task' && sameRequest(task.focus, resource.basedOn) ? (task.identifier ?? []) : [],
        );
  return [
    ...(resource.identifier ?? []),
    ...(based ?? []).flatMap((reference) => reference?.identifier ?? []),
    ...requests.flatMap((request) => request.identifier ?? []),
    ...beside,
  ].find((identifier) => identifier.system === system && ReferralId.safeParse(identifier.value).success)?.value;
}

function lookUp(reference: Reference | undefined, { requests }: Content): readonly Request[] {
  const request = requests.get(reference?.reference ?? '') ?? requests.get(requestIn(reference) ?? '');
  return request === undefined ? [] : [request];
}

const sameRequest = (focus: Reference | undefined, basedOn: readonly Reference[] | undefined) =>
  focus?.reference !== undefined && basedOn?.some(({ reference }) => reference === focus.reference) === true;
