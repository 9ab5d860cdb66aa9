import { isUnder, pointerOf, stepsOf, wordOf } from './pointer.ts';

type Path = readonly (string | number)[];

/** Shorter values, such as `1` or `si`, stand in too many places to say where they came from. */
const tellingCharactersMin = 3;

/** One value may have come from anywhere; that two came from one part of the document by chance is not to be expected. */
const witnessesMin = 2;

/**
 * Where in the vendor's document a place of the mapped result came from, as far as it is certain: the member with the same value, or else
 * the smallest part of the document that holds most of the values beside it, never one of these values itself. An empty pointer means the
 * whole document. `unread` are the places of the document that the mapping did not look at: nothing came from there.
 */
export function locate(document: unknown, result: unknown, place: Path, unread: readonly string[] = []): string {
  const origins = originsOf(document, unread.map(stepsOf));
  const [itself] = leaves(valueAt(result, place)).flatMap(({ path, value }) =>
    path.length === 0 ? (origins.get(value) ?? []) : [],
  );
  if (itself !== undefined) return pointerOf(itself);
  let last: readonly Path[] = [];
  for (let length = place.length; length >= 0; length -= 1) {
    last = witnessesIn(valueAt(result, place.slice(0, length)), origins);
    // What the place itself holds needs no second witness.
    if (last.length >= (length === place.length ? 1 : witnessesMin)) return pointerOf(whereMostAre(last));
  }
  const [only = []] = last;
  return pointerOf(only.slice(0, rowLength(only)));
}

/**
 * From which part of the document each value of a result was taken: as much higher above the value as the value is deeper in the result,
 * but within the same item of the outermost list, which is about one person or one case.
 */
function witnessesIn(result: unknown, origins: ReadonlyMap<string, readonly Path[]>): readonly Path[] {
  const depths = new Map(leaves(result).map(({ path, value }) => [value, path.length]));
  return [...depths].flatMap(([value, depth]) =>
    (origins.get(value) ?? []).map((origin) => origin.slice(0, Math.max(rowLength(origin), origin.length - depth))),
  );
}

/** How many steps of a path lead to the item of the outermost list; none where it leads through no list. */
const rowLength = (path: Path): number => path.findIndex((step) => typeof step === 'number') + 1;

/** Where each value stands, for the values that stand in one place only. */
function originsOf(document: unknown, unread: readonly (readonly string[])[]): Map<string, Path[]> {
  const origins = new Map<string, Path[]>();
  for (const { path, value } of leaves(document)) {
    if (isUnder(path.map(String), unread)) continue;
    origins.set(value, origins.has(value) ? [] : [path]);
  }
  return origins;
}

function leaves(json: unknown, path: Path = []): { path: Path; value: string }[] {
  if (typeof json === 'string' || typeof json === 'number') {
    const value = String(json);
    return value.length >= tellingCharactersMin ? [{ path, value }] : [];
  }
  if (typeof json !== 'object' || json === null) return [];
  const name = (key: string) => (Array.isArray(json) ? Number(key) : wordOf(key));
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
