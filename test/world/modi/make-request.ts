import { base64, base64url, hex, seal, sha256, thumbprint } from './seal.ts';
import { basicSecret, ids, type KeyName, type Keys, nowSeconds, publicUrl, trustSection } from './trust-world.ts';

/** One token of a request: what is undefined is left out; `text` is the last word on how it is written. */
export type Piece = {
  header: Record<string, unknown>;
  claims: Record<string, unknown>;
  key: KeyName;
  text: (compact: string, keys: Keys) => string | Promise<string>;
};

/** A request in parts, each of which may be spoilt before it is put together. */
export type Draft = {
  method: string;
  url: string;
  headers: Record<string, string>;
  body: string | null;
  /** What arrives in place of the body that was signed. */
  altered: string | null;
  /** Given the voucher; null: the header is left out. */
  authorization: (voucher: string) => string | null;
  voucher: Piece;
  /** Whether the voucher names the evidence. */
  bound: boolean;
  dpop: Piece | null;
  evidence: Piece | null;
  signature: Piece | null;
  /** Given the right value in both forms, and the bytes; null: the header is left out. */
  digest: (right: { readonly hex: string; readonly base64: string }) => string | null;
  /** Headers that are sent twice. */
  doubled: string[];
  operation: string;
  certificate: string | null;
};

export type Made = {
  readonly request: Request;
  readonly operation: string;
  readonly certificate: string | null;
};

const piece = (header: Piece['header'], claims: Piece['claims'], key: KeyName): Piece => ({
  header,
  claims,
  key,
  text: (compact) => compact,
});

const lasting = { iat: nowSeconds, exp: nowSeconds + 300 };
const audience = trustSection.audiences[0];

const voucher = () =>
  piece(
    { alg: 'RS256', typ: 'at+jwt', kid: 'issuer-key' },
    {
      iss: trustSection.issuer,
      aud: audience,
      sub: ids.client,
      client_id: ids.client,
      purposeId: ids.purpose,
      producerId: ids.producer,
      consumerId: ids.consumer,
      eserviceId: ids.eservice,
      descriptorId: ids.descriptor,
      jti: 'voucher-1',
      nbf: nowSeconds,
      ...lasting,
    },
    'issuer',
  );

/** A request that holds in everything: a bearer voucher, evidence that it is bound to, a signature over the body. */
export const bearerDraft = (): Draft => ({
  method: 'POST',
  url: `${publicUrl}/v1/referrals`,
  headers: { 'content-type': 'application/json' },
  body: '{ "b": 1.0,\n  "a": "\u00e8" }\n',
  altered: null,
  authorization: (token) => `Bearer ${token}`,
  voucher: voucher(),
  bound: true,
  dpop: null,
  evidence: piece(
    { alg: 'RS256', typ: 'JWT', kid: 'client-key' },
    {
      iss: ids.client,
      aud: audience,
      purposeId: ids.purpose,
      dnonce: '1234567890123',
      userID: 'operatore-17',
      userLocation: 'sportello-2',
      LoA: 'LoA3',
      jti: 'evidence-1',
      ...lasting,
    },
    'client',
  ),
  signature: piece(
    { alg: 'RS256', typ: 'JWT', kid: 'client-key' },
    { iss: ids.client, aud: audience, jti: 'signature-1', ...lasting },
    'client',
  ),
  digest: (right) => `SHA-256=${right.base64}`,
  doubled: [],
  operation: 'submit_referral',
  certificate: null,
});

/** The same, with a voucher that is bound to a key. */
export const dpopDraft = (): Draft => ({
  ...bearerDraft(),
  authorization: (token) => `DPoP ${token}`,
  dpop: piece(
    { alg: 'ES256', typ: 'dpop+jwt' },
    { htm: 'POST', htu: `${publicUrl}/v1/referrals`, iat: nowSeconds, jti: 'dpop-1' },
    'dpop',
  ),
});

/** The same of a client with a token of the gateway's own. */
export const ownDraft = (): Draft => {
  const draft = bearerDraft();
  const iss = 'own-app';
  draft.bound = false;
  draft.voucher = piece(
    { alg: 'ES256', typ: 'at+jwt' },
    {
      iss: publicUrl,
      aud: publicUrl,
      sub: iss,
      client_id: iss,
      organization: 'comune',
      scope: 'referrals:write',
      jti: 'own-1',
      ...lasting,
    },
    'gateway',
  );
  if (draft.evidence) Object.assign(draft.evidence.claims, { iss, purposeId: undefined });
  if (draft.signature) draft.signature.claims.iss = iss;
  return draft;
};

/** The same of a client with a secret, which has no keys to sign with. */
export const basicDraft = (): Draft => ({
  ...bearerDraft(),
  authorization: () => `Basic ${btoa(`old-app:${basicSecret}`)}`,
  evidence: null,
  signature: null,
});

const write = async ({ header, claims, key, text }: Piece, keys: Keys): Promise<string> =>
  text(await seal(header, claims, keys[key]), keys);

/** Puts a draft together. What depends on other parts (digests, thumbprints, signed headers) is right, unless the draft says it. */
export async function makeRequest(draft: Draft, keys: Keys): Promise<Made> {
  const headers = new Headers(draft.headers);
  const bytes = draft.body === null ? null : new TextEncoder().encode(draft.body);
  const whole = await sha256(bytes ?? '');
  const digest = bytes === null ? null : draft.digest({ hex: hex(whole), base64: base64(whole) });
  if (digest !== null) headers.set('digest', digest);

  const evidence = draft.evidence && (await write(draft.evidence, keys));
  if (evidence) headers.set('agid-jwt-trackingevidence', evidence);
  const token = await writeVoucher(draft, evidence, keys);
  const authorization = draft.authorization(token);
  if (authorization !== null) headers.set('authorization', authorization);
  if (draft.dpop !== null) headers.set('dpop', await writeProof(draft.dpop, token, keys));
  if (draft.signature !== null) {
    const { claims } = draft.signature;
    const names = ['digest', 'content-type', 'content-encoding'].filter((name) => headers.has(name));
    const signed_headers = names.map((name) => ({ [name]: headers.get(name) }));
    headers.set('agid-jwt-signature', await write({ ...draft.signature, claims: { signed_headers, ...claims } }, keys));
  }
  for (const name of draft.doubled) headers.append(name, headers.get(name) ?? '');
  const sent = draft.altered ?? draft.body;
  const request = new Request(draft.url, {
    method: draft.method,
    headers,
    ...(sent === null ? {} : { body: new TextEncoder().encode(sent) }),
  });
  return { request, operation: draft.operation, certificate: draft.certificate };
}

async function writeVoucher({ voucher, dpop, bound }: Draft, evidence: string | null, keys: Keys): Promise<string> {
  const digest = { alg: 'SHA256', value: hex(await sha256(evidence ?? '')) };
  const named = bound && evidence !== null ? { digest } : {};
  const held = dpop === null ? {} : { cnf: { jkt: await thumbprint(keys[dpop.key].jwk) } };
  const kid = voucher.key === 'gateway' ? { kid: await thumbprint(keys.gateway.jwk) } : {};
  return write(
    { ...voucher, header: { ...kid, ...voucher.header }, claims: { ...named, ...held, ...voucher.claims } },
    keys,
  );
}

async function writeProof(dpop: Piece, token: string, keys: Keys): Promise<string> {
  const header = { jwk: keys[dpop.key].jwk, ...dpop.header };
  return write({ ...dpop, header, claims: { ath: base64url(await sha256(token)), ...dpop.claims } }, keys);
}
