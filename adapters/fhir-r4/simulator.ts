import { Hono } from 'hono';
import { type Fault, type FaultName, faultOf, faults, outcomeBody, type Said } from './simulator-faults.ts';
import { type BundleEntry, createShelf, type Kept, patched } from './simulator-shelf.ts';
import { createWork } from './simulator-work.ts';

const fhirJson = 'application/fhir+json';
const said = (status: number, value: unknown, headers: Said['headers'] = {}): Said => ({
  status,
  headers: { 'content-type': fhirJson, ...headers },
  body: typeof value === 'string' ? value : JSON.stringify(value),
});

export type Setting = {
  /** As in the adapter's options. */
  readonly namespace?: string;
  readonly now?: () => string;
  /** Carries what the partner has to say to the gateway's `/v1/inbound/{system_id}`. */
  readonly push?: (body: string) => Promise<unknown>;
};

/**
 * A health body with a FHIR R4 server: transactions of conditional creates, Task read, search and patch, Appointment search.
 * A referral whose case number is `SIM-<fault>` provokes that fault; `failNext` provokes one at the next request.
 */
export function simulate(setting: Setting = {}) {
  const { namespace = 'https://rete.example.it/fhir', now = () => '2026-11-22T10:00:00.000Z', push } = setting;
  const shelf = createShelf(now);
  const awaited: { readonly fault: Fault; readonly method: string }[] = [];
  let isDown = false;
  let effects = 0;

  /** Does the work, unless something goes wrong before; lets something go wrong after. */
  const answer = (method: string, work: () => Said, sentinel?: string): Response => {
    const at = awaited.findIndex((next) => next.method === method);
    const fault = faultOf(sentinel) ?? (at < 0 ? undefined : awaited.splice(at, 1)[0]?.fault);
    const down = said(503, outcomeBody('transient'));
    const genuine = isDown ? down : fault && 'instead' in fault ? fault.instead : work();
    const { status, headers, body } = !isDown && fault && 'after' in fault ? fault.after(genuine) : genuine;
    return new Response(body, { status, headers });
  };

  const transaction = (entries: readonly BundleEntry[]): Said => {
    const stored = shelf.transact(entries);
    if (stored === 412) return said(412, outcomeBody('multiple-matches'));
    if (stored === 422) return said(422, outcomeBody('not-found'));
    const made = stored.some(({ status, resource }) => status === '201 Created' && resource.resourceType === 'Task');
    effects += made ? 1 : 0;
    const entry = stored.map(({ status, resource }) => ({
      response: { status, location: `${resource.resourceType}/${resource.id}`, lastModified: now() },
    }));
    return said(200, { resourceType: 'Bundle', type: 'transaction-response', entry });
  };

  const searchset = (resources: readonly Kept[], elements: string | undefined): Said =>
    said(200, {
      resourceType: 'Bundle',
      type: 'searchset',
      total: resources.length,
      entry: resources.map((resource) => ({ resource: only(resource, elements), search: { mode: 'match' } })),
    });

  const app = new Hono();
  app.post('/', async (c) => {
    const { entry = [] } = await c.req.json<{ entry?: BundleEntry[] }>();
    return answer('POST', () => transaction(entry), sentinelIn(entry, namespace));
  });
  app.get('/metadata', () =>
    answer('GET', () =>
      said(200, {
        resourceType: 'CapabilityStatement',
        status: 'active',
        kind: 'instance',
        fhirVersion: '4.0.1',
        format: ['json'],
        rest: [{ mode: 'server', resource: [{ type: 'Task' }, { type: 'Appointment' }] }],
      }),
    ),
  );
  app.get('/Task', (c) =>
    answer('GET', () => {
      const [system = '', value = ''] = (c.req.query('identifier') ?? '').split('|');
      return searchset(shelf.byIdentifier('Task', system, value), c.req.query('_elements'));
    }),
  );
  app.get('/Task/:id', (c) =>
    answer('GET', () => {
      const task = shelf.get('Task', c.req.param('id'));
      return task ? said(200, task) : said(404, outcomeBody('not-found'));
    }),
  );
  app.patch('/Task/:id', async (c) => {
    const operations = await c.req.json<{ op: string; path: string; value: unknown }[]>();
    return answer('PATCH', () => {
      const task = shelf.get('Task', c.req.param('id'));
      if (task === undefined) return said(404, outcomeBody('not-found'));
      if (c.req.header('if-match') !== `W/"${shelf.versionOf(task)}"`) return said(412, outcomeBody('conflict'));
      effects += 1;
      shelf.put(patched(task, operations));
      return said(200, outcomeBody('informational', 'information'));
    });
  });
  app.get('/Appointment', (c) =>
    answer('GET', () => {
      const request = c.req.query('based-on');
      const on = (appointment: Kept) => JSON.stringify(appointment.basedOn ?? []).includes(`"${request}"`);
      return searchset(shelf.all('Appointment').filter(on), c.req.query('_elements'));
    }),
  );
  app.notFound(() => answer('GET', () => said(404, outcomeBody('not-found'))));

  return {
    fetch: (request: Request) => app.fetch(request),
    /** How many Tasks were created or changed by requests. */
    effects: () => effects,
    /** While down, every request is answered 503. */
    down: (value: boolean) => {
      isDown = value;
    },
    /** Has it already, without being asked. */
    keep: (entries: readonly BundleEntry[]) => {
      shelf.transact(entries);
    },
    failNext: (name: FaultName, method: 'POST' | 'GET' | 'PATCH' = 'POST') => {
      awaited.push({ fault: faults[name], method });
    },
    ...createWork(shelf, { namespace, now, push }),
  };
}

/** What `_elements` leaves (FHIR R4, 3.1.1.5.9): the members asked for, beside type, id and meta. */
function only(resource: Kept, elements: string | undefined): object {
  if (elements === undefined) return resource;
  const wanted = new Set([...elements.split(','), 'resourceType', 'id', 'meta']);
  return Object.fromEntries(Object.entries(resource).filter(([name]) => wanted.has(name)));
}

function sentinelIn(entries: readonly BundleEntry[], namespace: string): string | undefined {
  const identifiers = entries.flatMap(
    ({ resource }) => (resource.identifier ?? []) as readonly { system?: string; value?: string }[],
  );
  const number = identifiers.find(({ system }) => system === `${namespace}/case`)?.value;
  return number?.startsWith('SIM-') ? number.slice(4) : undefined;
}
