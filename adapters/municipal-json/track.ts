import { isUnder, pointerOf, stepsOf, wordOf } from './pointer.ts';

const raws = new WeakMap<object, object>();

/** What stands behind a tracked value; the value itself when it is not tracked. */
export const rawOf = (value: object): object => raws.get(value) ?? value;

/**
 * A JSON value that remembers which of its members were read: what a mapping never looked at is reported, not lost.
 * `unread` names them by pointer, a whole branch by its root, but for those at or below `ignores`. Empty members carry nothing and are not named.
 */
export function track(json: unknown): Tracked {
  const read = new WeakMap<object, Set<string>>();
  const proxies = new WeakMap<object, object>();

  const wrap = (value: unknown): unknown => {
    if (typeof value !== 'object' || value === null) return value;
    const known = proxies.get(value);
    if (known !== undefined) return known;
    const proxy = new Proxy(value, {
      get(target, key, receiver) {
        const member: unknown = Reflect.get(target, key, receiver);
        if (typeof key !== 'string' || !Object.hasOwn(target, key)) return member;
        if (typeof member !== 'object') read.set(target, (read.get(target) ?? new Set()).add(key));
        return wrap(member);
      },
    });
    proxies.set(value, proxy);
    raws.set(proxy, value);
    return proxy;
  };

  const unreadUnder = (value: unknown, path: readonly string[], wasRead: boolean, ignores: Ignores): Branch => {
    if (value === null || value === '') return { anyRead: false, unread: [] };
    if (wasRead || isUnder(path, ignores)) return { anyRead: true, unread: [] };
    if (typeof value !== 'object') return { anyRead: false, unread: [pointerOf(path)] };
    const branches = membersOf(value).map(([key, member]) =>
      unreadUnder(
        member,
        [...path, Array.isArray(value) ? key : wordOf(key)],
        read.get(value)?.has(key) === true,
        ignores,
      ),
    );
    const unread = branches.flatMap((branch) => branch.unread);
    const anyRead = branches.some((branch) => branch.anyRead);
    return { anyRead, unread: anyRead || unread.length === 0 || path.length === 0 ? unread : [pointerOf(path)] };
  };

  return { value: wrap(json), unread: (ignores) => unreadUnder(json, [], false, ignores.map(stepsOf)).unread };
}

/** JSONata marks lists with members of its own, such as `keepSingleton`; they are not part of the document. */
const membersOf = (value: object): [string, unknown][] =>
  Array.isArray(value) ? value.map((member, index) => [String(index), member]) : Object.entries(value);

type Ignores = readonly (readonly string[])[];
export type Tracked = { readonly value: unknown; unread(ignores: readonly string[]): readonly string[] };
type Branch = { readonly anyRead: boolean; readonly unread: readonly string[] };
