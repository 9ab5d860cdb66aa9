import { fault, hex, readDigest } from '../modi/index.ts';
import type { Refusal } from '../ports.ts';

/** Whether a header, where it is there, stands in the signature as it was received. */
export function coveredFault(
  name: 'content-type' | 'content-encoding',
  signed: ReadonlyMap<string, string>,
  received: string | undefined,
): Refusal | null {
  const said = signed.get(name);
  if (received === undefined) return said === undefined ? null : fault(`signature/${name}-wrong`);
  if (said === undefined) return fault(`signature/${name}-unsigned`);
  return said.trim() === received.trim() ? null : fault(`signature/${name}-wrong`);
}

const lookedAtApart: readonly string[] = ['digest', 'content-type', 'content-encoding'];

/** Whether whatever else was signed, such as Location, is as it was received. */
export function alteredFault(
  signed: ReadonlyMap<string, string>,
  received: Readonly<Record<string, string>>,
): Refusal | null {
  const others = [...signed].filter(([name]) => !lookedAtApart.includes(name));
  // A name such as `constructor` is no header because every object has it.
  const said = new Map(Object.entries(received));
  const isAsSigned = others.every(([name, value]) => said.get(name)?.trim() === value.trim());
  return isAsSigned ? null : fault('signature/signed-headers-wrong');
}

/** Whether two Digest headers say the same; either may be in hexadecimal. */
export function sameDigest(a: string, b: string): boolean {
  const [one, other] = [readDigest(a), readDigest(b)];
  if ('refused' in one || 'refused' in other) return false;
  return hexOf(one.value) === hexOf(other.value);
}

const hexOf = (value: string): string =>
  value.length === 64 ? value : hex(Uint8Array.from(atob(value), (char) => char.charCodeAt(0)));
