/**
 * The whole flow on one screen. Three ways through:
 *
 *   A. a body calls the canonical API      http -> auth -> policy -> command -> core -> commit -> reply, and outbox -> dispatch -> policy again -> adapter
 *   B. a partner speaks its own language   http -> auth -> adapter.read -> command -> policy -> core -> commit -> adapter.acknowledge -> reply
 *   C. somebody reads                      http -> auth -> policy -> read model -> disclose -> reply; the reading itself is recorded
 *
 * and the clock, which does what is due: reminders, deliveries and mails, expiries, sweeping.
 */
import * as verb from './command/index.ts';
import { createRunOnce, type DispatchLimits, type RunReport } from './dispatch/index.ts';
import { gatewayAccount, publish } from './policy/index.ts';
import type { Gateway, Log, NetworkView, Random, RecordCall, Send, SendMail } from './ports.ts';
import { refuse } from './problem.ts';

export type PipelinePorts = Omit<verb.convocation.ConvocationDeps, 'network'> & {
  readonly sendMail: SendMail;
  readonly network: () => Promise<NetworkView | null>;
  readonly checkNetwork: verb.CheckNetwork;
  readonly send: Send;
  readonly random: Random;
  readonly log: Log;
  readonly dispatchLimits: DispatchLimits;
};

export type Pipeline = {
  readonly gateway: Gateway;
  /** The deliveries that are due. */
  readonly dispatch: (stop?: AbortSignal) => Promise<RunReport>;
  /** All that is due. */
  readonly runOnce: (
    stop?: AbortSignal,
  ) => Promise<RunReport & { readonly convocations: number; readonly expired: number; readonly swept: number }>;
  /** Beside the records of the verbs: that a request came with a voucher or ModI proofs, and how it ended. */
  readonly recordCall: RecordCall;
  /** A mail that came in at an address of ours: `rcpt` is the one it was brought to, where that is known. */
  readonly takeMail: ReturnType<typeof verb.convocation.takeMail>;
};

const convocationsPerRunMax = 100;
const expiredPerRunMax = 100;
const sweptPerRunMax = 1000;

export function createPipeline(ports: PipelinePorts): Pipeline {
  const deps: verb.convocation.ConvocationDeps = { ...ports, network: () => inForce(ports) };
  const { convocation } = verb;
  const takeMail = convocation.takeMail(deps);
  const reportMail = convocation.reportMail(deps);
  const prepareDelivery = verb.prepareDelivery(deps);
  const submitReferral = verb.submitReferral(deps);
  const recordReferralEvent = verb.recordReferralEvent(deps);
  const { purposes, organizations, services, agreements, systems } = verb.directories(deps);

  const gateway: Gateway = {
    // A. a body speaks
    submitReferral,
    recordReferralEvent,
    registerConsent: verb.registerConsent(deps),
    withdrawConsent: verb.withdrawConsent(deps),
    applyNetwork: verb.applyNetwork(deps, ports.checkNetwork),
    rerunDelivery: verb.rerunDelivery(deps),
    resolveDelivery: verb.resolveDelivery(deps, reportMail),
    suspendSystem: verb.suspendSystem(deps),
    resumeSystem: verb.resumeSystem(deps),
    acknowledgeMailboxMessage: verb.acknowledgeMailboxMessage(deps, prepareDelivery),
    // B. a partner's system speaks
    receive: verb.receive(deps, { submitReferral, recordReferralEvent }),
    // C. somebody reads
    readReferral: verb.readReferral(deps),
    readOutcome: verb.readOutcome(deps),
    listReferrals: verb.listReferrals(deps),
    readTimeline: verb.readTimeline(deps),
    readConsent: verb.readConsent(deps),
    listConsents: verb.listConsents(deps),
    searchSubject: verb.searchSubject(deps),
    listMailbox: verb.listMailbox(deps),
    readMailboxMessage: verb.readMailboxMessage(deps, prepareDelivery),
    listExchanges: verb.listExchanges(deps),
    readExchange: verb.readExchange(deps),
    readTracing: verb.readTracing(deps),
    listDeliveries: verb.listDeliveries(deps),
    readDelivery: verb.readDelivery(deps),
    readNetwork: verb.readNetwork(deps),
    listPurposes: purposes.list,
    readPurpose: purposes.read,
    listOrganizations: organizations.list,
    readOrganization: organizations.read,
    listServices: services.list,
    readService: services.read,
    listAgreements: agreements.list,
    readAgreement: agreements.read,
    listSystems: systems.list,
    readSystem: systems.read,
    // The team is convened, answers and meets
    recordAnalysis: convocation.recordAnalysis(deps),
    reviseAnalysis: convocation.reviseAnalysis(deps),
    listAnalyses: convocation.listAnalyses(deps),
    readAnalysis: convocation.readAnalysis(deps),
    convene: convocation.convene(deps),
    listConvocations: convocation.listConvocations(deps),
    readConvocation: convocation.readConvocation(deps),
    recordConvocationEvent: convocation.recordConvocationEvent(deps),
    answerConvocation: convocation.answerConvocation(deps),
    readCalendar: convocation.readCalendar(deps),
    readLetter: convocation.readLetter(deps),
    proposeMeetings: convocation.proposeMeetings(),
    takeMail: async (_, { raw }) => mailReceipt(await takeMail(raw, null)),
    readAnswer: convocation.readAnswer(deps),
    answerByLink: convocation.answerByLink(deps),
    readDocuments: convocation.readDocuments(deps),
    openDocuments: convocation.openDocuments(deps),
    status: () => statusOf(ports),
  };

  const dispatch = createRunOnce({
    ...ports,
    network: deps.network,
    prepareDelivery: (delivery) => prepareDelivery(delivery, gatewayAccount),
    applyReports: verb.applyReports(deps),
    prepareMail: convocation.prepareMail(deps),
    reportMail,
  });
  const tickConvocations = convocation.tickConvocations(deps, ports.log);
  const expire = verb.expireReferrals(deps);
  return {
    gateway,
    takeMail,
    recordCall: verb.recordCall(deps),
    dispatch: (stop) => dispatch(ports.dispatchLimits, stop),
    runOnce: async (stop) => {
      const convocations = await tickConvocations(convocationsPerRunMax);
      const report = await dispatch(ports.dispatchLimits, stop);
      const expired = await expire(expiredPerRunMax);
      const swept = await ports.store.sweep(ports.clock(), sweptPerRunMax);
      return { ...report, convocations, expired, swept };
    },
  };
}

/** Before the first network document is applied the gateway is not ready, and the HTTP stage lets nobody in. */
async function inForce(ports: PipelinePorts): Promise<NetworkView> {
  const network = await ports.network();
  if (network === null) throw new Error('no network document is in force');
  return network;
}

async function statusOf(ports: PipelinePorts): ReturnType<Gateway['status']> {
  const ready = await ports.store.ready();
  const network = ready ? await ports.network() : null;
  if (network === null) return refuse('gateway/unavailable');
  return {
    refused: false,
    status: 200,
    headers: {},
    body: publish({ status: 'up' as const, network_version: network.version }),
  };
}

function mailReceipt({ taken, effect, why }: verb.convocation.MailTaken): Awaited<ReturnType<Gateway['takeMail']>> {
  const body = publish({ taken, effect, ...(why === null ? {} : { why }) });
  return { refused: false, status: 200, headers: {}, body };
}
