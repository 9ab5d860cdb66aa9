/** Whether an Accept header (RFC 9110 section 12.5.1) admits one of the types, or a problem, which every operation may answer. */
export function accepts(header: string | null, types: readonly string[]): boolean {
  if (header === null || header === '' || header === '*/*' || header === 'application/json') return true;
  return preferred(header, [...types, 'application/problem+json']) !== null;
}

/** Of what is offered, in the order of the server's own preference, what a header with qualities asks for most. Null: none of it. */
export function preferred(header: string | null, offered: readonly string[]): string | null {
  if (header === null || header.trim() === '') return offered[0] ?? null;
  const ranges = header.split(',').map(rangeOf);
  let best: { readonly name: string; readonly quality: number } | null = null;
  for (const name of offered) {
    const quality = qualityOf(name, ranges);
    if (quality > (best?.quality ?? 0)) best = { name, quality };
  }
  return best?.name ?? null;
}

type Range = { readonly name: string; readonly quality: number };

function rangeOf(text: string): Range {
  const [name = '', ...parameters] = text
    .trim()
    .toLowerCase()
    .split(/\s*;\s*/);
  const weight = parameters
    .map((parameter) => /^q=([01](?:\.\d{0,3})?)$/.exec(parameter)?.[1])
    .find((q) => q !== undefined);
  return { name, quality: weight === undefined ? 1 : Math.min(1, Number(weight)) };
}

/** That of the most precise range which names it. */
function qualityOf(name: string, ranges: readonly Range[]): number {
  const names = [name, `${name.split('/')[0]}/*`, '*/*', '*'];
  for (const each of names) {
    const matching = ranges.filter((range) => range.name === each);
    if (matching.length > 0) return Math.max(...matching.map(({ quality }) => quality));
  }
  return 0;
}
