import jsonata from 'jsonata';
import { createBudget, LimitReached, limits } from './limits.ts';
import { countedRegExp } from './pattern.ts';
import { ruleOf } from './rule.ts';
import { rawOf } from './track.ts';

export type Evaluated =
  | { readonly done: true; readonly value: unknown }
  /** `rule` is a limit or JSONata's own error code with its place in the expression and what it means: never a word of the document. */
  | { readonly done: false; readonly rule: string };

export type Ask = {
  readonly input: unknown;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly now: string;
};
export type Evaluate = (ask: Ask) => Promise<Evaluated>;
/** From the text of an expression to what evaluates it; keeps what it compiled. Throws on a text that does not parse. */
export type Compile = (text: string) => Evaluate;

const expressionsMax = 200;
const idleMax = 4;

/**
 * Each expression is compiled once and kept, `expressionsMax` at most, the least recently used leaves first. A compiled expression
 * evaluates one document at a time, because its limits and its clock belong to one evaluation: whoever comes meanwhile gets another.
 */
export function createCompile(): Compile {
  const idleByText = new Map<string, Evaluate[]>();
  return (text) => {
    const idle = idleByText.get(text) ?? [createEvaluate(text)];
    idleByText.delete(text);
    idleByText.set(text, idle);
    const [oldest] = idleByText.keys();
    if (idleByText.size > expressionsMax && oldest !== undefined) idleByText.delete(oldest);
    return async (ask) => {
      const evaluate = idle.pop() ?? createEvaluate(text);
      const evaluated = await evaluate(ask);
      if (idle.length < idleMax) idle.push(evaluate);
      return evaluated;
    };
  };
}

function createEvaluate(text: string): Evaluate {
  const budget = createBudget(rawOf);
  const expression = jsonata(text, {
    stack: limits.openEvaluationsMax,
    sequence: limits.listItemsMax,
    RegexEngine: countedRegExp(budget.chargeMatch),
  });
  let nowMs = 0;
  expression.assign(evaluationEnds(), (_: unknown, __: unknown, at: jsonata.Environment, result: unknown) => {
    // $now, $millis and $toMillis read this one Date, which JSONata has set to the machine's clock.
    at.timestamp.setTime(nowMs);
    budget.charge(result);
  });
  // The built-in one allocates whatever width it is told.
  expression.registerFunction('pad', pad, '<s-ns?:s>');

  return async ({ input, variables, now }) => {
    budget.restart();
    nowMs = Date.parse(now);
    try {
      const value: unknown = await expression.evaluate(input, { ...variables });
      budget.charge(value);
      return { done: true, value: plain(value) };
    } catch (thrown) {
      return { done: false, rule: ruleOf(thrown) };
    }
  };
}

/** JSONata calls what is bound to this symbol after each evaluation; its types know names only. */
const evaluationEnds = () => Symbol.for('jsonata.__evaluate_exit') as unknown as string;

/** As JSONata's own: nothing of nothing, code points and not UTF-16 units, a space where the filling is empty. */
function pad(text: string | undefined, width: number | undefined, filling = ' '): string | undefined {
  if (text === undefined || width === undefined) return text;
  if (Math.abs(width) > limits.textCharactersMax) throw new LimitReached('text');
  const lacking = Math.max(0, Math.abs(width) - [...text].length);
  const marks = [...(filling === '' ? ' ' : filling)];
  const padding = Array.from({ length: lacking }, (_, at) => marks[at % marks.length]).join('');
  return width < 0 ? padding + text : text + padding;
}

/** The value as JSON has it, and nothing else. A function in it is a slip of the profile. */
function plain(value: unknown): unknown {
  if (value === undefined) return undefined;
  return JSON.parse(JSON.stringify(value, (_, member: unknown) => (isFunction(member) ? fail('function') : member)));
}

const isFunction = (value: unknown) =>
  typeof value === 'function' ||
  (typeof value === 'object' && value !== null && ('_jsonata_lambda' in value || '_jsonata_function' in value));

function fail(limit: string): never {
  throw new LimitReached(limit);
}
