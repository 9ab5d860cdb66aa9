import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { createAuthenticate, createVerifyProofs, voucher } from '../../src/auth/index.ts';
import type { FoundKey } from '../../src/ports.ts';
import { bearerDraft, type Draft, makeRequest } from '../world/modi/make-request.ts';
import { ids, type Keys, makeKeys, noon, publicUrl, trustWorld } from '../world/modi/trust-world.ts';

let keys: Keys;
beforeAll(async () => {
  keys = await makeKeys();
});
afterEach(() => {
  vi.restoreAllMocks();
});

/** A gateway whose clock and keys may change between two calls of one operator; each call has a signature of its own. */
async function gateway() {
  const world = await trustWorld(keys, {});
  const state = { nowMs: Date.parse(noon), publishedKeyOf: world.publishedKeyOf, calls: 0 };
  const now = () => new Date(state.nowMs).toISOString();
  const publishedKeyOf: typeof world.publishedKeyOf = (...asked) => state.publishedKeyOf(...asked);
  const strategy = voucher({ ...world, ownIssuer: publicUrl, now, verifiedTokensMax: 10 });
  const authenticate = createAuthenticate({ network: () => world.network, strategies: [strategy] });
  const verifyProofs = createVerifyProofs({ ...world, publishedKeyOf, now, network: () => world.network });
  const verifies = vi.spyOn(crypto.subtle, 'verify');

  /** How it ended, and how many signatures were verified for it. */
  const call = async (change: (draft: Draft) => void = () => {}): Promise<string> => {
    const draft = bearerDraft();
    state.calls += 1;
    if (draft.signature) draft.signature.claims.jti = `signature-${state.calls}`;
    change(draft);
    const { request, operation, certificate } = await makeRequest(draft, keys);
    verifies.mockClear();
    const body = new Uint8Array(await request.arrayBuffer());
    const { headers, method, url } = request;
    const caller = await authenticate({ headers, method, url });
    if ('refused' in caller) return caller.code;
    const proven = await verifyProofs({ caller, headers, method, url, body, operation, speaksAs: null, certificate });
    return `${'refused' in proven ? proven.code : proven.acting_user} ${verifies.mock.calls.length}`;
  };
  return { call, state, taken: world.taken };
}

describe('an evidence that was verified', () => {
  it('is not verified again with the next call, whose own signature is; each call takes one jti', async () => {
    const { call, taken } = await gateway();
    expect([await call(), await call(), await call()]).toEqual(['operatore-17 3', 'operatore-17 1', 'operatore-17 1']);
    expect(taken.size).toBe(3);
  });

  it('is verified again once another key stands under its kid', async () => {
    const { call, state } = await gateway();
    await call();
    const other: FoundKey = { found: 'key', jwk: keys.stranger.jwk, client_id: ids.client };
    state.publishedKeyOf = async () => other;
    expect(await call()).toBe('evidence/seal-wrong 1');
  });

  it.each<[string, FoundKey, string]>([
    ['was withdrawn', { found: 'unknown' }, 'evidence/kid-unknown 0'],
    ['cannot be asked for', { found: 'unavailable' }, 'evidence/kid-unavailable 0'],
    ['is of somebody else', { found: 'key', jwk: {}, client_id: ids.otherClient }, 'evidence/kid-foreign 0'],
  ])('does not count when its key %s', async (_, found, ended) => {
    const { call, state } = await gateway();
    await call();
    state.publishedKeyOf = async () => found;
    expect(await call()).toBe(ended);
  });

  it('does not count for a voucher that names another', async () => {
    const { call } = await gateway();
    await call();
    const ended = await call((draft) => {
      draft.voucher.claims.jti = 'voucher-2';
      draft.voucher.claims.digest = { alg: 'SHA256', value: '0'.repeat(64) };
    });
    expect(ended).toBe('evidence/binding-wrong 1');
  });

  it('is verified on each call where it is longer than evidences are, and what else it says is never kept', async () => {
    const { call } = await gateway();
    const padded = (characters: number) => (draft: Draft) => {
      if (draft.evidence) draft.evidence.claims.pad = 'x'.repeat(characters);
    };
    expect([await call(padded(200)), await call(padded(200))]).toEqual(['operatore-17 3', 'operatore-17 1']);
    expect([await call(padded(1_500)), await call(padded(1_500))]).toEqual(['operatore-17 3', 'operatore-17 2']);
  });

  it('counts until it expires, to the second', async () => {
    const { call, state } = await gateway();
    const lasting = (draft: Draft) => {
      for (const piece of [draft.voucher, draft.signature]) Object.assign(piece?.claims ?? {}, { exp: nowPlus(600) });
      if (draft.evidence) draft.evidence.claims.exp = nowPlus(60);
    };
    await call(lasting);
    state.nowMs += 59_999;
    expect(await call(lasting)).toBe('operatore-17 1');
    state.nowMs += 1;
    expect(await call(lasting)).toMatch(/^evidence\/exp-past/);
  });
});

const nowPlus = (seconds: number): number => Date.parse(noon) / 1000 + seconds;
