import { digestHeader, type Sha256, signToken } from '../modi/index.ts';
import type { Awaitable, Clock, NetworkView, NewId, SigningKeyOf, SignReply } from '../ports.ts';

const lifeSecondsDefault = 300;

/**
 * Signs replies as INTEGRITY_REST_02 has it for requests: Digest, and Agid-JWT-Signature over it and the headers that say what the body
 * is; `request_digest` ties the reply to the request (non-repudiation). Throws where the network document names a key that the
 * deployment does not have.
 */
export function createSignReply(ports: {
  readonly network: () => Awaitable<NetworkView | null>;
  readonly signingKeyOf: SigningKeyOf;
  readonly now: Clock;
  readonly newId: NewId;
  /** `iss` where the network document gives none. */
  readonly publicUrl: string;
  /** Absent: that of WebCrypto. */
  readonly digest?: Sha256;
}): SignReply {
  return async function signReply({ status, contentType, contentEncoding, body, audience, requestDigest }) {
    const replies = (await ports.network())?.document.trust?.replies;
    if (replies === undefined || status === 204 || status === 304 || body.byteLength === 0) return {};
    const key = await ports.signingKeyOf(replies.key);
    if (key === null) throw new Error('the deployment has no such key to sign replies with');
    const digest = await digestHeader(body, ports.digest);
    const iat = Math.floor(Date.parse(ports.now()) / 1000);
    const claims = {
      iss: replies.issuer ?? ports.publicUrl,
      ...(audience === null ? {} : { aud: audience }),
      iat,
      nbf: iat,
      exp: iat + (replies.life_seconds ?? lifeSecondsDefault),
      jti: ports.newId(),
      signed_headers: [
        { digest },
        ...(contentType === null ? [] : [{ 'content-type': contentType }]),
        ...(contentEncoding === null ? [] : [{ 'content-encoding': contentEncoding }]),
      ],
      ...(requestDigest === null ? {} : { request_digest: requestDigest }),
    };
    return { 'agid-jwt-signature': await signToken(claims, key), digest };
  };
}
