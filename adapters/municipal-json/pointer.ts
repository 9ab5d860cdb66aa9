import { pointerOf as wholePointerOf } from '../../contracts/canonical/faults.ts';

const pointerCharactersMax = 200;

/** JSON pointer (RFC 6901 section 3), cut to what a finding may hold. */
export const pointerOf = (path: readonly PropertyKey[]): string => wholePointerOf(path).slice(0, pointerCharactersMax);

/**
 * A member's name as it may be told. Some systems key their objects by person, so a name that does not look like a word of a format
 * is told as `*`.
 */
export const wordOf = (name: string): string => {
  const isWord = /^[A-Za-z_@$][A-Za-z0-9_@$.:-]{0,39}$/.test(name);
  const digits = name.replace(/\D/g, '').length;
  return isWord && digits <= 3 && !/^[A-Za-z]{6}\w{10}$/.test(name) ? name : '*';
};

/** The steps of a pointer (RFC 6901 section 4). */
export const stepsOf = (pointer: string): readonly string[] =>
  pointer
    .split('/')
    .slice(1)
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));

/** Whether a path lies at or below one of the prefixes, in which `*` stands for any one step. */
export const isUnder = (path: readonly string[], prefixes: readonly (readonly string[])[]): boolean =>
  prefixes.some((prefix) => prefix.every((step, at) => step === path[at] || (step === '*' && at < path.length)));
