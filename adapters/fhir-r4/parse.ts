export type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json };
export type JsonObject = { readonly [name: string]: Json };

export const charactersMax = 1_000_000;
export const depthMax = 40;

export type Fault = 'too-large' | 'too-deep' | 'not-json' | 'forbidden-name';
export type Parsed = { readonly ok: true; readonly value: JsonObject } | { readonly ok: false; readonly fault: Fault };

/** Names that reach into an object's prototype when somebody copies members one by one. */
const forbidden: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype']);
class ForbiddenName extends Error {}

/** One JSON object, within limits of size and depth. Depth is measured before parsing, so that nothing recurses on it. */
export function parseObject(text: string): Parsed {
  if (text.length > charactersMax) return { ok: false, fault: 'too-large' };
  if (depthOf(text) > depthMax) return { ok: false, fault: 'too-deep' };
  try {
    const value: Json = JSON.parse(text, (name, member) => {
      if (forbidden.has(name)) throw new ForbiddenName();
      return member;
    });
    return isObject(value) ? { ok: true, value } : { ok: false, fault: 'not-json' };
  } catch (error) {
    return { ok: false, fault: error instanceof ForbiddenName ? 'forbidden-name' : 'not-json' };
  }
}

export const isObject = (value: Json | undefined): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export const isList = (value: Json | undefined): value is readonly Json[] => Array.isArray(value);

function depthOf(text: string): number {
  let depth = 0;
  let deepest = 0;
  let inString = false;
  for (let i = 0; i < text.length; i += 1) {
    const character = text[i];
    if (inString) {
      if (character === '\\') i += 1;
      else if (character === '"') inString = false;
    } else if (character === '"') inString = true;
    else if (character === '{' || character === '[') {
      depth += 1;
      deepest = Math.max(deepest, depth);
    } else if (character === '}' || character === ']') depth -= 1;
  }
  return deepest;
}
