import type { ConvocationRequest } from '../../contracts/canonical/convocation.ts';
import { ReferralRequest, referralRequestExample } from '../../contracts/canonical/referral.ts';
import { createLedgerDigest, createStore } from '../../src/commit/index.ts';
import { openSqlite } from '../../src/commit/sqlite.ts';
import { createPatternSend, type DispatchLimits, dispatchLimits } from '../../src/dispatch/index.ts';
import { createNodeCrypto } from '../../src/entry/crypto-node.ts';
import { folds } from '../../src/entry/folds.ts';
import { mailPorts } from '../../src/entry/mail-ports.ts';
import { createNodeSender } from '../../src/entry/send-node.ts';
import { createCurrentNetwork } from '../../src/network/index.ts';
import { createPipeline } from '../../src/pipeline.ts';
import type { Call, Send, SendMail, Store } from '../../src/ports.ts';
import { keyring } from '../conformance/store-keyring.ts';
import { countedIds, taxCode } from '../conformance/store-sample.ts';
import { adapterOf } from './network.ts';

export type GatewayOptions = {
  readonly path: string;
  readonly now: () => string;
  /** Identifiers of one process; another process takes another series. */
  readonly series: number;
  readonly limits?: Partial<DispatchLimits>;
  readonly sendMail?: SendMail;
  /** Puts something between the stages and what they need from outside. */
  readonly around?: <Port extends object>(port: Port, name: string) => Port;
};

/** The gateway's own pipeline on a database file, without HTTP in front of it. */
const unconfigured: SendMail = async () => ({ answered: false, at: 'connect', code: 'not-configured' });
const mailSettings = {
  publicUrl: 'http://localhost:8080',
  mail: {
    address: 'riunioni@raccordo.example.it',
    name: null,
    pecAddress: null,
    authservId: null,
    listen: null,
    heloName: 'raccordo.example.it',
    relays: { mail: null, pec: null },
  },
};

export function openGateway(options: GatewayOptions) {
  const { path, now, series, limits, around = (port) => port } = options;
  const crypto = createNodeCrypto();
  const bare = createStore({ engine: openSqlite({ path }), crypto, keyring, ...folds });
  const sender = createNodeSender({ secretOf: () => undefined, version: '0.0.0' });
  const store: Store = around(bare, 'store');
  const wire: { readonly send: Send } = around({ send: sender.send }, 'partner');
  const send = createPatternSend({ send: wire.send, store, now, publicUrl: mailSettings.publicUrl });
  const current = createCurrentNetwork({ store: bare, now, checkEveryMs: 0 });
  const newId = countedIds(series);
  const ledgerDigest = createLedgerDigest(crypto, keyring);
  const { sendMail } = around({ sendMail: options.sendMail ?? unconfigured }, 'relay');
  const pipeline = createPipeline({
    store,
    network: current.get,
    forgetNetwork: current.forget,
    checkNetwork: () => {
      throw new Error('no network document is applied here');
    },
    clock: now,
    newId,
    ledgerDigest,
    adapterOf,
    wake: () => {},
    send,
    ...mailPorts({ config: mailSettings, crypto }, ledgerDigest),
    sendMail,
    random: () => 0,
    log: () => {},
    dispatchLimits: { ...dispatchLimits, ...limits },
  });
  const call = (): Call => ({
    caller: {
      client_id: 'comune-client',
      organization: 'comune-borgoverde',
      organization_kind: 'comune',
      scopes: ['referrals:write'],
      system: null,
      acting_user: null,
      voucher: null,
    },
    correlation_id: newId(),
  });
  return {
    store: bare,
    runOnce: pipeline.runOnce,
    /** The id of a referral of the person with this number, once it is committed. */
    async submit(person: number): Promise<string> {
      const outcome = await pipeline.gateway.submitReferral(call(), referralOf(person));
      if (!('refused' in outcome) || outcome.refused || outcome.body === null) {
        throw new Error(`not taken: ${JSON.stringify(outcome)}`);
      }
      return outcome.body.id;
    },
    /** The id of the meeting, once it is committed. */
    async convene(request: ConvocationRequest): Promise<string> {
      const outcome = await pipeline.gateway.convene(call(), request);
      if (!('refused' in outcome) || outcome.refused || outcome.body === null) {
        throw new Error(`not convened: ${JSON.stringify(outcome)}`);
      }
      return outcome.body.id;
    },
    /** An operator of the territory has a mail sent once more. */
    async rerun(delivery_id: string): Promise<void> {
      const operator = { ...call().caller, organization: 'ats-borgoverde', scopes: ['deliveries:operate' as const] };
      const asked = { delivery_id, reason: 'Il relay non ne sa nulla' };
      const outcome = await pipeline.gateway.rerunDelivery({ ...call(), caller: operator }, asked);
      if ('refused' in outcome && outcome.refused) throw new Error(`not queued: ${JSON.stringify(outcome)}`);
    },
    async close() {
      await sender.close();
      await bare.close();
    },
  };
}

const referralOf = (person: number): ReferralRequest => {
  const { kind: _kind, activable: _activable, ...example } = referralRequestExample;
  return ReferralRequest.parse({
    ...example,
    kind: 'specialist_health',
    purpose: 'SAN-INV',
    recipient: 'asl-borgoverde',
    service: 'dipendenze',
    subject: { tax_code: taxCode(person).value, given_name: 'Maria', family_name: 'Rossi' },
  });
};
