import { describe, expect, it } from 'vitest';
import { birthDateThatCounts } from '../../../src/policy/index.ts';

const today = '2026-06-15';

describe('the birth date that counts', () => {
  it.each([
    ['neither is known', null, null, null],
    ['only one is on file', '1980-01-01', null, '1980-01-01'],
    ['only one is said', null, '2015', '2015'],
    ['both are the same', '2015-01-01', '2015-01-01', '2015-01-01'],
    ['the one said is less exact', '2008-06-14', '2008', '2008-06-14'],
    ['the one said is more exact, and the doubt on file protects', '2008', '2008-01-01', '2008'],
    ['an adult is said to be a minor', '1980-01-01', '2015-01-01', '2015-01-01'],
    ['an adult is said to be a minor from tomorrow on no more', '1980-01-01', '2008-06-16', '2008-06-16'],
    ['an adult is said to be another adult', '1980-01-01', '1990-01-01', '1980-01-01'],
    ['a minor is said to be an adult', '2015-01-01', '1980', '2015-01-01'],
    ['a minor is said to be a younger one', '2010-01-01', '2015', '2015'],
    ['a minor is said to be an older one', '2015', '2010-01-01', '2015'],
  ])('where %s', (_, onFile, said, counts) => {
    expect(birthDateThatCounts(onFile, said, today)).toBe(counts);
  });
});
