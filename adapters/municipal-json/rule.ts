import { LimitReached } from './limits.ts';

/** JSONata's own messages quote values, so its error codes (https://docs.jsonata.org/embedding-extending) get words without any. */
const words: Readonly<Record<string, string>> = {
  D1001: 'a number is out of range',
  D1002: 'what is negated is not a number',
  D1004: 'the regular expression matches an empty text',
  D1009: 'two members of an object have the same name',
  D1011: 'functions call each other too deep',
  D2014: 'the range is too long',
  D2015: 'a list is too long',
  D3001: 'the number has no text form',
  D3030: 'the text is not a number',
  D3061: 'the power is out of range',
  D3110: 'the text is not an ISO 8601 instant',
  D3132: 'the date picture has an unknown part',
  D3136: 'the date picture says too little for an instant',
  D3137: 'the profile called $error',
  D3138: '$single found more than one',
  D3139: '$single found none',
  D3141: 'an $assert of the profile does not hold',
  T0410: 'an argument is not of the type that the function takes',
  T0411: 'the context is not of the type that the function takes',
  T0412: 'an argument is not a list of the type that the function takes',
  T1003: 'the name of a member is not a text',
  T1005: 'what is called is not a function, $ is missing before its name',
  T1006: 'what is called is not a function',
  T1007: 'what is partially applied is not a function, $ is missing before its name',
  T1008: 'what is partially applied is not a function',
  T2001: 'the left side of the operator is not a number',
  T2002: 'the right side of the operator is not a number',
  T2003: 'the start of the range is not an integer',
  T2004: 'the end of the range is not an integer',
  T2006: 'the right side of ~> is not a function',
  T2007: 'the values to sort are of different types',
  T2008: 'the values to sort are neither numbers nor texts',
  T2009: 'the compared values are of different types',
  T2010: 'the compared values are neither numbers nor texts',
};

/** Why an evaluation ended: a limit, or JSONata's code, its place in the expression and what it means. Never a word of the document. */
export function ruleOf(thrown: unknown): string {
  if (thrown instanceof LimitReached) return `limit of ${thrown.limit}`;
  const { code, position } = (thrown ?? {}) as { code?: unknown; position?: unknown };
  if (typeof code !== 'string' || !/^[A-Z]\d{4}$/.test(code)) return 'not evaluated';
  const place = typeof position === 'number' ? ` at character ${position}` : '';
  return `${code}${place}${code in words ? ` (${words[code]})` : ''}`;
}
