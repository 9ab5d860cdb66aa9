import type { Requirement } from '../../contracts/canonical/trust.ts';
import { audienceFault, fault, jtiOf, type Limits, signedHeadersOf, type Token, timeFault } from '../modi/index.ts';
import type { Refusal } from '../ports.ts';
import { widest } from './answered.ts';
import { nameOf, type Signer, signedBy } from './signer.ts';

/** What is left to do when everything else held: to take the jti, which counts until then. */
export type Untaken = { readonly jti: string; readonly untilSeconds: number };

/** The signature of a request (INTEGRITY_REST_02) over its headers; the header Digest ties the body to them. Null: none, and none asked for. */
export async function signatureOf(
  signer: Signer,
  { headers, hasBody }: { readonly headers: Headers; readonly hasBody: boolean },
  required: Requirement['signature'],
  limits: Limits,
  nowSeconds: number,
): Promise<Untaken | null | Refusal> {
  const sealed = await signedBy(signer, 'signature', headers.get('agid-jwt-signature'));
  if (sealed === null) {
    const asked = required === 'always' || (required === 'with_body' && hasBody);
    return asked ? fault('signature/header-missing') : null;
  }
  if ('refused' in sealed) return sealed;
  const { token } = sealed;
  const jti = jtiOf('signature', token);
  const broken =
    issuerFault(token, nameOf(signer)) ??
    audienceFault('signature', token, signer.trust.audiences) ??
    timeFault('signature', token, limits, nowSeconds) ??
    (hasBody && !headers.has('digest') ? fault('digest/header-missing') : null) ??
    headersFault(token, headers);
  if (broken !== null) return broken;
  if (typeof jti !== 'string') return jti;
  const { iat, exp } = token.claims;
  const untilSeconds = Math.min(Number(iat) + widest.signatureAgeSeconds, Number(exp) + widest.expiredSeconds);
  return { jti, untilSeconds };
}

function issuerFault({ claims: { iss } }: Token, name: string): Refusal | null {
  if (iss === undefined) return null;
  if (typeof iss !== 'string') return fault('signature/iss-malformed');
  return iss.toLowerCase() === name.toLowerCase() ? null : fault('signature/iss-wrong');
}

const mustBeSigned = ['digest', 'content-type', 'content-encoding'] as const;
type MustBeSigned = (typeof mustBeSigned)[number];
const isMustBeSigned = (name: string): name is MustBeSigned => mustBeSigned.some((must) => must === name);

/** What is signed is as the request has it, and of three headers those that the request has are signed. */
function headersFault(token: Token, headers: Headers): Refusal | null {
  const signed = signedHeadersOf(token, { anyCase: false });
  if ('refused' in signed) return signed;
  const unsigned = mustBeSigned.find((name) => headers.has(name) && !signed.has(name));
  if (unsigned !== undefined) return fault(`signature/${unsigned}-unsigned`);
  for (const [name, value] of signed) {
    if (headers.get(name) === value) continue;
    return fault(isMustBeSigned(name) ? `signature/${name}-wrong` : 'signature/signed-headers-wrong');
  }
  return null;
}
