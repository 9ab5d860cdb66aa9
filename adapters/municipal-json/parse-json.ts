import { limits } from './limits.ts';
import type { misunderstandings } from './outcomes.ts';

/** A body as JSON (RFC 8259), or which rule it breaks. */
export function parseJson(
  body: string,
): { readonly json: unknown } | { readonly fault: keyof typeof misunderstandings } {
  try {
    const json: unknown = JSON.parse(body);
    return nestsWithin(json, limits.depthMax) ? { json } : { fault: 'too_deep' };
  } catch {
    return { fault: 'not_json' };
  }
}

function nestsWithin(json: unknown, levels: number): boolean {
  if (typeof json !== 'object' || json === null) return true;
  return levels > 0 && Object.values(json).every((member) => nestsWithin(member, levels - 1));
}
