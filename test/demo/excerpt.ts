import type { Sent } from '../world/partners.ts';

/** The content of a SOAP envelope, one element a line, as it was sent. */
export function soapLines({ body }: Sent): string[] {
  const inside = /<(\w+):Body>(?<content>[\s\S]*)<\/\1:Body>/.exec(body)?.groups?.content ?? body;
  let depth = 0;
  return inside
    .replace(/></g, '>\n<')
    .replace(/>\n<\/(?=[^>]*>)/g, '>\n</')
    .split('\n')
    .map((line) => {
      if (line.startsWith('</')) depth -= 1;
      const indented = `${'  '.repeat(depth)}${line}`;
      if (/^<[^/][^>]*>$/.test(line)) depth += 1;
      return indented;
    });
}

type Resource = { readonly resourceType: string; readonly [member: string]: unknown };

/** A FHIR resource, or a Bundle, in short: what it is made of, and some places of some resources, as they were sent. */
export function fhirLines({ body }: Pick<Sent, 'body'>, places: readonly string[]): string[] {
  const whole = JSON.parse(body) as Resource & { type?: string; entry?: readonly { resource: Resource }[] };
  const resources = whole.entry?.map(({ resource }) => resource) ?? [whole];
  const shown = places.map((place) => {
    const [name, ...path] = place.split('.');
    const found = path.reduce<unknown>(
      (value, step) => Object(value)[step],
      resources.find(({ resourceType }) => resourceType === name),
    );
    return `${place.replace(/\.(\d+)/g, '[$1]')}: ${JSON.stringify(found)}`;
  });
  const kind = whole.type === undefined ? '' : `Bundle (${whole.type}): `;
  return [`${kind}${resources.map(({ resourceType }) => resourceType).join(', ')}`, ...shown];
}

/** Some members of a JSON object, one a line, as they were sent. */
export function jsonLines(value: object, names: readonly string[]): string[] {
  const members = Object.entries(value).filter(([name, member]) => names.includes(name) && member !== undefined);
  return ['{', ...members.map(([name, member]) => `  ${JSON.stringify(name)}: ${JSON.stringify(member)},`), '}'];
}
