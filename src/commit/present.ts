type Nullable<T> = { [K in keyof T]: null extends T[K] ? K : never }[keyof T];

/** What the contract leaves absent the tables keep as NULL. */
export type Present<T> = Omit<T, Nullable<T>> & { [K in Nullable<T>]?: Exclude<T[K], null> };

/** The row without its NULLs. The cast says what the loop does: a member that is null is left out. */
export function present<T extends object>(row: T): Present<T> {
  const out: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(row)) if (value !== null) out[name] = value;
  return out as Present<T>;
}
