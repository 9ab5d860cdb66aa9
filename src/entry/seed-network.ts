import type { ProblemError } from '../../contracts/canonical/problem.ts';
import { type Checked, readDocument } from '../network/index.ts';
import type { Awaitable, Call, Gateway, NewId, Store } from '../ports.ts';

export type Seeded =
  | { readonly seeded: 'applied' | 'in_force' | 'kept'; readonly version: number }
  | { readonly seeded: 'refused'; readonly faults: readonly { readonly line: number; readonly fault: ProblemError }[] };

type Ports = {
  readonly store: Pick<Store, 'network'>;
  readonly gateway: Pick<Gateway, 'applyNetwork'>;
  readonly check: (input: unknown) => Awaitable<Checked>;
  readonly newId: NewId;
};

type Stored = NonNullable<Awaited<ReturnType<Store['network']>>>;

const attemptsMax = 3;

/** In the place of the client: who applied a document of the configuration. */
const configuration = 'configuration';

/**
 * Applies the network document of the configuration, as its administrator would, unless it is the one in force already, or
 * the one in force came from the network's own administrator: that is kept.
 */
export async function seedNetwork(text: string, { store, gateway, check, newId }: Ports): Promise<Seeded> {
  const read = readDocument(text);
  if (!read.ok) return { seeded: 'refused', faults: read.faults };
  const checked = await check(read.value);
  if (!checked.ok) {
    return { seeded: 'refused', faults: checked.faults.map((fault) => ({ line: read.lineOf(fault.pointer), fault })) };
  }
  // Published keys never stand where others reach the gateway, whoever applied them.
  const isKept = async ({ applied_by, document }: Stored) => {
    const found = await check(document);
    return applied_by !== configuration && (found.ok || found.faults.every(({ code }) => code !== 'published_key'));
  };
  const received = new TextEncoder().encode(text);
  // Another replica may apply the same document at the same moment: then this one finds it in force.
  for (let attempt = 0; attempt < attemptsMax; attempt += 1) {
    const stored = await store.network();
    const version = stored?.version ?? 0;
    if (stored !== null && sameValue(stored.document, checked.document)) return { seeded: 'in_force', version };
    if (stored !== null && (await isKept(stored))) return { seeded: 'kept', version };
    const ask = { document: read.value, if_match_version: version };
    const outcome = await gateway.applyNetwork(callOf(newId(), received), ask);
    if (!('replayed' in outcome) && !outcome.refused) return { seeded: 'applied', version: version + 1 };
  }
  throw new Error('the network document changes faster than it can be applied');
}

/** The ledger says that the document came from the configuration, and not from a body of the network. */
const callOf = (correlationId: string, received: Uint8Array): Call => ({
  caller: {
    client_id: configuration,
    organization: configuration,
    organization_kind: 'ats',
    scopes: [],
    system: null,
    acting_user: null,
    voucher: null,
  },
  correlation_id: correlationId,
  received,
});

/** Equal as JSON, whatever the order of members. */
function sameValue(a: unknown, b: unknown): boolean {
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return a === b;
  if (Array.isArray(a) !== Array.isArray(b)) return false;
  const left = new Map(Object.entries(a));
  const right = Object.entries(b);
  return (
    left.size === right.length && right.every(([name, value]) => left.has(name) && sameValue(left.get(name), value))
  );
}
