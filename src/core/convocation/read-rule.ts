import { Temporal } from 'temporal-polyfill';
import { zone } from './rome.ts';

export type RuleFault = 'malformed' | 'unsupported' | 'no_meeting';

/** A recurrence as far as meetings need one. `rule` goes to the library; where it ends is ours to watch. */
export type Recurrence = {
  readonly rule: string;
  readonly occurrencesMax: number | null;
  readonly until: Temporal.ZonedDateTime | null;
};

const ruleCharactersMax = 200;
const weekday = '(MO|TU|WE|TH|FR|SA|SU)';
const list = (one: string) => new RegExp(`^${one}(,${one}){0,30}$`);

/** The parts of RFC 5545 section 3.3.10 that a series of meetings may use, and their shape. A meeting's hour is that of the first. */
const parts: ReadonlyMap<string, RegExp> = new Map([
  ['FREQ', /^(DAILY|WEEKLY|MONTHLY|YEARLY)$/],
  ['INTERVAL', /^[1-9]\d?$/],
  ['COUNT', /^[1-9]\d{0,2}$/],
  ['UNTIL', /^\d{8}(T\d{6}Z)?$/],
  ['BYDAY', list(`([+-]?[1-5])?${weekday}`)],
  ['BYMONTHDAY', list('-?([1-9]|[12]\\d|3[01])')],
  ['BYMONTH', list('([1-9]|1[0-2])')],
  ['BYSETPOS', list('-?[1-9]\\d?')],
  ['WKST', new RegExp(`^${weekday}$`)],
]);

/** Reads an RRULE, with or without its property name. A part outside the list above is refused, not ignored. */
export function readRule(text: string): Recurrence | RuleFault {
  if (text.length > ruleCharactersMax) return 'malformed';
  const given = new Map<string, string>();
  for (const part of text.replace(/^RRULE:/, '').split(';')) {
    const [, name = '', value = ''] = /^([A-Z]+)=(.+)$/.exec(part) ?? [];
    if (name === '' || given.has(name)) return 'malformed';
    const shape = parts.get(name);
    if (shape === undefined || (name === 'FREQ' && /^(HOURLY|MINUTELY|SECONDLY)$/.test(value))) return 'unsupported';
    if (!shape.test(value)) return 'malformed';
    given.set(name, value);
  }
  if (!given.has('FREQ') || (given.has('COUNT') && given.has('UNTIL'))) return 'malformed';
  const count = given.get('COUNT');
  const last = given.get('UNTIL');
  const until = last === undefined ? null : readUntil(last);
  if (until === undefined) return 'malformed';
  const kept = [...given].filter(([name]) => name !== 'COUNT' && name !== 'UNTIL');
  return {
    rule: `RRULE:${kept.map((pair) => pair.join('=')).join(';')}`,
    occurrencesMax: count === undefined ? null : Number(count),
    until,
  };
}

/** A bare date includes its whole day in Rome; undefined where there is no such day or hour. */
function readUntil(text: string): Temporal.ZonedDateTime | undefined {
  try {
    if (text.length > 8) return Temporal.Instant.from(text).toZonedDateTimeISO(zone);
    return Temporal.PlainDate.from(text).toZonedDateTime({ timeZone: zone, plainTime: '23:59:59' });
  } catch (failure) {
    if (failure instanceof RangeError) return undefined;
    throw failure;
  }
}
