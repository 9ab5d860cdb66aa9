import { type CompactVerifyResult, compactVerify, decodeJwt, type JWK } from 'jose';
import * as modi from '../../world/pdnd/modi-tokens.ts';
import { pdndDefaults, pdndIds } from '../../world/pdnd-network.ts';
import type { Surroundings } from './surroundings.ts';

/** One operator at one desk: the evidence, and the voucher that is bound to it. */
export type Session = {
  readonly purposeId: string;
  readonly evidence: string;
  readonly voucher: string;
  /** jti of the voucher. */
  readonly tokenId: string;
  readonly isBound: boolean;
};
export type Prepared = {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly digest: string;
  readonly session: Session;
};
export type Reply = {
  readonly status: number;
  readonly headers: Headers;
  readonly bytes: Uint8Array;
  readonly body: { readonly id?: string; readonly code?: string; readonly detail?: string; readonly title?: string };
};
/** A call, as its caller remembers it. */
export type Made = { readonly purposeId: string; readonly tokenId: string; readonly status: number };

export type Comune = ReturnType<typeof createComune>;

/** The case workers' program of the Comune, written with jose and fetch: nothing of the gateway's own code. */
export function createComune(ports: {
  /** The gateway's. */
  readonly address: string;
  readonly now: () => string;
  readonly around: Surroundings;
}) {
  const { address, now, around } = ports;
  const { pdnd, keys } = around;
  const made: Made[] = [];
  let count = 0;
  let taken: Prepared | null = null;
  const life = () => {
    count += 1;
    return { nowSeconds: Math.floor(Date.parse(now()) / 1000), jti: `comune-${count}` };
  };
  const { client: clientId } = pdndIds;
  const { audience } = pdndDefaults;

  /** Asks PDND for a voucher, bound to the evidence of who acts. */
  async function begin(purposeId: string, userId: string, isBound = false): Promise<Session> {
    const dnonce = 1_000_000_000_000 + count;
    const evidence = await modi.evidence(keys.comune, {
      ...{ ...life(), issuer: clientId, audience, purposeId, userId, dnonce },
    });
    const digest = modi.hexOf(await modi.sha256(evidence));
    const of = { ...life(), clientId, audience: pdnd.assertionAudience, purposeId, digest };
    const proof = isBound
      ? { dpop: await modi.dpopProof(keys.bound, { ...life(), method: 'POST', url: pdnd.tokenUrl }) }
      : {};
    const { status, body } = await askToken(await modi.assertion(keys.comune, of), proof);
    if (status !== 200) throw new Error(`PDND gave the Comune no voucher: ${status} ${JSON.stringify(body)}`);
    const { access_token: voucher = '' } = body;
    return { purposeId, evidence, voucher, tokenId: String(decodeJwt(voucher).jti), isBound };
  }

  async function askToken(assertion: string, headers: Readonly<Record<string, string>> = {}) {
    const reply = await fetch(pdnd.tokenUrl, { method: 'POST', body: modi.tokenForm(clientId, assertion), headers });
    const body = (await reply.json()) as { access_token?: string; errors?: { code: string; detail: string }[] };
    return { status: reply.status, body };
  }

  /** A request with its signature, not sent yet. */
  async function prepare(session: Session, path: string, content: object): Promise<Prepared> {
    const body = JSON.stringify(content);
    const url = `${address}${path}`;
    const contentType = 'application/json';
    const digest = await modi.digestOf(new TextEncoder().encode(body));
    const signature = await modi.signature(keys.comune, {
      ...{ ...life(), audience, issuer: clientId, digest, contentType },
    });
    const headers = {
      authorization: `${session.isBound ? 'DPoP' : 'Bearer'} ${session.voucher}`,
      'agid-jwt-trackingevidence': session.evidence,
      'agid-jwt-signature': signature,
      digest,
      'content-type': contentType,
      'idempotency-key': `comune-${count}`,
    };
    if (!session.isBound) return { url, headers, body, digest, session };
    const proof = { ...life(), method: 'POST', url, token: session.voucher };
    return { url, headers: { ...headers, dpop: await modi.dpopProof(keys.bound, proof) }, body, digest, session };
  }

  async function send(prepared: Prepared): Promise<Reply> {
    const { url, headers, body, session } = prepared;
    const reply = await fetch(url, { method: 'POST', headers, body });
    const bytes = new Uint8Array(await reply.arrayBuffer());
    const { purposeId, tokenId } = session;
    made.push({ purposeId, tokenId, status: reply.status });
    if (reply.ok) taken = prepared;
    return {
      status: reply.status,
      headers: reply.headers,
      bytes,
      body: JSON.parse(new TextDecoder().decode(bytes)) as Reply['body'],
    };
  }

  return {
    begin,
    askToken,
    prepare,
    send,
    life,
    clientId,
    /** A request made and sent. */
    post: async (session: Session, path: string, content: object) => {
      const prepared = await prepare(session, path, content);
      return { prepared, reply: await send(prepared) };
    },
    /** The last request that the gateway took: what somebody on the way could have recorded. */
    latestTaken: (): Prepared => {
      if (taken === null) throw new Error('nothing was taken yet');
      return taken;
    },
    /** Every call, in order. */
    made: made as readonly Made[],
    verified: (reply: Reply, request: Prepared) => verified(reply, request, address),
  };
}

/** What the signature of a reply says, verified with the key that the gateway publishes. */
async function verified({ headers, bytes }: Reply, { digest }: Prepared, address: string) {
  const published = (await (await fetch(`${address}/.well-known/jwks.json`)).json()) as { keys: JWK[] };
  const seal = await compactVerify(headers.get('agid-jwt-signature') ?? '', ({ kid }) => {
    const jwk = published.keys.find((each) => each.kid === kid);
    if (jwk === undefined) throw new Error(`the gateway publishes no key ${kid}`);
    return jwk;
  }).then(
    ({ payload }: CompactVerifyResult) => JSON.parse(new TextDecoder().decode(payload)) as Record<string, unknown>,
    (error: unknown) => String(error),
  );
  if (typeof seal === 'string') return { seal, digest: false, aud: null, answers: null };
  const signed = JSON.stringify(seal.signed_headers);
  const own = await modi.digestOf(bytes);
  return {
    seal: 'verifies',
    digest: headers.get('digest') === own && signed.includes(`{"digest":"${own}"}`),
    aud: seal.aud,
    /** By request_digest; null: it names none, for it was given before the body was read. */
    answers: seal.request_digest === undefined ? null : seal.request_digest === digest,
  };
}

/** What must be true of a reply for the caller to keep it as proof. */
export const sound = { seal: 'verifies', digest: true, aud: pdndIds.client, answers: true };
/** The same of a refusal before the body was read. */
export const early = { ...sound, answers: null };
