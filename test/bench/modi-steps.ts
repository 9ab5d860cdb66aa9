import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { Network } from '../../contracts/canonical/network.ts';
import { takeOnce } from '../../src/auth/answered.ts';
import { createActingUser } from '../../src/auth/evidence.ts';
import { signatureOf } from '../../src/auth/signature.ts';
import { voucher } from '../../src/auth/voucher.ts';
import { recordCall } from '../../src/command/record-call.ts';
import { createNow } from '../../src/entry/clock.ts';
import { createNewId } from '../../src/entry/new-id.ts';
import { openConfigured } from '../../src/entry/open-configured.ts';
import { createSigningKeyOf, digestFault, digestHeader, limitsOf, readToken, sealFault } from '../../src/modi/index.ts';
import { viewOf } from '../../src/network/index.ts';
import type { Caller, FoundKey, Refusal } from '../../src/ports.ts';
import { createSignReply } from '../../src/proof/index.ts';
import { referral } from './people.ts';

export type StepsAsk = {
  readonly network: string;
  readonly database: string;
  readonly origin: string;
  readonly keys: { readonly issuer: object; readonly caller: object };
  /** Of calls with the bodies of the people from 0; the first half warms up. */
  readonly headers: readonly Readonly<Record<string, string>>[];
};
/** Microseconds of processor, all threads counted. */
export type StepsMeasured = {
  /** For each call. */
  readonly steps: Readonly<Record<string, number>>;
  /** For each voucher and each evidence, both remembered until they expire. */
  readonly once: Readonly<Record<string, number>>;
};

const atOnce = 100;
const replyBytes = 600;

async function measure({ network, database, origin, keys, headers }: StepsAsk): Promise<StepsMeasured> {
  const now = createNow(Date.now);
  const newId = createNewId(Date.now);
  const environment = { ...process.env, RACCORDO_DATA_DIR: database, RACCORDO_PUBLIC_URL: origin };
  const opened = await openConfigured(environment, new Date());
  if (!opened.ok) throw new Error(JSON.stringify(opened.faults));
  const { store, config } = opened;
  const { digest } = opened.crypto;
  const view = viewOf(Network.parse(parse(readFileSync(network, 'utf8'))), 1);
  const { trust } = view.document;
  const client = view.client('comune-pdnd');
  if (trust === undefined || client === undefined) throw new Error('the document has no PDND');
  const key = (jwk: object): FoundKey => ({ found: 'key', jwk: { ...jwk }, client_id: client.pdnd?.client_id ?? null });
  const [issuer, published] = [key(keys.issuer), key(keys.caller)];
  const [issuerKeyOf, publishedKeyOf] = [async () => issuer, async () => published];

  const calls = headers.map((each, n) => {
    const body = new TextEncoder().encode(JSON.stringify(referral(n)));
    const text = (name: string): string => each[name] ?? '';
    return { headers: new Headers({ ...each, 'content-type': 'application/json' }), text, body, jti: newId() };
  });
  type Made = (typeof calls)[number];
  /** The step for one half of the calls to warm up, then for the other. */
  const cost = async (step: (call: Made) => Promise<unknown>): Promise<number> => {
    const half = calls.length / 2;
    let before = process.cpuUsage();
    for (let done = 0; done < calls.length; done += atOnce) {
      if (done === half) before = process.cpuUsage();
      const results = await Promise.all(calls.slice(done, done + atOnce).map(step));
      for (const result of results) if (isRefusal(result)) throw new Error(`refused: ${JSON.stringify(result)}`);
    }
    const { user, system } = process.cpuUsage(before);
    return (user + system) / half;
  };

  const ports = { ownIssuer: origin, issuerKeyOf, useOnce: store.useOnce, now, verifiedTokensMax: 10_000 };
  const known = voucher({ ...ports, purposeStateOf: async () => 'active' });
  const presented = ({ headers, text }: Made) => ({
    ...{ headers, method: 'POST', url: `${origin}/v1/referrals`, network: view },
    ...{ scheme: 'bearer', credentials: text('authorization').slice('Bearer '.length) },
  });
  const [first] = calls;
  const caller = first === undefined ? null : await known(presented(first));
  if (caller === null || isRefusal(caller)) throw new Error(`no voucher that holds: ${JSON.stringify(caller)}`);
  const signer = { caller: caller as Caller, client, trust, publishedKeyOf };
  const limits = limitsOf(trust.tolerances);
  const nowSeconds = () => Math.floor(Date.now() / 1000);
  const actingUser = createActingUser(10_000);
  const signReply = createSignReply({
    ...{
      network: () => view,
      signingKeyOf: createSigningKeyOf(config.secretOf),
      now,
      newId,
      publicUrl: origin,
      digest,
    },
  });
  const record = recordCall({
    ...{ store, network: () => view, clock: now, newId },
    ...{ forgetNetwork: () => {}, ledgerDigest: () => '', adapterOf: () => undefined, wake: () => {} },
  });
  const reply = new TextEncoder().encode('x'.repeat(replyBytes));
  const sealed = (proof: 'voucher' | 'evidence', jwk: object, compact: string) => {
    const token = readToken(proof, compact);
    return 'refused' in token ? Promise.resolve(token) : sealFault(proof, token, jwk as Record<string, unknown>);
  };
  const until = nowSeconds() + 300;

  const measured = {
    once: {
      voucher_signature: await cost(({ text }) => sealed('voucher', keys.issuer, text('authorization').slice(7))),
      evidence_signature: await cost(({ text }) => sealed('evidence', keys.caller, text('agid-jwt-trackingevidence'))),
    },
    steps: {
      voucher_claims: await cost(async (call) => known(presented(call))),
      evidence: await cost(async (call) => {
        const own = (await known(presented(call))) as Caller;
        const evidence = call.text('agid-jwt-trackingevidence');
        return actingUser({ ...signer, caller: own }, evidence, 'audit_02', limits, nowSeconds());
      }),
      digest: await cost(({ text, body }) => digestFault(text('digest'), body, digest)),
      signature: await cost(({ headers }) =>
        signatureOf(signer, { headers, hasBody: true }, 'with_body', limits, nowSeconds()),
      ),
      jti_once: await cost(({ jti }) => takeOnce(store.useOnce, 'signature', client.id, jti, until, digest)),
      reply_signature: await cost(async ({ body }) =>
        signReply({
          ...{ status: 201, contentType: 'application/json', contentEncoding: null, body: reply },
          ...{ audience: client.id, requestDigest: await digestHeader(body, digest) },
        }),
      ),
      ledger_record: await cost(() =>
        record({
          ...{ correlation_id: newId(), operation: 'submit_referral', status: 201, fault: null },
          ...{ caller: signer.caller, voucher: signer.caller.voucher },
        }),
      ),
    },
  };
  await store.close();
  const { steps, once } = measured;
  // The evidence is measured with the look at its voucher before it.
  return { once, steps: { ...steps, evidence: Math.max(0, steps.evidence - steps.voucher_claims) } };
}

const isRefusal = (value: unknown): value is Refusal =>
  typeof value === 'object' && value !== null && 'refused' in value && value.refused === true;

process.once('message', async (ask: StepsAsk) => process.send?.(await measure(ask)));
// Never outlives the benchmark.
process.on('disconnect', () => process.exit(0));
