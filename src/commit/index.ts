/** The commit stage: the store over an engine. Engines are imported from their own files, so that each runtime takes its own. */
export type { Fold, FoldConvocation } from './context.ts';
export type { Engine } from './engine.ts';
export type { Keeping } from './keeping.ts';
export { createLedgerDigest, type LedgerDigest } from './keys/blind-index.ts';
export { createWebCrypto } from './keys/crypto-web.ts';
export type { Keyring } from './keys/keyring.ts';
export { createStore, type StoreOptions } from './store.ts';
