/** The wait that a Retry-After header asks for (RFC 9110 section 10.2.3), in ms; null when there is none, or none that can be read. */
export function retryAfterMs(value: string | undefined, now: string): number | null {
  if (value === undefined) return null;
  if (/^\d{1,9}$/.test(value.trim())) return Number(value) * 1000;
  const until = Date.parse(value);
  return Number.isNaN(until) ? null : Math.max(0, until - Date.parse(now));
}
