import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import jsonata from 'jsonata';
import { describe, expect, it } from 'vitest';
import { builtIn } from './built-in.ts';
import { createCompile } from './compile.ts';
import { inspectExpression } from './inspect-expression.ts';
import { inspectPattern } from './pattern.ts';

const now = '2026-11-20T09:00:00.000Z';
const compile = createCompile();
const evaluate = (text: string, input: unknown = {}, at = now) => compile(text)({ input, variables: {}, now: at });
const resultOf = async (text: string, input?: unknown) => {
  const evaluated = await evaluate(text, input);
  return evaluated.done ? evaluated.value : `failed: ${evaluated.rule}`;
};

describe('an expression that would not end, or would fill the memory, is stopped', () => {
  it.each([
    ['endless recursion', '($f := function($n) { $f($n + 1) + 1 }; $f(1))', /D1011|limit of steps/],
    ['endless tail recursion', '($f := function($n) { $f($n + 1) }; $f(1))', /limit of steps/],
    ['mutual recursion', '($f := function($n) { $g($n) }; $g := function($n) { $f($n) }; $f(1))', /limit of steps/],
    ['a huge range', '[1..10000000]', /D2015/],
    ['ranges in ranges', '[1..1000].([1..1000].([1..1000].(1)))', /D2015|limit of steps/],
    [
      'much work with little memory',
      '$sum($map([1..1000], function($i) { $sum([1..1000].($ * $i)) }))',
      /limit of steps/,
    ],
    ['a list that doubles', '$reduce([1..60], function($a, $i) { $append($a, $a) }, [1])', /D2015|limit of list/],
    ['a text that doubles', '$reduce([1..60], function($a, $i) { $a & $a }, "x")', /limit of text/],
    ['a tree that doubles', '$reduce([1..60], function($a, $i) { [[$a], [$a]] }, 1)', /limit of weight|limit of depth/],
    [
      'an object that doubles',
      '$reduce([1..60], function($a, $i) { {"a": $a, "b": $a} }, {})',
      /limit of weight|limit of depth/,
    ],
    ['padding', '$pad("x", 1000000000)', /limit of text/],
    ['padding backwards', '$pad("x", -1000000000)', /limit of text/],
    ['joining', '$join([1..1000].$pad("x", 9000))', /limit of/],
    ['a repeated replacement', '$replace($pad("", 9000, "a"), "a", $pad("", 9000, "b"))', /limit of text/],
    ['a slow match', '$contains($pad("", 2000, "a"), /a*a*a*b/)', /limit of steps/],
    ['many slow matches', '[1..1000].$contains($pad("", 500, "a"), /a+$/)', /limit of steps/],
  ])('%s', async (_, text, rule) => {
    expect(inspectExpression(text)).toBeNull();
    expect(await evaluate(text)).toEqual({ done: false, rule: expect.stringMatching(rule) });
  });

  it('by work, so that the same document always ends the same way', async () => {
    const text = '$count([1..900].($sum([1..100])))';
    const all = await Promise.all(Array.from({ length: 5 }, () => evaluate(text)));
    expect(all).toEqual(Array(5).fill({ done: true, value: 900 }));
  });

  it('without taking from the evaluations beside it', async () => {
    const text = '$sum([1..$$.n].($sum([1..$$.n].($ + 1))))';
    const [small, endless, again] = await Promise.all([
      evaluate(text, { n: 3 }),
      evaluate(text, { n: 1000 }),
      evaluate(text, { n: 2 }),
    ]);
    expect([small, again]).toEqual([
      { done: true, value: 27 },
      { done: true, value: 10 },
    ]);
    expect(endless.done).toBe(false);
  });
});

describe('a function that is bounded here does what that of JSONata does', () => {
  const inputs = [
    {},
    { text: 'è' },
    { text: '😀x' },
    { text: 'abcdef' },
    { text: '' },
    { text: 'a', width: 4, mark: '😀-' },
  ];
  it.each([
    '$pad(text, 4)',
    '$pad(text, -4)',
    '$pad(text, -4, "0")',
    '$pad(text, 6, "12")',
    '$pad(text, 4, "")',
    '$pad(text, width, mark)',
    '$pad(text, -width, mark)',
    '"<" & $pad(text, 3) & ">"',
    '{"a": $pad(text, 3)}',
    '$pad(text, 5, mark) ~> $length()',
    'text.$pad(4)',
    '[text].$pad($, 3)',
    'text ~> $pad(3)',
    '$match(text, /a+/)',
    '$contains(text, /a+/)',
    '$replace(text, /a/, "b")',
    '$split(text, /b/)',
  ])('%s', async (text) => {
    for (const input of inputs) {
      const own: unknown = await jsonata(text).evaluate(input);
      expect(await resultOf(text, input), JSON.stringify(input)).toEqual(
        own === undefined ? undefined : JSON.parse(JSON.stringify(own)),
      );
    }
  });
});

describe('an expression is pure', () => {
  it.each([
    ['$eval("1")', '$eval'],
    ['($e := $eval; $e("1"))', '$eval'],
    ['[1].$map([1], $random)', '$random'],
    ['{"a": $shuffle([1, 2])}', '$shuffle'],
  ])('%s is refused before it runs', (text, name) => {
    expect(inspectExpression(text)).toContain(`${name} at character`);
  });

  it('its clock is the instant it is given', async () => {
    expect(await resultOf('$now()')).toBe(now);
    expect(await resultOf('$millis()')).toBe(Date.parse(now));
    expect(await resultOf('$toMillis("10:00", "[H01]:[m01]") ~> $fromMillis()')).toBe('2026-11-20T10:00:00.000Z');
  });

  it('its clock is its own while others run', async () => {
    const instants = [now, '2027-01-01T00:00:00.000Z', '2028-02-29T12:00:00.000Z'];
    const all = await Promise.all(instants.map((at) => evaluate('$join([$now(), [1..50].$now()[0]][0])', {}, at)));
    expect(all.map((one) => one.done && one.value)).toEqual(instants);
  });

  it('its result is plain JSON', async () => {
    expect(await resultOf('{"a": [1, "x", null, true], "b": nothing}')).toEqual({ a: [1, 'x', null, true] });
    expect(await resultOf('nothing')).toBeUndefined();
    expect(await resultOf('{"f": function($x) { $x }}')).toBe('failed: limit of function');
    expect(await resultOf('[$uppercase]')).toBe('failed: limit of function');
  });

  it('reaches nothing behind the document', async () => {
    for (const name of ['constructor', '__proto__', 'toString', 'hasOwnProperty', 'prototype']) {
      expect(await resultOf(`$lookup($, "${name}")`, { a: 1 })).toBeUndefined();
      expect(await resultOf(`a.\`${name}\``, { a: 'text' })).toBeUndefined();
    }
    await evaluate('{"__proto__": {"polluted": true}}');
    await evaluate('$merge([$, {"__proto__": {"polluted": true}}])', JSON.parse('{"__proto__": {"polluted": true}}'));
    expect(Reflect.get({}, 'polluted')).toBeUndefined();
  });

  it('fails without a word of the document', async () => {
    for (const text of ['$error("di " & nome)', '$assert(false, nome)', '$uppercase(n & 1) + nome', 'nome.$number()']) {
      const evaluated = await evaluate(text, { nome: 'ROSSI', n: 1 });
      expect(evaluated).toEqual({
        done: false,
        rule: expect.stringMatching(/^[A-Z]\d{4}( at character \d+)? \([^()]+\)$/),
      });
    }
  });
});

describe('a called function', () => {
  it.each([
    ['$lokup({}, "a")', '$lokup'],
    ['{"a": [b.(c ? $lokup(?, "a") : 1)]}', '$lokup'],
    ['a ~> $lokup', '$lokup'],
    ['($f := function($x) { $x($y) }; $g(1))', '$g'],
  ])('that nothing defines is refused before it runs: %s', (text, name) => {
    expect(inspectExpression(text)).toContain(`calls ${name} at character`);
  });

  it.each([
    '($f := function($g) { $g(1) }; $f($string))',
    '($even := function($n) { $n = 0 or $odd($n - 1) }; $odd := function($n) { $n > 0 and $even($n - 1) }; $even(4))',
    'λ($x){ $x }(1) ~> $string() ~> $uppercase',
    '$map([1], function($v, $i) { $system & $organization & $status & $i })',
    '[$uppercase]@$f.$f("x")',
    'a.{"x": %.b, "y": $now()}',
  ])('that is built in, bound or a parameter is not: %s', (text) => {
    expect(inspectExpression(text)).toBeNull();
  });

  it('is known by the name that the library gives it', () => {
    const library = readFileSync(createRequire(import.meta.url).resolve('jsonata'), 'utf8');
    const names = [...library.matchAll(/(?:staticFrame|environment)\.bind\('(\w+)', defineFunction/g)].map(
      ([, name]) => name,
    );
    expect([...builtIn].sort()).toEqual(names.sort());
  });

  it('that is none is told in words', async () => {
    expect(await evaluate('($x := 1; $x(2) & "")')).toEqual({
      done: false,
      rule: expect.stringMatching(/^T1006 .*\(what is called is not a function\)$/),
    });
  });
});

describe('a regular expression', () => {
  it.each([
    '(a+)+$',
    '(a*)*',
    '(a|aa)+$',
    '(a|b)*c',
    '((a+)b)*',
    '(a?){30}',
    '(a{2})+',
    '(a)\\1',
    '(?<x>a)\\k<x>',
    'a{101}',
    'a{5,500}',
  ])('%s is refused', (source) => {
    expect(inspectPattern(source)).toHaveProperty('fault');
    expect(inspectExpression(`$contains(a, /${source}/)`)).toContain('the regular expression at character');
  });

  it.each([
    ['^\\d{2}/\\d{2}/\\d{4}$', 0],
    ['^\\d+(,\\d+)?$', 3],
    ['[+*(|]{2}\\+\\(', 0],
    ['\\s+', 1],
    ['^(?:STP|ENI)\\d{13}$', 1],
    ['(ab)*', 1],
    ['a+?b', 1],
    ['{x}', 0],
  ])('%s has %i choices', (source, choices) => {
    expect(inspectPattern(source)).toEqual({ choices });
  });

  it('still matches', async () => {
    const text = '$replace(data, /^(\\d{2})\\/(\\d{2})\\/(\\d{4})$/, "$3-$2-$1")';
    expect(await resultOf(text, { data: '14/05/1979' })).toBe('1979-05-14');
    expect(await resultOf('$split(a, /\\s*;\\s*/)', { a: 'x ; y;z' })).toEqual(['x', 'y', 'z']);
    expect(await resultOf('$pad("7", -3, "0") & $pad("a", 2) & "|"')).toBe('007a |');
  });
});
