declare const disclosed: unique symbol;

/**
 * A value that passed the gate. Only `disclose` (and `publish`, for what holds no personal data) in this folder make one;
 * adapters and replies take nothing else, so that a path which skipped the gate does not compile.
 */
export type Disclosed<T> = T & { readonly [disclosed]: true };
