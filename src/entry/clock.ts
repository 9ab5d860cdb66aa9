import type { Clock } from '../ports.ts';

/** The instant as text. A request asks for it many times; it is written once a millisecond. */
export function createNow(nowMs: () => number): Clock {
  let atMs = Number.NaN;
  let text = '';
  return function now() {
    const ms = nowMs();
    if (ms !== atMs) {
      atMs = ms;
      text = new Date(ms).toISOString();
    }
    return text;
  };
}
