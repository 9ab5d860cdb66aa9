import type { IntentResult, WireReply } from '../../src/ports.ts';
import { type Context, fhirJson } from './look-up.ts';
import { own } from './vocabulary.ts';

type Failed = IntentResult & { ok: false };
type Issue = {
  readonly severity: 'information' | 'error';
  readonly code: string;
  readonly details: { readonly text: string; readonly coding?: readonly { system: string; code: string }[] };
  readonly expression?: readonly string[];
};

/** Status of a problem to IssueType (FHIR R4). What is not here is `processing`. */
const issueOf: Readonly<Record<number, string>> = {
  400: 'invalid',
  401: 'login',
  403: 'forbidden',
  404: 'not-found',
  409: 'conflict',
  412: 'conflict',
  413: 'too-long',
  415: 'not-supported',
  422: 'business-rule',
  429: 'throttled',
  500: 'exception',
  503: 'transient',
};

/** What became of a pushed message, as an OperationOutcome: one issue per event, the status of the first that failed. */
export function acknowledge(
  results: readonly IntentResult[] | { readonly problem: Failed },
  { options }: Context,
): WireReply {
  if ('problem' in results) return reply(results.problem.status, [failure(results.problem, options, true)]);
  const failed = results.find((result): result is Failed => !result.ok);
  const issues = results.map((result) => (result.ok ? success(result.status) : failure(result, options, false)));
  return reply(failed?.status ?? 200, issues.length > 0 ? issues : [success('nothing new')]);
}

const success = (status: string): Issue => ({
  severity: 'information',
  code: 'informational',
  details: { text: `Recorded: ${status}.` },
});

/** Only a fault of the message itself has a place in it; that of an event is in our own words and would mislead. */
function failure({ status, code, detail, errors }: Failed, options: Context['options'], inMessage: boolean): Issue {
  const expression = inMessage ? errors.map(({ pointer }) => pathOf(pointer)).filter((path) => path !== '') : [];
  return {
    severity: 'error',
    code: issueOf[status] ?? 'processing',
    details: { coding: [{ system: own(options, 'problem'), code }], text: detail },
    ...(expression.length > 0 ? { expression } : {}),
  };
}

/** A JSON pointer into FHIR JSON as FHIRPath: `/entry/0/resource/status` is `entry[0].resource.status`. */
const pathOf = (pointer: string) =>
  pointer
    .split('/')
    .slice(1)
    .reduce((path, part) => (/^\d+$/.test(part) ? `${path}[${part}]` : path === '' ? part : `${path}.${part}`), '');

const reply = (status: number, issue: readonly Issue[]): WireReply => ({
  status,
  contentType: fhirJson,
  body: JSON.stringify({ resourceType: 'OperationOutcome', issue }),
});
