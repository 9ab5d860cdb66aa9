import { Temporal } from 'temporal-polyfill';
import { zone } from '../rome/index.ts';

export type RuleFault = {
  readonly fault: 'malformed' | 'unsupported' | 'no_meeting';
  /** What is wrong and what to write instead; nothing of the rule itself but names of RFC 5545. */
  readonly detail: string;
};

/** A recurrence as far as meetings need one. `rule` goes to the library; where it ends is ours to watch. */
export type Recurrence = {
  readonly rule: string;
  readonly occurrencesMax: number | null;
  readonly until: Temporal.ZonedDateTime | null;
};

const ruleCharactersMax = 200;
const weekday = '(MO|TU|WE|TH|FR|SA|SU)';
const list = (one: string) => new RegExp(`^${one}(,${one}){0,30}$`);

const frequencies = 'DAILY, WEEKLY, MONTHLY or YEARLY';

/** The parts of RFC 5545 section 3.3.10 that a series of meetings may use, their shape and what it is in words. A meeting's hour is that of the first. */
const parts: ReadonlyMap<string, readonly [shape: RegExp, words: string]> = new Map([
  ['FREQ', [/^(DAILY|WEEKLY|MONTHLY|YEARLY)$/, frequencies]],
  ['INTERVAL', [/^[1-9]\d?$/, 'a number from 1 to 99']],
  ['COUNT', [/^[1-9]\d{0,2}$/, 'a number from 1 to 999']],
  ['UNTIL', [/^\d{8}(T\d{6}Z)?$/, 'a day as 20270630, or an instant in UTC as 20270630T080000Z']],
  [
    'BYDAY',
    [list(`([+-]?[1-5])?${weekday}`), 'weekdays as TU, or 2TU for the second of the month, with commas between'],
  ],
  ['BYMONTHDAY', [list('-?([1-9]|[12]\\d|3[01])'), 'days from 1 to 31, or from -31 to -1, with commas between']],
  ['BYMONTH', [list('([1-9]|1[0-2])'), 'months from 1 to 12, with commas between']],
  ['BYSETPOS', [list('-?[1-9]\\d?'), 'numbers from 1 to 99, or from -99 to -1, with commas between']],
  ['WKST', [new RegExp(`^${weekday}$`), 'a weekday as MO']],
]);
const supported = [...parts.keys()].join(', ');

// Only a name that the RFC or its extension (RFC 7529) knows is said back.
const unsupported = /^(BYSECOND|BYMINUTE|BYHOUR|BYYEARDAY|BYWEEKNO|RSCALE|SKIP)$/;

/** Reads an RRULE, with or without its property name. A part outside the list above is refused, not ignored. */
export function readRule(text: string): Recurrence | RuleFault {
  if (text.length > ruleCharactersMax) return malformed(`is longer than ${ruleCharactersMax} characters`);
  const given = new Map<string, string>();
  for (const part of text.replace(/^RRULE:/, '').split(';')) {
    const [, name = '', value = ''] = /^([A-Z]+)=(.+)$/.exec(part) ?? [];
    const fault = partFault(name, value, given);
    if (fault !== null) return fault;
    given.set(name, value);
  }
  if (!given.has('FREQ')) return malformed(`has no FREQ: say ${frequencies}`);
  if (given.has('COUNT') && given.has('UNTIL')) return malformed('has COUNT and UNTIL: give one of them');
  const count = given.get('COUNT');
  const last = given.get('UNTIL');
  const until = last === undefined ? null : readUntil(last);
  if (until === undefined) return malformed('has an UNTIL on a day or at an hour that does not exist');
  const kept = [...given].filter(([name]) => name !== 'COUNT' && name !== 'UNTIL');
  return {
    rule: `RRULE:${kept.map((pair) => pair.join('=')).join(';')}`,
    occurrencesMax: count === undefined ? null : Number(count),
    until,
  };
}

const malformed = (detail: string): RuleFault => ({ fault: 'malformed', detail });

function partFault(name: string, value: string, given: ReadonlyMap<string, string>): RuleFault | null {
  if (name === '')
    return malformed('has a part that is not NAME=value: write it as in FREQ=WEEKLY;INTERVAL=2;BYDAY=TU');
  if (given.has(name)) return malformed(`has ${name} twice`);
  const [shape, words] = parts.get(name) ?? [];
  if (shape === undefined) {
    const which = unsupported.test(name) ? name : 'a part';
    return { fault: 'unsupported', detail: `has ${which}, which is not supported; these parts are: ${supported}` };
  }
  if (name === 'FREQ' && /^(HOURLY|MINUTELY|SECONDLY)$/.test(value))
    return { fault: 'unsupported', detail: `repeats within a day, which is not supported: FREQ is ${frequencies}` };
  return shape.test(value) ? null : malformed(`has a ${name} that is not ${words}`);
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
