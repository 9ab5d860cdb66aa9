import type { System } from '../../contracts/canonical/network.ts';
import type { Clock, Send, SendFor, SendResult, Store, WireAnswer, WireRequest } from '../ports.ts';
import { insideOf } from './inside.ts';
import { msBetween } from './instant.ts';
import { type KeptLocation, writtenLocations } from './kept-locations.ts';
import { retryAfterMs } from './retry-after.ts';

export type PatternSendPorts = {
  /** The Send underneath: it proves who calls, and follows no redirect. */
  readonly send: Send;
  readonly store: Pick<Store, 'keep' | 'kept'>;
  readonly now: Clock;
  /** The address of the gateway, without a slash at the end. */
  readonly publicUrl: string;
};

type Asked = {
  readonly system: System;
  readonly limits: Parameters<Send>[2];
  readonly on: SendFor;
  readonly request: WireRequest;
};

/**
 * A Send that speaks the patterns of the system it sends to (`modi.pattern`). push: the request says where the answer is to be brought.
 * pull: where the partner says that its answer will be is kept, and asked for there by later attempts, which do not send the request
 * again; the answer that is found is the answer to the request.
 */
export function createPatternSend(ports: PatternSendPorts): Send {
  const { send, now, publicUrl } = ports;
  const locations = writtenLocations(ports);
  const ask = createAsk(ports, locations);
  return async function patternSend(request, system, limits, on) {
    const pattern = system.modi?.pattern;
    const replyTo = `${publicUrl}/v1/inbound/${system.id}`;
    const sent = pattern === 'push' ? { ...request, headers: { ...request.headers, 'X-ReplyTo': replyTo } } : request;
    if (on === undefined || (pattern !== 'pull' && on.earlier === 'none')) return send(sent, system, limits, on);
    const kept = await found(on);
    if (kept === 'unavailable') return { answered: false, at: 'connect', code: 'store-unavailable' };
    if (kept !== null) return ask(kept, { system, limits, on, request });
    if (on.effect && on.earlier === 'waits') return lost('location-not-kept', now(), false);
    const result = await send(sent, system, limits, on);
    const location = pattern === 'pull' && isTaken(result) ? result.answer.headers.location : undefined;
    if (location === undefined || !result.answered) return result;
    const path = insideOf(location, request.path, system);
    if (path === null) return { answered: false, at: 'redirect', code: leadsOut, location };
    const taken = { path, since: now(), effect: on.effect };
    await locations.set(on.delivery_id, on.step, taken);
    return pending('accepted', taken, true, retryAfterOf(result.answer, now()));
  };

  /** Where the answer to this step waits, null when nothing waits. What a round that is over left there is forgotten before anything is sent. */
  async function found({ delivery_id, step, effect, earlier }: SendFor): Promise<KeptLocation | null | 'unavailable'> {
    try {
      const kept = (await locations.of(delivery_id))[step];
      if (kept === undefined) return null;
      if (kept.effect === effect && earlier !== 'none') return kept;
      await locations.set(delivery_id, step, null);
      return null;
    } catch {
      return 'unavailable';
    }
  }
}

/** A Location that is not inside the address of the system. */
export const leadsOut = 'location-leads-out';

/** One question to the partner: is it done; and if so, what is the answer? */
function createAsk({ send, now }: PatternSendPorts, locations: ReturnType<typeof writtenLocations>) {
  const get = (path: string, { request, system, limits, on }: Asked) =>
    send({ method: 'GET', path, headers: headersToAskWith(request), body: null }, system, limits, on);
  const gone = async (kept: KeptLocation, { on }: Asked, status: number): Promise<SendResult> => {
    await locations.set(on.delivery_id, on.step, null);
    return lost(`result-${status}`, kept.since);
  };

  return async function ask(kept: KeptLocation, asked: Asked): Promise<SendResult> {
    const startedAt = now();
    const status = await get(kept.path, asked);
    if (status.answered) {
      return isGone(status.answer) ? gone(kept, asked, status.answer.status) : notYet(status.answer, kept, now());
    }
    if (status.at !== 'redirect' || status.code !== '303') return unreached(status, kept);
    const path = status.location === undefined ? null : insideOf(status.location, kept.path, asked.system);
    if (path === null) return { ...status, code: leadsOut };
    const timeoutMs = asked.limits.timeoutMs - msBetween(startedAt, now());
    if (timeoutMs <= 0) return pending('out-of-time', kept, true, null);
    const result = await get(path, { ...asked, limits: { ...asked.limits, timeoutMs } });
    if (!result.answered) return result.at === 'oversize' ? result : unreached(result, kept);
    if (isGone(result.answer)) return gone(kept, asked, result.answer.status);
    const { status: code } = result.answer;
    return code >= 200 && code < 300 ? result : notYet(result.answer, kept, now());
  };
}

type Failure = Exclude<SendResult, { answered: true }>;

const isTaken = (result: SendResult): result is Extract<SendResult, { answered: true }> =>
  result.answered && result.answer.status === 202;
const isGone = ({ status }: WireAnswer): boolean => status === 404 || status === 410;

const retryAfterOf = ({ headers }: WireAnswer, now: string) => retryAfterMs(headers['retry-after'], now);

const notYet = (answer: WireAnswer, kept: KeptLocation, now: string) =>
  pending(String(answer.status), kept, answer.status < 500, retryAfterOf(answer, now));

/** The question failed, not the request: it is asked another time. */
const unreached = ({ at, code }: Failure, kept: KeptLocation) =>
  pending(code, kept, at === 'redirect' || at === 'oversize', null);

const pending = (code: string, { since }: KeptLocation, reached: boolean, wait: number | null): SendResult => ({
  answered: false,
  at: 'pending',
  code,
  waiting: { since, reached, retryAfterMs: wait },
});

const lost = (code: string, since: string, reached = true): SendResult => ({
  answered: false,
  at: 'result_lost',
  code,
  waiting: { since, reached, retryAfterMs: null },
});

/** Those of the request, but for what speaks of its body. */
const headersToAskWith = ({ headers }: WireRequest): Record<string, string> =>
  Object.fromEntries(Object.entries(headers).filter(([name]) => !/^(content-|soapaction$|digest$)/i.test(name)));
