import { System } from '../../contracts/canonical/network.ts';
import type { ReferralEventRequest } from '../../contracts/canonical/referral-event.ts';
import { createStore } from '../../src/commit/index.ts';
import { openSqlite } from '../../src/commit/sqlite.ts';
import {
  createPatternSend,
  createRunOnce,
  type DispatchLimits,
  type DispatchPorts,
  dispatchLimits,
  type Prepared,
  type Reported,
} from '../../src/dispatch/index.ts';
import { createNodeCrypto } from '../../src/entry/crypto-node.ts';
import { folds } from '../../src/entry/folds.ts';
import { viewOf } from '../../src/network/index.ts';
import type {
  Adapter,
  Guard,
  Listed,
  NewDelivery,
  Send,
  SendFor,
  SendResult,
  Step,
  Store,
  WireAnswer,
  WireRequest,
} from '../../src/ports.ts';
import { asDisclosed, fullMessage } from '../conformance/adapter-message.ts';
import { keyring } from '../conformance/store-keyring.ts';
import { at, createSample, network, seconds } from '../conformance/store-sample.ts';

export const answer = (status: number, body = ''): SendResult => ({
  answered: true,
  answer: { status, headers: {}, body },
  bytes: new TextEncoder().encode(body),
});
export const noAnswer = (
  where: 'connect' | 'exchange' | 'oversize' | 'redirect' | 'address_refused' | 'unverified' | 'credentials',
  code = 'x',
): SendResult => ({
  answered: false,
  at: where,
  code,
});

const verdicts: Readonly<Record<number, 'delivered' | 'refused' | 'deferred'>> = {
  200: 'delivered',
  409: 'refused',
  503: 'deferred',
};

/** 200 takes it, 409 says no, 503 not now; nobody knows what anything else means. */
export const verdictOf = ({ status }: WireAnswer): Step => {
  const outcome = verdicts[status] ?? 'unknown';
  return { verdict: { outcome, code: `fake/${status}`, detail: 'As the partner said.' } };
};

export const request = (path: string): WireRequest => ({ method: 'POST', path, headers: {}, body: 'x' });

/** One request with an effect, and its answer. */
export const plainAdapter: Adapter = {
  kind: 'fake',
  options: System.shape.options,
  deduplicates: false,
  write: (message) => ({ send: request(`/${message.message_id}`), effect: true, next: verdictOf }),
};

type Answering = (request: WireRequest, system: System) => SendResult | Promise<SendResult>;

const noMail = (): never => {
  throw new Error('no mail is expected here');
};

const itemsOf = <T>(listed: Listed<T>): readonly T[] => (listed === 'invalid_cursor' ? [] : listed.items);

/** Dispatch on a real store in memory, with a clock that stands still, an adapter and a partner of the test's own. */
export function createStand(
  given: {
    readonly adapter?: Partial<Adapter>;
    readonly answering?: Answering;
    readonly prepare?: (permitted: Prepared) => Prepared | Promise<Prepared>;
    readonly report?: (reports: readonly ReferralEventRequest[]) => Reported;
    readonly guards?: readonly Guard[];
    readonly closed?: () => boolean;
    readonly systems?: readonly object[];
    readonly wrap?: (store: Store) => Store;
    readonly random?: number;
    readonly prepareMail?: DispatchPorts['prepareMail'];
    readonly reportMail?: DispatchPorts['reportMail'];
    readonly sendMail?: DispatchPorts['sendMail'];
    /** Sends as the pattern of the system asks. */
    readonly patterned?: boolean;
    /** The store of another stand: this one is another replica, with identifiers of its own series. */
    readonly beside?: { readonly store: Store; readonly series: number };
  } = {},
) {
  const sample = createSample(given.beside?.series ?? 1);
  const bare =
    given.beside?.store ??
    createStore({ engine: openSqlite({ path: ':memory:' }), crypto: createNodeCrypto(), keyring, ...folds });
  const store = given.wrap?.(bare) ?? bare;
  const adapter: Adapter = { ...plainAdapter, ...given.adapter };
  const systems = ['cpi-sil', 'asl-fhir'].map((id) =>
    System.parse({ id, organization: 'cpi-borgoverde', adapter: 'fake' }),
  );
  const view = viewOf({ ...network, systems: [...systems, ...(given.systems ?? []).map((s) => System.parse(s))] }, 1);
  const sent: string[] = [];
  const onBehalf: (SendFor | undefined)[] = [];
  const logged: { event: string; fields: object }[] = [];
  let now = at;
  let answering: Answering = given.answering ?? (() => answer(200));

  const prepareDelivery: DispatchPorts['prepareDelivery'] = async (delivery) => {
    const system = view.system(delivery.system);
    if (system === undefined) throw new Error('the network has no such system');
    const operation = delivery.task === 'follow' ? ('referral.follow' as const) : ('referral.deliver' as const);
    const permitted: Prepared = {
      permitted: true,
      message: asDisclosed(fullMessage({ message_id: delivery.id })),
      system,
      adapter,
      context: { options: {}, system, now, organization: view.organization, service: view.service },
      exchange: sample.exchange({ operation, direction: 'out', delivery_id: delivery.id, outcome: 'prepared' }),
      guards: given.guards ?? [],
      closed: given.closed?.() ?? false,
    };
    return given.prepare?.(permitted) ?? permitted;
  };

  const send: Send = async (wire, system, _limits, on) => {
    sent.push(wire.path);
    onBehalf.push(on);
    return answering(wire, system);
  };
  const patternPorts = { send, store, now: () => now, publicUrl: 'https://raccordo.example.it' };

  const ports: DispatchPorts = {
    store,
    send: given.patterned ? createPatternSend(patternPorts) : send,
    network: () => view,
    forgetNetwork: () => {},
    prepareDelivery,
    prepareMail: given.prepareMail ?? noMail,
    sendMail: given.sendMail ?? noMail,
    reportMail: given.reportMail ?? (async () => ({ closed: false })),
    applyReports: async (_delivery, reports) => given.report?.(reports) ?? { closed: false },
    clock: () => now,
    newId: sample.newId,
    random: () => given.random ?? 0.5,
    log: (_level, event, fields = {}) => logged.push({ event, fields }),
  };
  const runOnce = createRunOnce(ports);

  return {
    store,
    sample,
    sent,
    /** Of each request, on whose behalf it left. */
    onBehalf,
    logged,
    now: () => now,
    pass: (ms: number) => {
      now = new Date(Date.parse(now) + ms).toISOString();
    },
    answerWith: (next: Answering) => {
      answering = next;
    },
    run: (limits: Partial<DispatchLimits> = {}, stop?: AbortSignal) => runOnce({ ...dispatchLimits, ...limits }, stop),
    queue: async (...more: Partial<NewDelivery>[]) => {
      const deliveries = more.map((each) => sample.delivery(each));
      await bare.commit({ exchanges: [sample.exchange()], deliveries });
      return deliveries.map(({ id }) => id);
    },
    delivery: async (id: string | undefined) => {
      const found = id === undefined ? null : await bare.delivery(id);
      if (found === null) throw new Error('no such delivery');
      return found;
    },
    deliveries: async () => itemsOf(await bare.listDeliveries({}, null, 100)),
    /** The outcomes in the ledger about a delivery, oldest first. */
    outcomes: async (id: string | undefined) =>
      itemsOf(await bare.listExchanges({}, null, 500))
        .filter((exchange) => exchange.delivery_id === id)
        .map(({ outcome }) => outcome)
        .toReversed(),
    reasons: async (id: string | undefined) =>
      itemsOf(await bare.listExchanges({}, null, 500)).flatMap(({ delivery_id, reason }) =>
        delivery_id === id ? [reason] : [],
      ),
    suspend: (system_id: string, suspended = true) =>
      bare.commit({
        exchanges: [sample.exchange({ operation: suspended ? 'system.suspend' : 'system.resume' })],
        suspension: { system_id, suspended, reason: 'a test', by: 'comune-borgoverde', at: now },
      }),
  };
}

export { at, seconds };
