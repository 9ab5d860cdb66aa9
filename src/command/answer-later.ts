import type { ReplyTo } from '../../contracts/canonical/referral.ts';
import { type Refusal, refuse } from '../../contracts/canonical/refusal.ts';
import type { Answer, Call, NetworkView } from '../ports.ts';
import type { ReferralReceipt } from './receipt.ts';

/**
 * The system of the caller that X-ReplyTo names, by its address or an address below it. The network document alone says where data
 * goes: any other address is refused.
 */
export function replyToOf(network: NetworkView, call: Call): ReplyTo | Refusal | undefined {
  const { caller, correlation_id, later } = call;
  if (later === undefined || later.reply_to === null) return undefined;
  const asked = URL.parse(later.reply_to);
  const reaching = network
    .systemsOf(caller.organization)
    .filter(({ address }) => asked !== null && address !== undefined && isAt(asked, address))
    // The closest: systems of one body may stand one below the other.
    .sort((a, b) => (b.address?.length ?? 0) - (a.address?.length ?? 0));
  const [system] = reaching;
  return system === undefined ? refuse('modi/reply-to-unknown') : { system: system.id, correlation_id };
}

function isAt(asked: URL, address: string): boolean {
  const start = URL.parse(address);
  if (start === null || asked.origin !== start.origin || asked.username !== '' || asked.password !== '') return false;
  if (/%(2f|5c)/i.test(asked.pathname)) return false;
  const folder = start.pathname.replace(/\/+$/, '');
  return asked.pathname === start.pathname || asked.pathname === folder || asked.pathname.startsWith(`${folder}/`);
}

/** 202 to who is answered later: at X-ReplyTo, or, to who prefers to ask, at the Location. */
export function answeredLater(call: Call, receipt: Answer<ReferralReceipt>): Answer<ReferralReceipt> {
  const { reply_to = null, respond_async = false } = call.later ?? {};
  if (reply_to === null && !respond_async) return receipt;
  const { location = '' } = receipt.headers;
  const asking = respond_async ? { location: `${location}/outcome`, 'preference-applied': 'respond-async' } : {};
  return { ...receipt, status: 202, headers: { ...receipt.headers, ...asking } };
}
