import { expect } from 'vitest';
import { operations } from '../../contracts/api/operations.ts';
import {
  basic,
  bearer,
  createAuthenticate,
  createVerifyProofs,
  loadSigningKeys,
  voucher,
} from '../../src/auth/index.ts';
import type { ServedCall } from '../../src/ports.ts';
import { fakeApp } from '../api/fake-app.ts';
import { noon, publicUrl } from '../world/modi/trust-world.ts';
import { type Serve, serveChecks } from './trust-stand.ts';

const isOfAnOperation = (url: string) => operations.some(({ path }) => path === new URL(url).pathname);

/** The whole HTTP stage: what it tells is what the checks found, and of each request the ledger hears the same once. */
export const serveApp: Serve = async (world) => {
  const now = () => noon;
  const verifiedTokensMax = 10;
  const network = () => world.network;
  const { keySource } = await loadSigningKeys([world.gatewayKey.privateJwk]);
  const checks = await serveChecks(world);
  return async (made) => {
    const { request, certificate } = made;
    // What is asked about addresses that no operation has cannot be asked over HTTP.
    if (!isOfAnOperation(request.url)) return checks(made);
    const calls: ServedCall[] = [];
    const { app } = fakeApp({
      ports: {
        publicUrl,
        authenticate: createAuthenticate({
          network,
          strategies: [
            bearer({ issuer: publicUrl, keySource, now, verifiedTokensMax }),
            voucher({ ...world, ownIssuer: publicUrl, now, verifiedTokensMax }),
            basic({ now, crypto: { mac: async (_, data) => data, randomBytes: (n) => new Uint8Array(n) } }),
          ],
        }),
        network: async () => world.network,
        verifyProofs: createVerifyProofs({ ...world, now, network }),
        certificateOf: () => certificate,
        recordCall: async (call) => {
          calls.push(call);
          return null;
        },
      },
    });
    // As it arrives behind a proxy.
    const { pathname, search } = new URL(request.url);
    const reply = await app.request(new Request(`http://127.0.0.1:8080${pathname}${search}`, request));
    const { code } = (await reply.json()) as { readonly code?: string };
    if (calls.length > 0)
      expect(calls.map(({ status, fault }) => [status, fault ?? undefined])).toEqual([[reply.status, code]]);
    const caller = calls[0]?.caller;
    const passed = code === undefined || code.startsWith('request/');
    return { outcome: passed ? 'accepted' : `${reply.status} ${code}`, ...(caller ? { caller } : {}) };
  };
};
