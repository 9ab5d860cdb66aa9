import { base64url } from 'jose';
import { createBoundedCache } from '../modi/index.ts';
import type { Clock, Crypto, Refusal } from '../ports.ts';
import { iterations, secretCharactersMax, verifySecret } from './secret-hash.ts';
import { callerOf, type Strategy } from './strategy.ts';

const rememberedMs = 5 * 60_000;
const rememberedMax = 1000;
/** Derivations at the same time: each costs some 20 ms of a core, and anybody may ask for one. */
const derivationsMax = 8;
const derivationMsMax = 10_000;

// Matches no secret; derived all the same, so that an unknown client takes as long as a wrong secret.
const nobody = `pbkdf2-sha256$${iterations}$${'A'.repeat(22)}$${'A'.repeat(43)}`;

const wrong: Refusal = { refused: true, code: 'auth/basic-invalid' };

/**
 * HTTP Basic (RFC 7617) for systems that can do nothing else. The derivation is slow on purpose; its success is remembered for a while
 * under an HMAC with a key that lives and dies with the process, so that neither the secret nor a fast hash of it is kept.
 */
export function basic(ports: { readonly now: Clock; readonly crypto: Pick<Crypto, 'mac' | 'randomBytes'> }): Strategy {
  const remembered = createBoundedCache<true>(rememberedMax);
  const running = createSlots();
  let processKey: Uint8Array | undefined;

  return async function httpBasic({ scheme, credentials, network }) {
    if (scheme !== 'basic') return null;
    const given = decode(credentials);
    if (given === null) return wrong;
    const client = network.client(given.id);
    const stored = client?.basic_secret_hash ?? nobody;

    const nowMs = Date.parse(ports.now());
    processKey ??= ports.crypto.randomBytes(32);
    const proof = new TextEncoder().encode(JSON.stringify([given.id, stored, given.secret]));
    const key = base64url.encode(await ports.crypto.mac(processKey, proof));
    if (remembered.get(key, nowMs) === undefined) {
      const release = running.take(nowMs);
      if (release === null) return { refused: true, code: 'gateway/overloaded' };
      const right = await verifySecret(given.secret, stored).finally(release);
      if (!right) return wrong;
      remembered.set(key, true, nowMs + rememberedMs);
    }
    return (client && callerOf(network, client, client.scopes)) ?? wrong;
  };
}

function decode(credentials: string): { id: string; secret: string } | null {
  try {
    const bytes = Uint8Array.from(atob(credentials), (char) => char.charCodeAt(0));
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    const colon = text.indexOf(':');
    const [id, secret] = [text.slice(0, colon), text.slice(colon + 1)];
    return colon < 1 || secret === '' || secret.length > secretCharactersMax ? null : { id, secret };
  } catch {
    return null;
  }
}

/** A slot is free again after `derivationMsMax` at the latest: on Workers a cancelled request never comes back to release it. */
function createSlots() {
  let taken: { sinceMs: number }[] = [];
  return {
    take(nowMs: number): (() => void) | null {
      taken = taken.filter(({ sinceMs }) => nowMs - sinceMs < derivationMsMax);
      if (taken.length >= derivationsMax) return null;
      const slot = { sinceMs: nowMs };
      taken.push(slot);
      return () => {
        taken = taken.filter((other) => other !== slot);
      };
    },
  };
}
