import { faultsOf } from '../../contracts/canonical/faults.ts';
import { ReferralRequest } from '../../contracts/canonical/referral.ts';
import { ReferralEventRequest } from '../../contracts/canonical/referral-event.ts';
import { type Refusal, refuse } from '../../contracts/canonical/refusal.ts';
import { publish } from '../policy/index.ts';
import type {
  Adapter,
  AdapterContext,
  Call,
  Intent,
  IntentResult,
  Outcome,
  Reading,
  WireMessage,
  WireReply,
} from '../ports.ts';
import { toProblem } from '../problem.ts';
import { adapterContexts } from './adapter-context.ts';
import { answersOurs } from './callback.ts';
import type { Deps } from './deps.ts';
import { plainRecord, recorded } from './public-record.ts';
import type { ReferralReceipt } from './receipt.ts';
import type { RecordEvent } from './record-referral-event.ts';

const intentsMax = 50;

export type Receive = { readonly system_id: string; readonly message: WireMessage };

type Verbs = {
  readonly submitReferral: (call: Call, request: ReferralRequest) => Promise<Outcome<ReferralReceipt>>;
  readonly recordReferralEvent: (call: Call, input: RecordEvent) => Promise<Outcome<ReferralReceipt>>;
};

/**
 * A partner's own message: read by its adapter, carried out intent by intent in the name of the body it belongs to, answered in its
 * own words. A repeat of an intent that had an effect (same message id) is answered as the first time and does nothing; one that was
 * refused is tried anew, because what it lacked may have come since, or been corrected by the sender.
 */
export function receive(deps: Deps, verbs: Verbs) {
  const contextOf = adapterContexts();
  return async (call: Call, { system_id, message }: Receive): Promise<Outcome<WireReply>> => {
    const network = await deps.network();
    const system = network.system(system_id);
    const mine =
      system?.organization === call.caller.organization &&
      (call.caller.system === null || call.caller.system === system_id);
    if (system === undefined || !mine) return refuse('inbound/system-unknown');
    const adapter = deps.adapterOf(system.adapter);
    if (adapter?.read === undefined) return refuse('inbound/not-supported');
    const context = contextOf(network, system, adapter, deps.clock());
    const isExpected = await answersOurs(deps, system, message);
    const reading = isExpected ? await adapter.read(message, context) : null;
    const fault = reading === null ? refuse('modi/callback-unknown') : faultOf(reading);
    if (fault !== null) {
      const digest = call.received === undefined ? undefined : await deps.ledgerDigest(call.received);
      const record = plainRecord(deps, call, network.version, {
        operation: 'inbound.message',
        direction: 'in',
        outcome: isExpected ? 'not-understood' : 'callback-unknown',
        system: system_id,
        digest,
      });
      return (await recorded(deps, record)) ?? answered(adapter, context, call, fault);
    }
    const results: IntentResult[] = [];
    // One after the other: a message may submit a referral and then speak of it.
    for (const intent of reading?.understood ? reading.intents : []) {
      const result = await carryOut(deps, verbs, { ...call, caller: { ...call.caller, system: system_id } }, intent);
      results.push({ ...result, reference: referenceOf(intent) });
    }
    const reply = (await adapter.acknowledge?.(results, context)) ?? {
      status: 200,
      contentType: 'application/json',
      body: JSON.stringify({ results }),
    };
    return { refused: false, status: 200, headers: {}, body: publish(reply) };
  };
}

function faultOf(reading: Reading): Refusal | null {
  if (!reading.understood) {
    const errors = [reading, ...(reading.more ?? [])].map(({ pointer, code, detail }) => ({ pointer, code, detail }));
    return refuse('inbound/not-understood', { detail: reading.detail, errors });
  }
  if (reading.intents.length > intentsMax) {
    const detail = `A message may carry ${intentsMax} intents at most.`;
    return refuse('inbound/not-understood', { detail, errors: [{ pointer: '', code: 'too_many', detail }] });
  }
  return null;
}

/** The fault in the partner's words where the adapter has some, else as a problem. */
async function answered(
  adapter: Adapter,
  context: AdapterContext<unknown>,
  call: Call,
  fault: Refusal,
): Promise<Outcome<WireReply>> {
  const reply = await adapter.acknowledge?.({ problem: resultOf(fault, call) }, context);
  return reply === undefined ? fault : { refused: false, status: 200, headers: {}, body: publish(reply) };
}

function resultOf(refusal: Refusal, call: Call): IntentResult & { ok: false } {
  const { status, code, detail, errors = [] } = toProblem(refusal, call.correlation_id);
  return { ok: false, status, code, detail, errors };
}

async function carryOut(deps: Deps, verbs: Verbs, call: Call, intent: Intent): Promise<IntentResult> {
  const named = await withMessageId(deps, call, intent);
  const outcome = await (intent.do === 'submit' ? submit(verbs, named, intent) : record(verbs, named, intent));
  if ('replayed' in outcome) return replayedResult(outcome.replayed.body);
  if (outcome.refused) return resultOf(outcome, call);
  return okResult(outcome.body as ReferralReceipt);
}

/** The partner's own number of what it sent, by which it knows which answer is which. */
const referenceOf = (intent: Intent): string | undefined =>
  intent.do === 'submit' ? intent.request.initiator_reference : undefined;

function submit(verbs: Verbs, call: Call, intent: Intent & { do: 'submit' }) {
  const request = ReferralRequest.safeParse(intent.request);
  if (request.success) return verbs.submitReferral(call, request.data);
  return Promise.resolve(refuse('inbound/not-understood', { errors: faultsOf(request.error.issues, intent.request) }));
}

function record(verbs: Verbs, call: Call, intent: Intent & { do: 'event' }) {
  const event = ReferralEventRequest.safeParse(intent.event);
  if (event.success)
    return verbs.recordReferralEvent(call, {
      referral_id: intent.referral.id,
      if_match_version: null,
      event: event.data,
    });
  return Promise.resolve(refuse('inbound/not-understood', { errors: faultsOf(event.error.issues, intent.event) }));
}

/** The partner's message id serves as idempotency key, as a keyed digest: it may hold anything. */
async function withMessageId(deps: Deps, call: Call, intent: Intent): Promise<Call> {
  const encoder = new TextEncoder();
  const key = await deps.ledgerDigest(encoder.encode(`message ${intent.message_id}`));
  const received = encoder.encode(JSON.stringify(intent));
  // What was accepted under one purpose is no answer to a voucher for another.
  const { voucher } = call.caller;
  const asked = voucher === null ? received : encoder.encode(JSON.stringify([voucher.purpose_id, intent]));
  return {
    ...call,
    caller: { ...call.caller, client_id: `system:${call.caller.system ?? ''}` },
    idempotency: { key, request_digest: await deps.ledgerDigest(asked), effectsOnly: true },
    received,
  };
}

const okResult = (receipt: ReferralReceipt): IntentResult => ({
  ok: true,
  referral_id: receipt.id,
  version: receipt.version,
  status: receipt.status,
});

/** Written by `conclude` from the receipt of something that had an effect, so its shape is known. */
const replayedResult = (body: string): IntentResult => okResult(JSON.parse(body) as ReferralReceipt);
