import type { NewId } from '../ports.ts';

const poolBytes = 8192;
const idBytes = 16;
const counterMax = 0xfff;

/**
 * UUID version 7 (RFC 9562 section 5.7): milliseconds, then a counter that starts anew in each of them (section 6.2, method 1), so that
 * ids of one process rise even when the clock does not. Randomness is drawn for many at a time.
 */
export function createNewId(nowMs: () => number): NewId {
  const pool = new Uint8Array(poolBytes);
  let used = poolBytes;
  let lastMs = 0;
  let counter = 0;
  const byte = (index: number) => pool[index] ?? 0;

  return function newId() {
    if (used === poolBytes) {
      crypto.getRandomValues(pool);
      used = 0;
    }
    const at = used;
    used += idBytes;

    const now = nowMs();
    if (now > lastMs) {
      lastMs = now;
      // The upper bit stays free, so that at least 2048 ids fit into a millisecond.
      counter = ((byte(at + 6) << 8) | byte(at + 7)) & (counterMax >> 1);
    } else {
      counter += 1;
      if (counter > counterMax) {
        lastMs += 1;
        counter = 0;
      }
    }
    const time = lastMs.toString(16).padStart(12, '0');
    const variant = hex(0x80 | (byte(at + 8) & 0x3f)) + hex(byte(at + 9));
    const last = hex(byte(at + 10)) + hex(byte(at + 11)) + hex(byte(at + 12));
    const rest = hex(byte(at + 13)) + hex(byte(at + 14)) + hex(byte(at + 15));
    return `${time.slice(0, 8)}-${time.slice(8)}-7${counter.toString(16).padStart(3, '0')}-${variant}-${last}${rest}`;
  };
}

const pairs = Array.from({ length: 256 }, (_, value) => value.toString(16).padStart(2, '0'));
const hex = (value: number): string => pairs[value] ?? '';
