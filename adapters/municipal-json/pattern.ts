const timesMax = 100;
const repetition = /^(?:[*+?]|\{(?<least>\d{1,6})(?<open>,(?<most>\d{1,6})?)?\})\??/;
const groupOpening = /^\((?:\?(?:[:=!]|<[=!]|<\w+>))?/;

type Group = { choices: number; repeats: boolean; chooses: boolean };

/**
 * How many choices a backtracking engine has in a regular expression, or why it is refused. Refused are the forms whose cost is not
 * a power of the text's length with that exponent: repetition of a group that itself repeats or chooses, and back-references.
 */
export function inspectPattern(source: string): { readonly choices: number } | { readonly fault: string } {
  let group: Group = { choices: 0, repeats: false, chooses: false };
  const outer: Group[] = [];
  let closed: Group | undefined;

  for (let at = 0; at < source.length; ) {
    const rest = source.slice(at);
    const character = source.charAt(at);
    const repeated = repetition.exec(rest);
    if (repeated !== null) {
      const many = rest.charAt(0) !== '?';
      if (many && closed !== undefined && (closed.repeats || closed.chooses))
        return { fault: 'repeats a group that itself repeats or chooses' };
      if (times(repeated) > timesMax) return { fault: `repeats more than ${timesMax} times` };
      if (isChoice(repeated)) group.choices += 1;
      if (many) group.repeats = true;
      else group.chooses = true;
      closed = undefined;
      at += repeated[0].length;
      continue;
    }
    closed = undefined;
    if (character === '\\') {
      if (/[1-9k]/.test(source.charAt(at + 1))) return { fault: 'refers back to a group' };
      at += 2;
    } else if (character === '[') {
      at += classLength(rest);
    } else if (character === '(') {
      outer.push(group);
      group = { choices: 0, repeats: false, chooses: false };
      at += groupOpening.exec(rest)?.[0].length ?? 1;
    } else if (character === ')') {
      closed = group;
      const parent = outer.pop() ?? { choices: 0, repeats: false, chooses: false };
      group = {
        choices: parent.choices + closed.choices,
        repeats: parent.repeats || closed.repeats,
        chooses: parent.chooses || closed.chooses,
      };
      at += 1;
    } else {
      if (character === '|') {
        group.choices += 1;
        group.chooses = true;
      }
      at += 1;
    }
  }
  return { choices: group.choices };
}

/** `{3}` leaves no choice; everything else does. */
const isChoice = (found: RegExpExecArray) => found.groups?.least === undefined || found.groups.open !== undefined;
const times = ({ groups }: RegExpExecArray) => Math.max(Number(groups?.least ?? 0), Number(groups?.most ?? 0));

function classLength(rest: string): number {
  return /^\[(?:\\.|[^\]\\])*\]/.exec(rest)?.[0].length ?? rest.length;
}

/** A RegExp class for JSONata that charges for each match before it begins. */
export function countedRegExp(charge: (choices: number, characters: number) => void): RegExpConstructor {
  class Counted extends RegExp {
    readonly #choices: number;
    constructor(pattern: RegExp) {
      super(pattern);
      const inspected = inspectPattern(this.source);
      this.#choices = 'choices' in inspected ? inspected.choices : Number.POSITIVE_INFINITY;
    }
    override exec(text: string) {
      charge(this.#choices, text.length);
      return super.exec(text);
    }
  }
  // JSONata only ever writes `new RegexEngine(pattern)`; the type asks for everything else that RegExp can do as a function.
  return Counted as unknown as RegExpConstructor;
}
