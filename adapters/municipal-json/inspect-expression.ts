import jsonata from 'jsonata';
import { builtIn } from './built-in.ts';
import { limits } from './limits.ts';
import { inspectPattern } from './pattern.ts';

/** Functions that would make a translation impure (`$random`, `$shuffle`) or hide what it does (`$eval`). */
const forbidden = new Set(['eval', 'random', 'shuffle']);

/** The variables that an evaluation is given. */
const given = ['organization', 'status', 'system'];

const expressionsMax = 200;
const inspected = new Map<string, string | null>();

/**
 * What is wrong with an expression before it ever runs: syntax, a function that is forbidden or unknown, a regular expression without a
 * bound. Null when nothing. Settings are parsed anew for each delivery, so that what was found is kept: it depends on the text alone.
 */
export function inspectExpression(text: string): string | null {
  if (text.length > limits.expressionCharactersMax)
    return `is longer than ${limits.expressionCharactersMax} characters`;
  const known = inspected.get(text);
  if (known !== undefined) return known;
  const fault = inspect(text);
  const [oldest] = inspected.keys();
  if (inspected.size === expressionsMax && oldest !== undefined) inspected.delete(oldest);
  inspected.set(text, fault);
  return fault;
}

function inspect(text: string): string | null {
  try {
    const nodes = nodesOf(jsonata(text).ast());
    const defined = new Set([...builtIn, ...given, ...nodes.flatMap(namesBoundBy)]);
    return nodes.map((node) => faultOf(node, defined)).find((fault) => fault !== null) ?? null;
  } catch (thrown) {
    return `does not parse: ${wordsOf(thrown)}`;
  }
}

/** A node of JSONata's syntax tree, of which only these members matter here. */
type Node = {
  readonly [member in 'type' | 'value' | 'position' | 'procedure' | 'lhs' | 'rhs' | 'arguments' | 'focus']?: unknown;
};
const isNode = (value: unknown): value is Node => typeof value === 'object' && value !== null;
const isVariable = (node: unknown): node is Node & { readonly value: string } =>
  isNode(node) && node.type === 'variable' && typeof node.value === 'string';

// The tree refers to itself where an expression uses the parent operator. A set takes each node once, and is walked while it grows.
function nodesOf(tree: Node): readonly Node[] {
  const nodes = new Set([tree]);
  for (const node of nodes) for (const member of Object.values(node)) if (isNode(member)) nodes.add(member);
  return [...nodes];
}

function faultOf(node: Node, defined: ReadonlySet<string>): string | null {
  const { value, position } = node;
  if (isVariable(node) && forbidden.has(node.value)) return `$${node.value} at character ${position} is not available`;
  if (value instanceof RegExp) {
    const pattern = inspectPattern(value.source);
    return 'fault' in pattern ? `the regular expression at character ${position} ${pattern.fault}` : null;
  }
  const called = calledBy(node);
  if (!isVariable(called) || defined.has(called.value)) return null;
  return `calls $${called.value} at character ${called.position}, which is no function of JSONata and not defined in the expression`;
}

/** `$f(...)`, `$f(?, ...)` and `... ~> $f`. */
function calledBy({ type, procedure, rhs }: Node): unknown {
  if (type === 'function' || type === 'partial') return procedure;
  return type === 'apply' ? rhs : undefined;
}

/** `$f := ...`, `function($f) {...}` and `list@$f`. Where in the expression is not looked at: functions may call each other. */
function namesBoundBy({ type, lhs, arguments: parameters, focus }: Node): readonly string[] {
  if (type === 'bind') return namesOf([lhs]);
  if (type === 'lambda' && Array.isArray(parameters)) return namesOf(parameters);
  return typeof focus === 'string' ? [focus] : [];
}

const namesOf = (nodes: readonly unknown[]) => nodes.filter(isVariable).map(({ value }) => value);

/** JSONata throws plain objects; their words name tokens of the expression, never of a document. */
function wordsOf(thrown: unknown): string {
  const { message, position } = thrown as { message?: unknown; position?: unknown };
  return `${String(message)}${typeof position === 'number' ? ` (character ${position})` : ''}`;
}
