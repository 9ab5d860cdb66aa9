import { isUuid } from '../../contracts/canonical/ids.ts';
import type { Trust } from '../../contracts/canonical/trust.ts';
import { problems } from '../../contracts/catalogue/problems.ts';
import { isTrustCode } from '../../contracts/catalogue/trust-problems.ts';
import { digestHeader } from '../modi/index.ts';
import { refuse } from '../problem.ts';
import { problemReply, type Result, type Visit } from './exit.ts';
import { logThrown } from './log.ts';
import type { Server } from './server.ts';
import { claimedClient, mayConcernTrust, showsTrust, type Trail } from './trail.ts';

/**
 * The last step of every reply. To who came with a voucher or with ModI proofs it is signed, errors included, then the call is recorded with
 * the status that leaves. What cannot be signed or recorded does not leave: 503 does. Never throws.
 */
export async function attested(server: Server, trail: Trail, visit: Visit, response: Response): Promise<Response> {
  if (trail.network === null && mayConcernTrust(trail)) trail.network = await server.network();
  const trust = trail.network?.document.trust;
  if (trail.network === null || trust === undefined) return response;
  const shown = showsTrust(trail, trust);
  const signs = trust.replies !== undefined && (shown || clientOf(trail)?.pdnd !== undefined) && !isFlood(trail, visit);
  const signed = signs ? await sealed(server, trail, trust, visit, response) : response;
  if (!isRecorded(server, trail, shown, visit)) return signed;
  const { operation, fault, caller, voucher } = trail;
  const call = { correlation_id: visit.correlationId, operation, status: signed.status, fault, caller, voucher };
  const refusal = await server.recordCall(call).catch(() => refuse('gateway/unavailable'));
  if (refusal === null) return signed;
  server.log('error', 'http.call_unrecorded', { operation, correlation_id: visit.correlationId });
  const instead = problemReply(refusal, visit);
  return signs ? sealed(server, trail, trust, visit, instead) : instead;
}

/** Beyond its rate who proved nothing gets no signature, which costs more than all the rest of a refusal. */
const isFlood = ({ voucher, caller }: Trail, { rate }: Visit): boolean =>
  rate.exceeded && voucher === null && caller === null;

/**
 * PDND counts every call of who came with a voucher and proved to be its bearer. What nobody proved is written down as far as its sender's
 * rate goes, and, without so much as a voucher, that of all such senders together: no flood fills the ledger, nor the count of a voucher
 * that was found somewhere.
 */
function isRecorded(server: Server, { asked, caller, voucher }: Trail, shown: boolean, { rate }: Visit): boolean {
  if (caller !== null && voucher !== null) return true;
  if (rate.exceeded) return false;
  if (voucher !== null) return true;
  return asked && shown && (caller !== null || !server.unprovenRecords('all').exceeded);
}

const clientOf = ({ network, caller }: Trail) => (caller === null ? undefined : network?.client(caller.client_id));

/** The reply with its signature. A deployment whose key is missing must find out, rather than its partners. */
async function sealed(server: Server, trail: Trail, trust: Trust, visit: Visit, response: Response): Promise<Response> {
  if (response.body === null) return response;
  try {
    const body = new Uint8Array(await response.arrayBuffer());
    const headers = new Headers(response.headers);
    const seals = await server.signReply({
      status: response.status,
      contentType: headers.get('content-type'),
      contentEncoding: headers.get('content-encoding'),
      body,
      audience: audienceOf(trail, trust),
      requestDigest: trail.received === null ? null : await digestHeader(trail.received, server.digest),
    });
    for (const [name, value] of Object.entries(seals)) headers.set(name, value);
    return new Response(body, { status: response.status, headers });
  } catch (error) {
    logThrown(server.log, trail.operation, visit, error);
    server.log('error', 'http.reply_unsigned', { correlation_id: visit.correlationId });
    trail.fault = 'gateway/unavailable';
    return problemReply(refuse('gateway/unavailable'), visit);
  }
}

/** The client as PDND knows it; of an unverified voucher the one that it names, known here or not: a refusal does not tell which. */
function audienceOf(trail: Trail, trust: Trust): string | null {
  if (trail.voucher !== null) return trail.voucher.client_id;
  if (trail.caller !== null) return clientOf(trail)?.pdnd?.client_id ?? trail.caller.client_id;
  const claimed = claimedClient(trail, trust);
  return isUuid(claimed) ? claimed : null;
}

const coarse = { 400: 'auth/proof-refused', 401: 'auth/proof-unaccepted', 403: 'auth/proof-forbidden' } as const;

/** A result as the caller may know it. Where disclosure is coarse, which check failed stands in the ledger alone; that a source is down may be told. */
export function asDisclosed(result: Result, trail: Trail): Result {
  const trust = trail.network?.document.trust;
  if (trust?.disclosure !== 'coarse' || !('refused' in result) || !result.refused) return result;
  // That its client is not of the network any more is a fault of a voucher like others.
  const unknown = result.code === 'auth/client-unknown' && claimedClient(trail, trust) !== null;
  if (!unknown && !isTrustCode(result.code)) return result;
  const status: number = problems[result.code].status;
  if (status === 503) return result;
  return refuse(status === 401 || status === 403 ? coarse[status] : coarse[400]);
}
