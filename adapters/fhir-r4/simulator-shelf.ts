/** FHIR as the simulated partner keeps it. */
export type Kept = { readonly resourceType: string; readonly id: string; readonly [member: string]: unknown };
type Loose = { readonly [member: string]: unknown };
type Identifier = { readonly system?: string; readonly value?: string };
export type BundleEntry = {
  readonly fullUrl: string;
  readonly resource: Loose & { readonly resourceType: string };
  readonly request: { readonly url: string; readonly ifNoneExist: string };
};
export type Stored = { readonly status: '200 OK' | '201 Created'; readonly resource: Kept };

export type Shelf = ReturnType<typeof createShelf>;

/** Resources by type and id, versioned, with the searches that the adapter uses. `now` stamps every change. */
export function createShelf(now: () => string) {
  const kept = new Map<string, Kept>();
  let lastId = 0;

  const all = (type: string) => [...kept.values()].filter((resource) => resource.resourceType === type);
  const get = (type: string, id: string) => kept.get(`${type}/${id}`);
  const versionOf = (resource: Loose | undefined) => (resource?.meta as { versionId?: string } | undefined)?.versionId;

  const put = (resource: Kept): Kept => {
    const versionId = String(Number(versionOf(get(resource.resourceType, resource.id)) ?? 0) + 1);
    const meta = { ...(resource.meta as Loose | undefined), versionId, lastUpdated: now() };
    const next = { ...resource, meta };
    kept.set(`${resource.resourceType}/${resource.id}`, next);
    return next;
  };
  const create = (resource: Loose & { readonly resourceType: string }): Kept => {
    lastId += 1;
    return put({ ...resource, id: String(lastId) });
  };

  const byIdentifier = (type: string, system: string, value: string) =>
    all(type).filter((resource) =>
      ((resource.identifier ?? []) as readonly Identifier[]).some((i) => i.system === system && i.value === value),
    );

  /** Conditional creates, all or none: `412` where a condition matches more than once, `422` where a reference leads nowhere. */
  const transact = (entries: readonly BundleEntry[]): readonly Stored[] | 412 | 422 => {
    const matches = entries.map(({ request, resource }) => {
      const [, system = '', value = ''] = /^identifier=([^|]+)\|(.+)$/.exec(request.ifNoneExist) ?? [];
      return byIdentifier(resource.resourceType, system, value);
    });
    if (matches.some((found) => found.length > 1)) return 412;
    const urls = new Map(
      entries.map(({ fullUrl, resource }, i) => {
        const id = matches[i]?.[0]?.id ?? String(lastId + 1 + i);
        return [fullUrl, `${resource.resourceType}/${id}`];
      }),
    );
    const linked = entries.map(({ resource }) => relinked(resource, urls) as BundleEntry['resource']);
    if (JSON.stringify(linked).includes('"urn:uuid:')) return 422;
    const first = lastId;
    lastId += entries.length;
    return linked.map((resource, i): Stored => {
      const found = matches[i]?.[0];
      return found === undefined
        ? { status: '201 Created', resource: put({ ...resource, id: String(first + 1 + i) }) }
        : { status: '200 OK', resource: found };
    });
  };

  return { all, get, put, create, byIdentifier, transact, versionOf };
}

function relinked(value: unknown, urls: ReadonlyMap<string, string>): unknown {
  if (typeof value === 'string') return urls.get(value) ?? value;
  if (Array.isArray(value)) return value.map((item) => relinked(item, urls));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, relinked(member, urls)]));
}

/** JSON Patch (RFC 6902), as far as the adapter uses it: `add` to a member or to the end of a list. */
export function patched(resource: Kept, operations: readonly { op: string; path: string; value: unknown }[]): Kept {
  const members = new Map(Object.entries(resource));
  for (const { path, value } of operations) {
    const [, name = '', place] = path.split('/');
    const list = members.get(name);
    members.set(name, place === '-' && Array.isArray(list) ? [...list, value] : value);
  }
  return Object.fromEntries(members) as Kept;
}
