import { beforeAll, describe, expect, it } from 'vitest';
import type { Network } from '../../contracts/canonical/network.ts';
import { createAuthenticate, createVerifyProofs, voucher } from '../../src/auth/index.ts';
import { viewOf } from '../../src/network/index.ts';
import type { NetworkView, PurposeStateOf } from '../../src/ports.ts';
import { bearerDraft, type Draft, makeRequest } from '../world/modi/make-request.ts';
import { ids, type Keys, makeKeys, noon, publicUrl, trustWorld } from '../world/modi/trust-world.ts';

let keys: Keys;
beforeAll(async () => {
  keys = await makeKeys();
});

/** A gateway whose clock, network document and word from PDND may change between two calls with one voucher. */
async function gateway(verifiedTokensMax = 10) {
  const world = await trustWorld(keys, {});
  const state = {
    nowMs: Date.parse(noon),
    network: world.network,
    purpose: 'active' as Awaited<ReturnType<PurposeStateOf>>,
  };
  const authenticate = createAuthenticate({
    network: () => state.network,
    strategies: [
      voucher({
        ...world,
        purposeStateOf: async () => state.purpose,
        ownIssuer: publicUrl,
        now: () => new Date(state.nowMs).toISOString(),
        verifiedTokensMax,
      }),
    ],
  });
  const call = async (change: (draft: Draft) => void = () => {}) => {
    const draft = bearerDraft();
    change(draft);
    const caller = await authenticate((await makeRequest(draft, keys)).request);
    return 'refused' in caller ? caller.code : 'accepted';
  };
  const rewrite = (change: (document: Network) => Network) => {
    state.network = viewOf(change(state.network.document), 2);
  };
  const said = async (change: (draft: Draft) => void = () => {}) => {
    const draft = bearerDraft();
    change(draft);
    return authenticate((await makeRequest(draft, keys)).request);
  };
  return { state, call, said, rewrite, asked: world.asked };
}

describe('a token of another issuer', () => {
  it('is told which one is taken, and a client assertion where it belongs', async () => {
    const { said, state } = await gateway();
    const foreign = await said(({ voucher }) => Object.assign(voucher.claims, { iss: 'https://other.example' }));
    expect(foreign).toMatchObject({
      code: 'voucher/iss-wrong',
      detail: `The iss of the voucher must be, to the letter: ${state.network.document.trust?.issuer}.`,
    });
    const assertion = await said(({ voucher }) => {
      Object.assign(voucher.header, { typ: 'JWT' });
      Object.assign(voucher.claims, { iss: ids.client, sub: ids.client });
    });
    expect(assertion).toMatchObject({
      code: 'voucher/iss-wrong',
      detail: expect.stringMatching(/^This is the client assertion\. Send it to the token endpoint of PDND/),
    });
  });
});

describe('a voucher that was verified', () => {
  it('is not verified again while it counts', async () => {
    const { call, asked } = await gateway();
    expect([await call(), await call(), await call()]).toEqual(['accepted', 'accepted', 'accepted']);
    expect(asked.issuer).toBe(1);
  });

  it('is verified again once others took its place', async () => {
    const { call, asked } = await gateway(1);
    await call();
    await call((draft) => {
      draft.voucher.claims.jti = 'voucher-2';
    });
    expect(await call()).toBe('accepted');
    expect(asked.issuer).toBe(3);
  });

  it('is not remembered where it was refused', async () => {
    const { call, asked, state } = await gateway();
    state.purpose = 'stale';
    expect([await call(), await call()]).toEqual(['voucher/purpose-id-stale', 'voucher/purpose-id-stale']);
    expect(asked.issuer).toBe(2);
  });

  it('counts until it expires, to the second', async () => {
    const { call, state } = await gateway();
    await call();
    state.nowMs += 299_999;
    expect(await call()).toBe('accepted');
    state.nowMs += 1;
    expect(await call()).toBe('voucher/exp-past');
  });

  it('is refused as soon as PDND suspends its purpose', async () => {
    const { call, state } = await gateway();
    await call();
    state.purpose = 'suspended';
    expect(await call()).toBe('voucher/purpose-id-suspended');
  });

  it.each<[string, string, (document: Network) => Network]>([
    ['its client', 'voucher/client-id-unknown', (document) => ({ ...document, clients: document.clients.slice(1) })],
    ['vouchers at all', 'auth/token-invalid', ({ trust: _, ...document }) => document],
    [
      'its issuer',
      'voucher/iss-wrong',
      (document) => ({ ...document, trust: document.trust && { ...document.trust, issuer: 'other.example' } }),
    ],
    [
      'its audience',
      'voucher/aud-wrong',
      (document) => ({ ...document, trust: document.trust && { ...document.trust, audiences: ['other'] } }),
    ],
  ])('is refused as soon as the network document no longer names %s', async (_, code, change) => {
    const { call, rewrite } = await gateway();
    await call();
    rewrite(change);
    expect(await call()).toBe(code);
  });

  it('is verified anew when its keys are read elsewhere', async () => {
    const { call, rewrite, asked } = await gateway();
    await call();
    rewrite((document) => ({
      ...document,
      trust: document.trust && { ...document.trust, jwks_url: 'https://other.example/jwks.json' },
    }));
    expect(await call()).toBe('accepted');
    expect(asked.issuer).toBe(2);
  });

  it('is verified anew when the key set is due to be read again', async () => {
    const { call, rewrite, asked, state } = await gateway();
    rewrite((document) => ({ ...document, trust: document.trust && { ...document.trust, jwks_cache_seconds: 30 } }));
    await call();
    state.nowMs += 29_000;
    await call();
    expect(asked.issuer).toBe(1);
    state.nowMs += 1000;
    expect(await call()).toBe('accepted');
    expect(asked.issuer).toBe(2);
  });

  it('says what it said where it is refused for its purpose: PDND counts the call', async () => {
    const { said, state } = await gateway();
    state.purpose = 'suspended';
    expect(await said()).toMatchObject({ refused: true, voucher: { token_id: 'voucher-1' } });
  });
});

describe('proofs of a caller that was known a moment ago', () => {
  const body = new Uint8Array();
  const certificate = null;
  const operation = 'submit_referral';
  async function verified(change: (view: NetworkView) => NetworkView | null) {
    const { said, state } = await gateway();
    const caller = await said();
    if ('refused' in caller) throw new Error(caller.code);
    const world = await trustWorld(keys, {});
    const verify = createVerifyProofs({ ...world, now: () => noon, network: () => change(state.network) });
    const { headers, method, url } = new Request(`${publicUrl}/v1/referrals`);
    return verify({ caller, headers, method, url, body, certificate, operation, speaksAs: null });
  }

  it.each<[string, string, (view: NetworkView) => NetworkView | null]>([
    ['there is no network document', 'gateway/unavailable', () => null],
    ['it left the network', 'auth/client-unknown', ({ document }) => viewOf({ ...document, clients: [] }, 2)],
  ])('are refused when %s', async (_, code, change) => {
    expect(await verified(change)).toMatchObject({ refused: true, code });
  });
});
