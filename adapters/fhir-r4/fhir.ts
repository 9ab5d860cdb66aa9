/** FHIR as it is written: JSON with members that may still be missing. `prune` takes them out. */
export type Member = string | number | boolean | undefined | readonly Member[] | { readonly [name: string]: Member };
export type Resource = { readonly resourceType: string; readonly [name: string]: Member };

export type Entry = {
  readonly fullUrl: string;
  readonly resource: Resource;
  readonly request: { readonly method: 'POST'; readonly url: string; readonly ifNoneExist: string };
};

/** Without empty members, lists and texts: FHIR JSON has none (R4, 2.6.2: "properties are never empty"). */
export function prune(value: Member): Member {
  if (value === '') return undefined;
  if (Array.isArray(value)) {
    const kept = value.map(prune).filter((member) => member !== undefined);
    return kept.length > 0 ? kept : undefined;
  }
  if (typeof value !== 'object') return value;
  let kept: Record<string, Member> | undefined;
  for (const [name, member] of Object.entries(value)) {
    const left = prune(member);
    if (left === undefined) continue;
    kept ??= {};
    kept[name] = left;
  }
  return kept;
}

/** A concept of one coding; undefined without a code. */
export const concept = (system: string, code: string | undefined, text?: string): Member =>
  code === undefined ? text && { text } : { coding: [{ system, code }], text };

const roles = [
  'patient',
  'initiator',
  'recipient',
  'case_manager',
  'case_manager_role',
  'service_request',
  'task',
] as const;
export type Role = (typeof roles)[number];

/**
 * The place of a resource in the Bundle: the message id as a UUID version 8 (RFC 9562, 5.8) whose last octet says the role.
 * The same message always gives the same Bundle, and inside one Bundle no two are equal, which is all a fullUrl must hold.
 */
export function fullUrl(messageId: string, role: Role): string {
  const octet = (roles.indexOf(role) + 1).toString(16).padStart(2, '0');
  return `urn:uuid:${messageId.slice(0, 14)}8${messageId.slice(15, 34)}${octet}`;
}
