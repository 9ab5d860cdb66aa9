/** A content line of iCalendar (RFC 5545 section 3.1): name and parameter names in capitals, the value as it stands. */
export type ContentLine = {
  readonly name: string;
  readonly parameters: ReadonlyMap<string, string>;
  readonly value: string;
};
export type Component = {
  readonly name: string;
  readonly lines: readonly ContentLine[];
  readonly components: readonly Component[];
};
type Growing = { readonly name: string; readonly lines: ContentLine[]; readonly components: Growing[] };

const nestingMax = 4;
const linesMax = 2000;

/**
 * The one VCALENDAR that a text is, or null: when it is not whole, is more than one, holds a line that is none, or a parameter twice.
 * Line ends may be any, and empty lines are passed over (RFC 6047 leaves them to the transport).
 */
export function readCalendar(text: string): Component | null {
  const open: Growing[] = [];
  let calendar: Growing | null = null;
  for (const line of unfold(text)) {
    const read = calendar === null ? contentLine(line) : null;
    const inside = open.at(-1);
    if (read === null) return null;
    const named = read.value.trim().toUpperCase();
    if (read.name === 'BEGIN') {
      const component: Growing = { name: named, lines: [], components: [] };
      if (inside === undefined ? named !== 'VCALENDAR' : open.length >= nestingMax) return null;
      inside?.components.push(component);
      open.push(component);
    } else if (inside === undefined) return null;
    else if (read.name === 'END') {
      if (inside.name !== named) return null;
      open.pop();
      if (open.length === 0) calendar = inside;
    } else inside.lines.push(read);
  }
  return calendar;
}

/** RFC 5545 section 3.1: a line break before one space or tab is not there. */
function unfold(text: string): readonly string[] {
  const lines: string[][] = [];
  for (const line of text.replace(/^\ufeff/, '').split(/\r\n|\r|\n/)) {
    const last = lines.at(-1);
    if (/^[ \t]/.test(line) && last !== undefined) last.push(line.slice(1));
    else if (line !== '') lines.push([line]);
    // One more than is allowed, which is no content line.
    if (lines.length > linesMax) return [''];
  }
  return lines.map((pieces) => pieces.join('')).filter((line) => line.trim() !== '');
}

const lineName = /[A-Za-z0-9-]{1,60}/y;
const parameter = /;\s*([A-Za-z0-9-]{1,60})=((?:"[^"]*"|[^";:,]*)(?:,(?:"[^"]*"|[^";:,]*))*)/y;

function contentLine(line: string): ContentLine | null {
  lineName.lastIndex = 0;
  const name = lineName.exec(line)?.[0];
  if (name === undefined) return null;
  const parameters = new Map<string, string>();
  let at = name.length;
  for (;;) {
    parameter.lastIndex = at;
    const found = parameter.exec(line);
    if (found === null) break;
    const key = (found[1] ?? '').toUpperCase();
    if (parameters.has(key)) return null;
    parameters.set(key, (found[2] ?? '').trim().replace(/^"([^"]*)"$/, '$1'));
    at += found[0].length;
  }
  return line[at] === ':' ? { name: name.toUpperCase(), parameters, value: line.slice(at + 1) } : null;
}

/** The only line of that name, null when it stands twice, undefined when it does not stand there. */
export function soleLine(component: Component, name: string): ContentLine | null | undefined {
  const [line, ...more] = component.lines.filter((each) => each.name === name);
  return more.length > 0 ? null : line;
}

/** A TEXT value (RFC 5545 section 3.3.11). */
export const textValue = (value: string) =>
  value.replace(/\\([\\;,nN])/g, (_, char: string) => (char.toLowerCase() === 'n' ? '\n' : char));
