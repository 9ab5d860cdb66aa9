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

  return function newId() {
    if (used === poolBytes) {
      crypto.getRandomValues(pool);
      used = 0;
    }
    const bytes = pool.slice(used, used + idBytes);
    used += idBytes;
    const view = new DataView(bytes.buffer);

    const now = nowMs();
    if (now > lastMs) {
      lastMs = now;
      // The upper bit stays free, so that at least 2048 ids fit into a millisecond.
      counter = view.getUint16(6) & (counterMax >> 1);
    } else {
      counter += 1;
      if (counter > counterMax) {
        lastMs += 1;
        counter = 0;
      }
    }
    view.setUint32(0, Math.floor(lastMs / 0x10000));
    view.setUint16(4, lastMs % 0x10000);
    view.setUint16(6, 0x7000 | counter);
    view.setUint8(8, 0x80 | (view.getUint8(8) & 0x3f));
    const hex = bytes.toHex();
    return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
  };
}
