/** An RFC 3339 instant in UTC with milliseconds, `ms` after another. */
export const plusMs = (at: string, ms: number): string => new Date(Date.parse(at) + ms).toISOString();

/** Milliseconds from one instant to another; negative when `to` is earlier. */
export const msBetween = (from: string, to: string): number => Date.parse(to) - Date.parse(from);
