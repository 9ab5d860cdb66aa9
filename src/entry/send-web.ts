import type { AskUrl, SecretOf, Send } from '../ports.ts';
import { createAskOverFetch, createSendOverFetch, type OverFetch, type Reply } from './send-over-fetch.ts';

export type WebSenderOptions = {
  readonly secretOf: SecretOf;
  readonly version: string;
  /** The platform's `fetch`, unless a test brings another. */
  readonly fetch?: (
    url: string,
    init: Parameters<OverFetch['fetch']>[1] & { readonly redirect: 'manual' },
  ) => Promise<Response>;
};

/**
 * Sends over the platform's `fetch`. Its errors do not tell whether a connection was ever made, so each of them counts as
 * "may have been taken": more deliveries end unknown than on Node, and none is repeated that should not be.
 */
export function createWebSender(options: WebSenderOptions): { readonly send: Send; readonly askUrl: AskUrl } {
  const platform: NonNullable<WebSenderOptions['fetch']> = options.fetch ?? ((url, init) => fetch(url, init));
  const wire: OverFetch = {
    fetch: async (url, init) => replyOf(await platform(url, { ...init, redirect: 'manual' })),
    failureOf: () => ({ answered: false, at: 'exchange', code: 'failed' }),
    secretOf: options.secretOf,
    version: options.version,
  };
  return { send: createSendOverFetch(wire), askUrl: createAskOverFetch(wire) };
}

const nothing: AsyncIterable<Uint8Array> = { async *[Symbol.asyncIterator]() {} };

const replyOf = (response: Response): Reply => ({
  status: response.status,
  headers: Object.fromEntries(response.headers),
  body: response.body ?? nothing,
  discard: async () => response.body?.cancel(),
});
