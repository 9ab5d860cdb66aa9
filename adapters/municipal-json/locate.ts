import { pointerOf, wordOf } from './pointer.ts';

type Path = readonly (string | number)[];

/** Shorter values, such as `1` or `si`, stand in too many places to say where they came from. */
const tellingCharactersMin = 3;

/**
 * Where in the vendor's document a place of the mapped result came from, as well as can be known: the member with the same value, or
 * else the smallest part of the document that holds most of the values beside it, never one of these values itself. An empty pointer means the whole document.
 */
export function locate(document: unknown, result: unknown, place: Path): string {
  const origins = originsOf(document);
  for (let length = place.length; length >= 0; length -= 1) {
    const values = leaves(valueAt(result, place.slice(0, length)));
    const paths = values.flatMap(({ path, value }) => {
      const isItself = path.length === 0;
      return (origins.get(value) ?? []).map((origin) => (isItself ? origin : origin.slice(0, -1)));
    });
    if (paths.length > 0) return pointerOf(whereMostAre(paths));
  }
  return '';
}

/** Where each value stands, for the values that stand in one place only. */
function originsOf(document: unknown): Map<string, Path[]> {
  const origins = new Map<string, Path[]>();
  for (const { path, value } of leaves(document)) origins.set(value, origins.has(value) ? [] : [path]);
  return origins;
}

function leaves(json: unknown, path: Path = []): { path: Path; value: string }[] {
  if (typeof json === 'string' || typeof json === 'number') {
    const value = String(json);
    return value.length >= tellingCharactersMin ? [{ path, value }] : [];
  }
  if (typeof json !== 'object' || json === null) return [];
  const name = (key: string) => (Array.isArray(json) ? key : wordOf(key));
  return Object.entries(json).flatMap(([key, member]) => leaves(member, [...path, name(key)]));
}

function valueAt(json: unknown, path: Path): unknown {
  return path.reduce<unknown>(
    (at, step) =>
      typeof at === 'object' && at !== null ? Object.getOwnPropertyDescriptor(at, step)?.value : undefined,
    json,
  );
}

/** The deepest place that holds more than half of the paths: a person's own part of the document, though the case stands elsewhere. */
function whereMostAre(paths: readonly Path[]): Path {
  let inside = paths;
  for (let depth = 0; ; depth += 1) {
    const groups = Map.groupBy(inside, (path) => path[depth]);
    const [step, largest] = [...groups].reduce((best, group) => (group[1].length > best[1].length ? group : best));
    if (step === undefined || largest.length * 2 <= paths.length) return inside[0]?.slice(0, depth) ?? [];
    inside = largest;
  }
}
