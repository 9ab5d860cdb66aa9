/**
 * What one evaluation may cost. JSONata is Turing-complete, and a limit in milliseconds would neither be the same on every machine nor
 * hold on Workers, whose clock stands still while they compute. So work is counted, not timed.
 */
export const limits = {
  expressionCharactersMax: 20_000,
  stepsMax: 100_000,
  /** Evaluations begun and not ended: bounds recursion. */
  openEvaluationsMax: 5_000,
  listItemsMax: 1_000,
  textCharactersMax: 10_000,
  /** Values that a value holds, counted again wherever it is shared: doubling in a loop would else grow without memory showing it. */
  weightMax: 50_000,
  depthMax: 32,
} as const;

/** Sixteen characters weigh as much as one number. */
const charactersPerWeight = 16;
const weightPerStep = 64;
/** What a backtracking regular expression does is cheap beside a step of JSONata. */
const matchesPerStep = 1_000;

/** A limit was reached. Thrown, because only a throw stops JSONata; `runner.ts` turns it into a value. */
export class LimitReached extends Error {
  readonly limit: string;
  constructor(limit: string) {
    super(limit);
    this.limit = limit;
  }
}

/** Counts the work of one evaluation at a time. `rawOf` looks behind whatever records readings, so that weighing is no reading. */
export function createBudget(rawOf: (value: object) => object) {
  let steps = 0;
  let weights = new WeakMap<object, number>();

  const spend = (count: number) => {
    steps += count;
    if (steps > limits.stepsMax) throw new LimitReached('steps');
  };

  const weigh = (value: unknown, depth: number): number => {
    if (typeof value === 'string') return 1 + value.length / charactersPerWeight;
    if (typeof value !== 'object' || value === null || '_jsonata_lambda' in value || '_jsonata_function' in value)
      return 1;
    if (depth > limits.depthMax) throw new LimitReached('depth');
    const raw = rawOf(value);
    const known = weights.get(raw);
    if (known !== undefined) return known;
    const weight = Object.values(raw).reduce<number>((sum, member) => sum + weigh(member, depth + 1), 1);
    weights.set(raw, weight);
    return weight;
  };

  return {
    spend,
    restart() {
      steps = 0;
      weights = new WeakMap();
    },
    /** Charges for a value that an evaluation ended in, or throws when it is too large to go on with. */
    charge(value: unknown): void {
      if (typeof value === 'string' && value.length > limits.textCharactersMax) throw new LimitReached('text');
      if (Array.isArray(value) && value.length > limits.listItemsMax) throw new LimitReached('list');
      const weight = weigh(value, 0);
      if (weight > limits.weightMax) throw new LimitReached('weight');
      spend(1 + weight / weightPerStep);
    },
    /** Charges for matching: at worst a backtracking engine tries as many ways as the length to the power of its choices, from every start. */
    chargeMatch(choices: number, characters: number): void {
      spend((characters + 1) ** (choices + 1) / matchesPerStep);
    },
    get steps(): number {
      return steps;
    },
  };
}
export type Budget = ReturnType<typeof createBudget>;
