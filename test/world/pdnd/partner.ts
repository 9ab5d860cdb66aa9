import type { JWK } from 'jose';
import { checkDpop, checkEvidence, checkSignature, checkVoucher, type KeyOf, Refused } from './govway-checks.ts';
import type { KeyPair } from './key-pair.ts';
import { digestOf, hexOf, sha256, signature } from './modi-tokens.ts';

/** How a partner departs from what it should do, for one reply. */
export const misdeeds = [
  /** Changes the body after it was signed. */
  'tamper',
  /** Signs with another key under the kid of its own. */
  'foreign-key',
  /** Gives the signature and digest of the reply before, with its body. */
  'replay',
  /** Says the digest of another request. */
  'wrong-request-digest',
  'no-request-digest',
  /** Writes the digest in hexadecimal, as some do: not wrong. */
  'hex-digest',
  'unsigned',
  /** Signs as PDND's own API does, version 3: typ at+jwt, no aud: not wrong. */
  'pdnd-v3',
  /** Answers 401, as with a voucher that it no longer believes. */
  'unauthorized',
] as const;
export type Misdeed = (typeof misdeeds)[number];

export type PartnerAsks = {
  readonly voucher: 'bearer' | 'dpop' | 'none';
  readonly signature: boolean;
  readonly evidence: 'none' | 'audit_01' | 'audit_02';
};

/** What it made of a request. `check`: which check did not hold, null: all did. */
export type Judged = { readonly check: string | null; readonly status: number; readonly userId: string | null };

export type GovWayPartner = ReturnType<typeof createGovWayPartner>;

/** A body's system behind GovWay: verifies what comes, passes it on, signs what goes back, errors included; and misbehaves on demand. */
export function createGovWayPartner(ports: {
  readonly now: () => string;
  readonly newId: () => string;
  /** Where it is reached, as DPoP proofs name it; without a slash at the end. */
  readonly address: string;
  /** aud of signature and evidence; the voucher's must name it, too. */
  readonly audience: string;
  readonly eservice: { readonly producerId: string; readonly id: string; readonly descriptorId: string };
  readonly issuer: string;
  readonly issuerKeys: () => readonly JWK[];
  readonly publishedKey: KeyOf;
  readonly key: KeyPair;
  /** With which it signs where it should not. */
  readonly foreignKey: KeyPair;
  readonly asks: PartnerAsks;
  /** Whether errors are signed; GovWay can be told not to. */
  readonly signsErrors?: boolean;
  /** aud of its replies; undefined: none. */
  readonly replyAudience?: string;
  readonly inner: (request: Request) => Response | Promise<Response>;
}) {
  const { now, newId, address, audience, eservice, key, asks, inner } = ports;
  const judged: Judged[] = [];
  const used = new Set<string>();
  const planned: Misdeed[] = [];
  let former: { readonly headers: Readonly<Record<string, string>>; readonly body: Uint8Array } | null = null;
  const nowSeconds = () => Math.floor(Date.parse(now()) / 1000);

  const once = (jti: string, of: string) => {
    if (used.has(`${of} ${jti}`)) throw new Refused(of === 'DPoP' ? 401 : 409, `${of} jti used`);
    used.add(`${of} ${jti}`);
  };

  async function verify(request: Request, body: Uint8Array): Promise<string | null> {
    const { headers } = request;
    const common = { now: nowSeconds(), audience, publishedKey: ports.publishedKey };
    let userId: string | null = null;
    if (asks.voucher !== 'none') {
      const { voucher, scheme } = await checkVoucher(headers, {
        ...{ now: nowSeconds(), issuer: ports.issuer, audience, producerId: eservice.producerId },
        ...{ eserviceId: eservice.id, descriptorId: eservice.descriptorId },
        issuerKey: (kid) => ports.issuerKeys().find((jwk) => jwk.kid === kid),
      });
      if ((scheme === 'DPoP') !== (asks.voucher === 'dpop')) throw new Refused(401, 'Authorization scheme');
      if (asks.voucher === 'dpop') once(await checkDpop(request, address, voucher, nowSeconds()), 'DPoP');
      else if (voucher.claims.cnf !== undefined) throw new Refused(401, 'voucher cnf');
      if (asks.evidence !== 'none') {
        const claims = await checkEvidence(headers, voucher, { ...common, pattern: asks.evidence });
        userId = String(claims.userID);
      }
    }
    // Once everything else held, as GovWay does: a request that is refused may be repeated.
    if (asks.signature) once(await checkSignature(headers, body, common), 'Agid-JWT-Signature');
    return userId;
  }

  async function sign(response: Response, requestBody: Uint8Array, misdeed: Misdeed | undefined): Promise<Response> {
    const body = new Uint8Array(await response.arrayBuffer());
    const headers = new Headers(response.headers);
    const isError = response.status >= 400;
    const isBare = body.length === 0 || [204, 304].includes(response.status);
    const send = (bytes: Uint8Array) =>
      new Response(isBare ? null : (bytes as Uint8Array<ArrayBuffer>), { status: response.status, headers });
    if (isBare || misdeed === 'unsigned' || (isError && ports.signsErrors === false)) return send(body);

    const other = new TextEncoder().encode('{"another":"request"}');
    const digest = misdeed === 'hex-digest' ? `SHA-256=${hexOf(await sha256(body))}` : await digestOf(body);
    const said = {
      digest,
      'agid-jwt-signature': await signature(misdeed === 'foreign-key' ? { ...ports.foreignKey, kid: key.kid } : key, {
        ...{ nowSeconds: nowSeconds(), jti: newId(), digest, contentType: headers.get('content-type') },
        contentEncoding: headers.get('content-encoding'),
        audience: misdeed === 'pdnd-v3' ? undefined : ports.replyAudience,
        typ: misdeed === 'pdnd-v3' ? 'at+jwt' : 'JWT',
        requestDigest:
          misdeed === 'no-request-digest'
            ? undefined
            : await digestOf(misdeed === 'wrong-request-digest' ? other : requestBody),
      }),
    };
    const given = misdeed === 'replay' && former !== null ? former : { headers: said, body };
    former = { headers: said, body };
    for (const [name, value] of Object.entries(given.headers)) headers.set(name, value);
    return send(misdeed === 'tamper' ? tampered(given.body) : given.body);
  }

  const refusal = ({ status, check }: Refused) =>
    Response.json(
      {
        type: 'about:blank',
        title: status === 401 ? 'Unauthorized' : 'Bad Request',
        status,
        detail: check,
        govway_id: newId(),
      },
      {
        status,
        headers: {
          'content-type': 'application/problem+json',
          ...(status === 401 ? { 'www-authenticate': 'Bearer realm="govway", error="invalid_token"' } : {}),
        },
      },
    );

  return {
    /** What it made of each request, in order. */
    judged: judged as readonly Judged[],
    /** For the next replies, one each. */
    misbehave: (...next: readonly Misdeed[]): void => void planned.push(...next),
    async fetch(request: Request): Promise<Response> {
      const misdeed = planned.shift();
      const body = new Uint8Array(await request.clone().arrayBuffer());
      try {
        if (misdeed === 'unauthorized') throw new Refused(401, 'on demand');
        const userId = await verify(request, body);
        const response = await inner(request);
        judged.push({ check: null, status: response.status, userId });
        return await sign(response, body, misdeed);
      } catch (thrown) {
        if (!(thrown instanceof Refused)) throw thrown;
        judged.push({ check: thrown.check, status: thrown.status, userId: null });
        return sign(refusal(thrown), body, misdeed);
      }
    },
  };
}

/** The same length, one character another. */
function tampered(body: Uint8Array): Uint8Array {
  const copy = Uint8Array.from(body);
  const at = copy.findIndex((byte) => byte >= 0x30 && byte <= 0x39);
  const place = at === -1 ? copy.length - 1 : at;
  copy[place] = copy[place] === 0x31 ? 0x32 : 0x31;
  return copy;
}
