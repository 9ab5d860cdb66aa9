/**
 * One call to the gateway as a body on PDND makes it: tracking evidence (AUDIT_REST_02), voucher bound to it, Digest, Agid-JWT-Signature;
 * and the reply believed only when its own signature holds. With --dpop the voucher is bound to a key as well (RFC 9449). It needs Node 20
 * or later and jose, and may be copied. CALLER is what `npm run sandbox -- --out FOLDER` writes into FOLDER/caller.json. Beside the sandbox
 * and its gateway:
 *   node docs/examples/call-with-voucher.mjs data/sandbox/caller.json POST /v1/subjects/searches '{"tax_code":"RSSMRA80A41H501Y"}'
 */
import { createHash, randomInt, randomUUID } from 'node:crypto';
import { readFileSync, realpathSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { createRemoteJWKSet, exportJWK, generateKeyPair, importJWK, jwtVerify, SignJWT } from 'jose';

const usage = 'usage: node call-with-voucher.mjs [--dpop] CALLER.json METHOD PATH [BODY]';
const sha256 = (data) => createHash('sha256').update(data);
const digestOf = (bytes) => `SHA-256=${sha256(bytes).digest('base64')}`;
const nowSeconds = () => Math.floor(Date.now() / 1000);

async function sign(caller, claims, lifeSeconds) {
  const key = await importJWK(caller.private_key, 'RS256');
  const iat = nowSeconds();
  return new SignJWT({ ...claims, jti: randomUUID(), iat, exp: iat + lifeSeconds })
    .setProtectedHeader({ alg: 'RS256', kid: caller.private_key.kid, typ: 'JWT' })
    .sign(key);
}

/** Who acts. It is made first, and serves the same operator for some minutes. */
export const evidence = (caller, userID) =>
  sign(
    caller,
    {
      iss: caller.client_id,
      aud: caller.audience,
      purposeId: caller.purpose_id,
      userID,
      userLocation: 'sportello-1',
      LoA: '3',
      dnonce: String(randomInt(10 ** 12)).padStart(13, '1'),
    },
    300,
  );

/** The form that asks for a voucher. PDND takes these claims and no others. */
export async function tokenForm(caller, boundTo) {
  const digest = { alg: 'SHA256', value: sha256(boundTo).digest('hex') };
  const { client_id, purpose_id: purposeId, assertion_audience: aud } = caller;
  return new URLSearchParams({
    client_id,
    client_assertion: await sign(caller, { iss: client_id, sub: client_id, aud, purposeId, digest }, 60),
    client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
    grant_type: 'client_credentials',
  });
}

/** The integrity of one request: new for each, over the bytes that are sent. */
export async function signature(caller, body, contentType) {
  const digest = digestOf(body);
  const signed_headers = [{ digest }, { 'content-type': contentType }];
  const token = await sign(caller, { iss: caller.client_id, aud: caller.audience, signed_headers }, 60);
  return { digest, 'agid-jwt-signature': token };
}

/**
 * Makes proofs of possession with a key of its own, which has nothing to do with that of the client on PDND and serves as long as the
 * voucher. A proof is new for each request, that to the token endpoint included, where there is no token yet.
 */
export async function createProofs() {
  const { privateKey, publicKey } = await generateKeyPair('ES256');
  const jwk = await exportJWK(publicKey);
  return (htm, url, accessToken) => {
    const { origin, pathname } = new URL(url);
    const ath = accessToken === undefined ? {} : { ath: sha256(accessToken).digest('base64url') };
    return new SignJWT({ htm, htu: origin + pathname, jti: randomUUID(), iat: nowSeconds(), ...ath })
      .setProtectedHeader({ alg: 'ES256', typ: 'dpop+jwt', jwk })
      .sign(privateKey);
  };
}

/** The voucher, and how it is shown. `proofs` null: a bearer voucher. */
async function obtain(caller, tracking, proofs) {
  const { token_url } = caller;
  const headers = proofs === null ? {} : { dpop: await proofs('POST', token_url) };
  const reply = await fetch(token_url, { method: 'POST', headers, body: await tokenForm(caller, tracking) });
  if (!reply.ok) throw new Error(`no voucher: ${reply.status} ${await reply.text()}`);
  const { access_token, token_type } = await reply.json();
  const wanted = proofs === null ? 'bearer' : 'dpop';
  if (String(token_type).toLowerCase() !== wanted) throw new Error(`a voucher of type ${token_type}, not ${wanted}`);
  return access_token;
}

/**
 * Whether a reply is the gateway's own, unaltered, for us and to this request; throws where it is not. `keys`: the gateway's, from its
 * /.well-known/jwks.json. A reply without a body (204, 303, 304) has no signature.
 */
export async function verifyReply(caller, reply, bytes, requestDigest, keys) {
  if (bytes.length === 0) return null;
  const token = reply.headers.get('agid-jwt-signature');
  if (token === null) throw new Error('the reply is not signed');
  const digest = reply.headers.get('digest');
  if (digest !== digestOf(bytes)) throw new Error('Digest is not that of the body of the reply');
  const { payload } = await jwtVerify(token, keys, {
    algorithms: ['RS256', 'ES256'],
    issuer: caller.audience,
    audience: caller.client_id,
    requiredClaims: ['iat', 'exp', 'jti'],
    clockTolerance: 5,
  });
  const signed = Object.assign({}, ...payload.signed_headers);
  for (const name of ['digest', 'content-type', 'content-encoding'])
    if ((signed[name] ?? null) !== reply.headers.get(name)) throw new Error(`${name} is not as it was signed`);
  // Absent where the gateway read no body: there was none, or it refused before it came to that.
  const answered = payload.request_digest;
  const mustAnswer = requestDigest !== undefined && reply.ok;
  if (answered === undefined ? mustAnswer : answered !== requestDigest)
    throw new Error('request_digest is not that of the request: the reply answers another');
  return payload;
}

async function call([file, method, path, body], isBound) {
  const caller = JSON.parse(readFileSync(file, 'utf8'));
  const proofs = isBound ? await createProofs() : null;
  const tracking = await evidence(caller, 'operatore-1');
  const voucher = await obtain(caller, tracking, proofs);
  const url = caller.audience + path;
  const contentType = 'application/json';
  const seals = body === undefined ? {} : await signature(caller, body, contentType);
  const reply = await fetch(url, {
    method,
    body,
    headers: {
      ...(proofs === null
        ? { authorization: `Bearer ${voucher}` }
        : { authorization: `DPoP ${voucher}`, dpop: await proofs(method, url, voucher) }),
      'agid-jwt-trackingevidence': tracking,
      'idempotency-key': randomUUID(),
      // No compression: the signature is over the bytes as they come, and fetch hands out others.
      'accept-encoding': 'identity',
      ...(body === undefined ? {} : { 'content-type': contentType, ...seals }),
    },
  });
  const bytes = new Uint8Array(await reply.arrayBuffer());
  const keys = createRemoteJWKSet(new URL('/.well-known/jwks.json', caller.audience));
  const proven = await verifyReply(caller, reply, bytes, seals.digest, keys);
  console.error(proven === null ? 'The reply has no body, and no signature.' : 'The signature of the reply holds.');
  console.log(reply.status, new TextDecoder().decode(bytes));
}

/** Whether node was started with this file. import.meta.main says so from Node 24 on only. */
const isStarted = () => {
  try {
    return realpathSync(process.argv[1]) === fileURLToPath(import.meta.url);
  } catch {
    return false;
  }
};

if (isStarted()) {
  const words = process.argv.slice(2);
  const isBound = words[0] === '--dpop';
  if (isBound) words.shift();
  if (words.length < 3 || words.length > 4) {
    console.error(usage);
    process.exitCode = 2;
  } else {
    await call(words, isBound).catch((thrown) => {
      console.error(`${thrown.message}${thrown.cause?.code ? ` (${thrown.cause.code})` : ''}`);
      process.exitCode = 1;
    });
  }
}
