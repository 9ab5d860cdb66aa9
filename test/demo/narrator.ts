import { styleText } from 'node:util';

const columns = 92;
const gutter = '  ';

type Style = 'bold' | 'dim' | 'green' | 'red' | 'cyan' | 'yellow';
type Field = readonly [label: string, value: string];

export type Narrator = ReturnType<typeof createNarrator>;

/** Puts a story on a page of `columns` characters. Colours only where a person looks. */
export function createNarrator({
  print,
  colours,
}: {
  readonly print: (line: string) => void;
  readonly colours: boolean;
}) {
  const paint = (style: Style | readonly Style[], text: string) =>
    colours ? styleText([...(typeof style === 'string' ? [style] : style)], text, { validateStream: false }) : text;
  let acts = 0;

  const labelled = (indent: string, fields: readonly Field[]) => {
    const width = Math.max(...fields.map(([label]) => label.length)) + 2;
    for (const [label, value] of fields) {
      const [first = '', ...others] = wrapped(value, columns - indent.length - width);
      print(`${indent}${paint('dim', label.padEnd(width))}${first}`);
      for (const line of others) print(`${indent}${' '.repeat(width)}${line}`);
    }
  };

  return {
    title(text: string, under: string) {
      print('');
      print(`${gutter}${paint('bold', text)}`);
      for (const line of wrapped(under, columns - gutter.length)) print(`${gutter}${line}`);
    },
    /** A new act, at an instant of the story. */
    act(text: string, at: string) {
      acts += 1;
      const time = inRome(at);
      const head = `${acts}. ${text} `;
      print('');
      print(
        `${paint(['bold', 'cyan'], head)}${paint('dim', `${'─'.repeat(Math.max(3, columns - head.length - time.length - 1))} ${time}`)}`,
      );
    },
    say(text: string) {
      print('');
      for (const line of wrapped(text, columns - gutter.length)) print(`${gutter}${line}`);
    },
    fields: (fields: readonly Field[]) => {
      print('');
      labelled(gutter, fields);
    },
    /** Words as they went over the wire. */
    quote(caption: string, lines: readonly string[]) {
      print('');
      print(`${gutter}${paint('dim', caption)}`);
      const width = columns - gutter.length - 2;
      for (const line of lines) for (const part of folded(line, width)) print(`${gutter}${paint('dim', '│')} ${part}`);
    },
    /** One exchange: who told whom, in which language, what of it, and how it ended. */
    exchange(
      from: string,
      to: string,
      ending: { readonly text: string; readonly good: boolean },
      fields: readonly Field[],
    ) {
      print('');
      const arrow = `${from} ──▶ ${to}`;
      const end = paint(ending.good ? 'green' : 'yellow', ending.text);
      print(
        `${gutter}${paint('bold', arrow)}${' '.repeat(Math.max(2, columns - gutter.length - arrow.length - ending.text.length))}${end}`,
      );
      labelled(`${gutter}${gutter}`, fields);
    },
    /** The last column takes what is left of the width, on as many lines as it needs. */
    table(head: readonly string[], rows: readonly (readonly string[])[]) {
      print('');
      const last = head.length - 1;
      const widths = head
        .slice(0, last)
        .map((title, i) => Math.max(title.length, ...rows.map((row) => row[i]?.length ?? 0)));
      const left = widths.reduce((sum, width) => sum + width + gutter.length, gutter.length);
      const start = (cells: readonly string[]) =>
        widths.map((width, i) => (cells[i] ?? '').padEnd(width) + gutter).join('');
      print(paint('dim', `${gutter}${start(head)}${head[last]}`));
      for (const row of rows) {
        const [first = '', ...others] = wrapped(row[last] ?? '', columns - left);
        print(`${gutter}${start(row)}${first}`.trimEnd());
        for (const line of others) print(' '.repeat(left) + line);
      }
    },
    checked: (claim: string) => {
      const [first = '', ...others] = wrapped(claim, columns - gutter.length - 2);
      print(`${gutter}${paint('green', '✓')} ${first}`);
      for (const line of others) print(`${gutter}  ${line}`);
    },
    failed(name: string, detail: string) {
      print('');
      print(`${gutter}${paint('red', '✗')} ${paint('bold', name)}`);
      for (const line of detail.split('\n')) print(`${gutter}  ${line}`);
    },
    space: () => print(''),
  };
}

const clockInRome = new Intl.DateTimeFormat('en-GB', {
  timeZone: 'Europe/Rome',
  weekday: 'short',
  day: 'numeric',
  month: 'short',
  year: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
});
/** An instant as a case worker's watch shows it. */
export const inRome = (at: string): string => clockInRome.format(new Date(at)).replaceAll(',', '');
export const hourInRome = (at: string): string => inRome(at).slice(-8);

function wrapped(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(/\s+/)) {
    if (line !== '' && line.length + 1 + word.length > width) {
      lines.push(line);
      line = word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  return line === '' ? lines : [...lines, line];
}

/** A long line of a message on several, broken after a comma or a space where there is one. Its start stays where it was. */
function folded(line: string, width: number, indent = `${/^ */.exec(line)?.[0] ?? ''}    `): string[] {
  if (line.length <= width) return [line];
  const at = Math.max(line.lastIndexOf(',', width - 1), line.lastIndexOf(' ', width - 1)) + 1;
  const cut = at > indent.length ? at : width;
  return [line.slice(0, cut).trimEnd(), ...folded(indent + line.slice(cut).trimStart(), width, indent)];
}
