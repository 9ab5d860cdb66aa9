/** An answer of the simulated partner. */
export type Said = {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
};

/** `instead`: nothing is done. `after`: it is done, and then goes wrong on the way back. */
export type Fault = { readonly instead: Said } | { readonly after: (genuine: Said) => Said };

const json = { 'content-type': 'application/fhir+json' };
export const outcomeBody = (code: string, severity = 'error', expression?: string) =>
  JSON.stringify({
    resourceType: 'OperationOutcome',
    issue: [{ severity, code, ...(expression ? { expression: [expression] } : {}) }],
  });
const says = (status: number, issue: string, headers: Said['headers'] = {}): Fault => ({
  instead: { status, headers: { ...json, ...headers }, body: outcomeBody(issue, 'error', 'Bundle.entry[0].resource') },
});
const answers = (status: number, body: string, type = 'application/fhir+json'): Fault => ({
  instead: { status, headers: { 'content-type': type }, body },
});
const page = '<!DOCTYPE html><html><body><h1>Manutenzione</h1></body></html>';

type Response = { entry: { response: { status: string } }[] };
const altered = (change: (bundle: Response) => unknown): Fault => ({
  after: (genuine) => ({ ...genuine, body: JSON.stringify(change(JSON.parse(genuine.body) as Response)) }),
});

/** Everything that goes wrong at a FHIR server, by the name that a case number `SIM-<name>` or `failNext` asks for. */
export const faults = {
  '400': says(400, 'structure'),
  '401': says(401, 'login'),
  '403': says(403, 'forbidden'),
  '404': says(404, 'not-found'),
  '405': says(405, 'not-supported'),
  '408': says(408, 'timeout'),
  '409': says(409, 'conflict'),
  '412': says(412, 'multiple-matches'),
  '413': says(413, 'too-long'),
  '418': says(418, 'processing'),
  '422': says(422, 'business-rule'),
  '423': says(423, 'lock-error'),
  '429': says(429, 'throttled', { 'retry-after': '120' }),
  '429-date': says(429, 'throttled', { 'retry-after': 'Sun, 22 Nov 2026 10:05:00 GMT' }),
  '500': says(500, 'exception'),
  '501': says(501, 'not-supported'),
  '502': answers(502, page, 'text/html'),
  '503': says(503, 'transient', { 'retry-after': '30' }),
  '504': answers(504, page, 'text/html'),
  html: answers(200, page, 'text/html'),
  empty: answers(200, ''),
  accepted: answers(202, ''),
  'wrong-type': answers(200, JSON.stringify({ resourceType: 'Patient', active: true })),
  'error-inside': answers(200, outcomeBody('invariant')),
  'transient-inside': answers(200, outcomeBody('transient')),
  'exception-inside': answers(200, outcomeBody('exception')),
  huge: answers(200, `{"resourceType":"Bundle","text":"${'x'.repeat(1_100_000)}"}`),
  clinical: answers(
    200,
    JSON.stringify({
      resourceType: 'Bundle',
      type: 'searchset',
      entry: [{ resource: { resourceType: 'DocumentReference', status: 'current' } }],
    }),
  ),
  truncated: { after: (genuine) => ({ ...genuine, body: genuine.body.slice(0, genuine.body.length / 2) }) },
  lost: { after: () => ({ status: 504, headers: { 'content-type': 'text/html' }, body: page }) },
  'missing-entries': altered((bundle) => ({ ...bundle, entry: bundle.entry.slice(1) })),
  'failed-entry': altered((bundle) => ({
    ...bundle,
    entry: bundle.entry.map((entry, i) => (i === 0 ? { response: { status: '422 Unprocessable Entity' } } : entry)),
  })),
} as const satisfies Record<string, Fault>;

export type FaultName = keyof typeof faults;
export const faultOf = (name: string | undefined): Fault | undefined =>
  name !== undefined && Object.hasOwn(faults, name) ? faults[name as FaultName] : undefined;
