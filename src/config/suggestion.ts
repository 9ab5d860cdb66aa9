/** A question after the setting that was meant, or nothing. Of its name alone, never of a value. */
export function suggestion(name: string, settings: readonly string[]): string {
  const [nearest] = settings
    .map((known) => ({ known, distance: Math.min(distanceOf(name, known), distanceOfStart(name, known)) }))
    .sort((a, b) => a.distance - b.distance);
  // Further than half of its own letters it is another word.
  const distanceMax = Math.min(5, (name.length - 'RACCORDO_'.length) / 2);
  return nearest && nearest.distance <= distanceMax ? `; did you mean ${nearest.known}?` : '';
}

/** To the first words of a name that goes on: what was left out counts as one. */
const distanceOfStart = (name: string, known: string): number =>
  known[name.length] === '_' ? distanceOf(name, known.slice(0, name.length)) + 1 : Number.POSITIVE_INFINITY;

/** Optimal string alignment: Levenshtein's, with two letters that changed places as one slip. */
function distanceOf(a: string, b: string): number {
  let last: number[] = [];
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 0; i < a.length; i += 1) {
    const next = [i + 1];
    for (let j = 0; j < b.length; j += 1) {
      const swapped = i > 0 && j > 0 && a[i] === b[j - 1] && a[i - 1] === b[j];
      next.push(
        Math.min(
          (next[j] ?? 0) + 1,
          (row[j + 1] ?? 0) + 1,
          (row[j] ?? 0) + (a[i] === b[j] ? 0 : 1),
          swapped ? (last[j - 1] ?? 0) + 1 : Number.POSITIVE_INFINITY,
        ),
      );
    }
    last = row;
    row = next;
  }
  return row[b.length] ?? 0;
}
