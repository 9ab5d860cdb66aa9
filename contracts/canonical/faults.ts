import type { z } from 'zod';
import type { ProblemError } from './problem.ts';

type Issue = z.core.$ZodIssue;

/**
 * What a schema found wrong, as the contract tells it: a JSON pointer (RFC 6901), a stable code, and the rule. Never the value.
 * `at` is the pointer of `input` itself.
 */
export function faultsOf(issues: readonly Issue[], input: unknown, at = ''): ProblemError[] {
  return issues.flatMap((issue) => {
    const place = at + pointerOf(issue.path);
    if (issue.code === 'unrecognized_keys') {
      return issue.keys.map((key) =>
        fault(place + pointerOf([key]), 'unknown_member', 'is not a member that the contract knows'),
      );
    }
    if (valueAt(input, issue.path) === undefined) return [fault(place, 'missing', 'is needed')];
    // Of a union, the one variant that got further than its own shape is the one that was meant.
    const variants =
      issue.code === 'invalid_union'
        ? issue.errors.filter((errors) => errors.every(({ path }) => path.length > 0))
        : [];
    const [meant, ...others] = variants;
    if (meant !== undefined && others.length === 0) return faultsOf(meant, valueAt(input, issue.path), place);
    return [fault(place, codeOf(issue), ruleOf(issue))];
  });
}

export function pointerOf(path: readonly PropertyKey[]): string {
  return path.map((part) => `/${String(part).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}

// The limits of a problem's own members (problem.ts).
const fault = (pointer: string, code: string, detail: string): ProblemError => ({
  pointer: pointer.slice(0, 300),
  code,
  detail: detail.replaceAll(/\s+/g, ' ').slice(0, 500),
});

function codeOf(issue: Issue): string {
  switch (issue.code) {
    case 'invalid_type':
      return 'wrong_type';
    case 'invalid_value':
      return 'not_in_list';
    case 'too_big':
    case 'too_small':
      return issue.origin === 'string' ? 'wrong_length' : issue.origin === 'array' ? 'wrong_count' : 'out_of_range';
    case 'custom':
      return 'rule_broken';
    case 'invalid_union':
      return 'no_variant_fits';
    default:
      return 'invalid_format';
  }
}

function ruleOf(issue: Issue): string {
  switch (issue.code) {
    case 'invalid_type':
      return `must be of type ${issue.expected}`;
    case 'invalid_value':
      return `must be one of: ${issue.values.map(String).join(', ')}`;
    case 'too_big':
      return `must ${measureOf(issue.origin)} ${issue.maximum} at most`;
    case 'too_small':
      return `must ${measureOf(issue.origin)} ${issue.minimum} at least`;
    case 'custom':
      return issue.message;
    case 'invalid_union':
      // What tells the variants apart is of the contract, and so is every value it may have.
      return 'options' in issue && issue.options !== undefined
        ? `must be one of: ${issue.options.map(String).join(', ')}`
        : 'fits none of the variants of the contract';
    case 'invalid_format':
      // A schema that says in words what it wants is quoted; the words of the library begin with Invalid.
      if (!issue.message.startsWith('Invalid ')) return issue.message;
      return issue.format === 'regex'
        ? `does not have the required shape: ${issue.pattern}`
        : `is not a valid ${issue.format}`;
    default:
      return 'does not have the required shape';
  }
}

const measureOf = (origin: string) =>
  origin === 'string' ? 'have a length of' : origin === 'array' || origin === 'set' ? 'have a count of' : 'be';

function valueAt(input: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (value, part) => (typeof value === 'object' && value !== null ? Reflect.get(value, part) : undefined),
    input,
  );
}
