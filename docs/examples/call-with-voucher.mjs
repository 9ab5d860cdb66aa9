/**
 * One call to the gateway as a body on PDND makes it: tracking evidence (AUDIT_REST_02), voucher bound to it, Digest, Agid-JWT-Signature.
 * `caller` is what `npm run sandbox -- --out FOLDER` writes into FOLDER/caller.json. Run beside the sandbox and its gateway:
 *   node_modules/.bin/node docs/examples/call-with-voucher.mjs data/sandbox/caller.json POST /v1/subjects/searches '{"tax_code":"RSSMRA80A41H501Y"}'
 */
import { createHash, randomInt, randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { importJWK, SignJWT } from 'jose';

const sha256 = (data) => createHash('sha256').update(data);

async function sign(caller, claims, lifeSeconds) {
  const key = await importJWK(caller.private_key, 'RS256');
  const iat = Math.floor(Date.now() / 1000);
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
  const digest = `SHA-256=${sha256(body).digest('base64')}`;
  const signed_headers = [{ digest }, { 'content-type': contentType }];
  const token = await sign(caller, { iss: caller.client_id, aud: caller.audience, signed_headers }, 60);
  return { digest, 'agid-jwt-signature': token };
}

if (import.meta.main) {
  const [file, method, path, body] = process.argv.slice(2);
  const caller = JSON.parse(readFileSync(file, 'utf8'));
  const tracking = await evidence(caller, 'operatore-1');
  const granted = await fetch(caller.token_url, { method: 'POST', body: await tokenForm(caller, tracking) });
  const { access_token } = await granted.json();
  const contentType = 'application/json';
  const reply = await fetch(caller.audience + path, {
    method,
    body,
    headers: {
      authorization: `Bearer ${access_token}`,
      'agid-jwt-trackingevidence': tracking,
      'idempotency-key': randomUUID(),
      ...(body === undefined ? {} : { 'content-type': contentType, ...(await signature(caller, body, contentType)) }),
    },
  });
  console.log(reply.status, await reply.text());
}
