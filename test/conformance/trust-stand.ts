import {
  basic,
  bearer,
  createAuthenticate,
  createVerifyProofs,
  loadSigningKeys,
  voucher,
} from '../../src/auth/index.ts';
import type { Caller } from '../../src/ports.ts';
import { toProblem } from '../../src/problem.ts';
import type { Made } from '../world/modi/make-request.ts';
import { noon, publicUrl, type TrustWorld } from '../world/modi/trust-world.ts';

/** How a request ended: `accepted`, or status and code. `caller` where whoever answers can show it. */
export type TrustAnswer = { readonly outcome: string; readonly caller?: Caller };

/** Starts whatever answers requests, in a world. The rows of the table know nothing else of it. */
export type Serve = (world: TrustWorld) => Promise<(made: Made) => Promise<TrustAnswer>>;

/** The checks alone: who is calling, then the proofs beside the voucher. */
export const serveChecks: Serve = async (world) => {
  const now = () => noon;
  const verifiedTokensMax = 10;
  const network = () => world.network;
  const { keySource } = await loadSigningKeys([world.gatewayKey.privateJwk]);
  const authenticate = createAuthenticate({
    network,
    strategies: [
      bearer({ issuer: publicUrl, keySource, now, verifiedTokensMax }),
      voucher({ ...world, ownIssuer: publicUrl, now, verifiedTokensMax }),
      basic({ now, crypto: { mac: async (_, data) => data, randomBytes: (n) => new Uint8Array(n) } }),
    ],
  });
  const verifyProofs = createVerifyProofs({ ...world, now, network });

  return async ({ request, operation, certificate }) => {
    const { headers, method } = request;
    const { pathname, search } = new URL(request.url);
    const url = `${publicUrl}${pathname}${search}`;
    const body = request.body === null ? null : new Uint8Array(await request.arrayBuffer());
    const caller = await authenticate({ headers, method, url });
    const proven =
      'refused' in caller
        ? caller
        : await verifyProofs({ caller, method, url, headers, operation, speaksAs: null, body, certificate });
    if (!('refused' in proven)) return { outcome: 'accepted', caller: proven };
    const { status, code } = toProblem(proven, '');
    return { outcome: `${status} ${code}` };
  };
};
