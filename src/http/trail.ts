import { decodeJwt } from 'jose';
import type { Trust } from '../../contracts/canonical/trust.ts';
import type { ProblemCode } from '../../contracts/catalogue/problems.ts';
import { isTrustCode } from '../../contracts/catalogue/trust-problems.ts';
import type { Caller, NetworkView, Refusal, Unproven, VoucherFacts } from '../ports.ts';
import { refuse } from '../problem.ts';
import type { Visit } from './exit.ts';
import { logThrown } from './log.ts';
import { askingOf, type Server } from './server.ts';

/** What is learnt of one request on its way: the signature of its reply and its record in the ledger are made of it. */
export type Trail = {
  readonly request: Request;
  /** operationId; `unknown` where the path has no operation. */
  readonly operation: string;
  /** ModI proofs travel beside Authorization. */
  readonly proofs: boolean;
  network: NetworkView | null;
  /** Somebody must be proven, and was looked for. */
  asked: boolean;
  caller: Caller | null;
  /** Of a voucher that holds. */
  voucher: VoucherFacts | null;
  /** Why it is refused, precisely. */
  fault: ProblemCode | null;
  /** The bytes of the body; null: none, or not read. */
  received: Uint8Array | null;
};

const proofHeaders = ['agid-jwt-signature', 'agid-jwt-trackingevidence', 'digest', 'dpop'];

export const startTrail = (request: Request, operation: string): Trail => ({
  request,
  operation,
  proofs: proofHeaders.some((name) => request.headers.has(name)),
  network: null,
  asked: false,
  caller: null,
  voucher: null,
  fault: null,
  received: null,
});

/** Whether the reply to a request can be of interest to ModI at all: everything else goes out as if there were none. */
export const mayConcernTrust = ({ proofs, request }: Trail): boolean =>
  proofs || /^(bearer|dpop) /i.test(request.headers.get('authorization') ?? '');

/** It came with a voucher or with proofs, whether they hold or not. */
export const showsTrust = (trail: Trail, trust: Trust): boolean =>
  trail.proofs ||
  trail.voucher !== null ||
  (trail.fault !== null && isTrustCode(trail.fault)) ||
  claimedClient(trail, trust) !== null;

/** The client that an unverified voucher of the issuer names: for whom a refusal is meant, and nothing else is believed of it. */
export function claimedClient({ request }: Trail, { issuer }: Trust): string | null {
  const [, token] = /^(?:bearer|dpop) +(\S{1,8192})$/i.exec(request.headers.get('authorization') ?? '') ?? [];
  if (token === undefined) return null;
  try {
    const { iss, client_id, sub } = decodeJwt(token);
    return iss === issuer ? String(client_id ?? sub ?? '') : null;
  } catch {
    return null;
  }
}

/** Where nobody needs to be proven a voucher that holds is noted all the same, since PDND counts its calls; one that does not is not. */
export async function noteVoucher(server: Server, trail: Trail, { rate }: Visit): Promise<void> {
  if (rate.exceeded || !mayConcernTrust(trail)) return;
  trail.network = await server.network();
  const trust = trail.network?.document.trust;
  if (trust === undefined || claimedClient(trail, trust) === null) return;
  // Nobody has to be proven here, so the request is served even while the store that would tell does not answer.
  const caller = await server.authenticate(askingOf(server, trail.request)).catch(() => null);
  if (caller !== null) noteCaller(trail, caller);
}

export function noteCaller(trail: Trail, caller: Caller | Unproven): void {
  trail.voucher = caller.voucher ?? null;
  if (!('refused' in caller)) trail.caller = caller;
}

/** To be run on the bytes of a body before anybody parses them; null where there is nothing to check. */
export type Prove = (body: Uint8Array | null) => Promise<Refusal | null>;

export function proverOf(
  server: Server,
  trail: Trail,
  env: unknown,
  visit: Visit,
  speaksAs: string | null,
): Prove | null {
  const { caller, request, operation, network } = trail;
  if (network?.document.trust === undefined && !trail.proofs) return null;
  return async function prove(body) {
    trail.received = body;
    if (caller === null || !trail.asked) return null;
    try {
      const certificate = await server.certificateOf(request, env);
      const asking = askingOf(server, request);
      const proven = await server.verifyProofs({ ...asking, caller, operation, speaksAs, body, certificate });
      if ('refused' in proven) return proven;
      trail.caller = proven;
      return null;
    } catch (error) {
      // The store or a source of keys that breaks off lets nothing through.
      logThrown(server.log, operation, visit, error);
      return refuse('gateway/unavailable');
    }
  };
}
