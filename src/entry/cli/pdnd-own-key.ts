import { decodeProtectedHeader } from 'jose';
import { readConfig } from '../../config.ts';
import { publicJwkOf } from '../../modi/index.ts';
import type { SecretOf } from '../../ports.ts';
import { everyTarget, type Only, type Target, targetsOf } from './pdnd-targets.ts';
import { configuration, namedNetwork } from './read-network.ts';
import type { Io } from './verb.ts';

export type OwnKey = {
  /** The client of ours that an assertion is compared with; null: none. */
  readonly target: Target | null;
  /** Its key by the kid of the assertion. Null: not known, for the reason in `why`. */
  readonly keys: ReadonlyMap<string, Readonly<Record<string, unknown>>> | null;
  readonly why: string;
};

const unknown = (why: string, target: Target | null = null): OwnKey => ({ target, keys: null, why });

/**
 * The client of ours whose assertion it is: the one that the command line names, or the one whose key has its kid. Without a network
 * document there is none. Null: what the command line asks for cannot be read, which was told.
 */
export async function ownKeyFor(
  assertion: string,
  path: string | undefined,
  only: Only,
  io: Io,
): Promise<OwnKey | null> {
  const isNamed = only.api || only.system !== undefined;
  const isAsked = isNamed || path !== undefined;
  const read = readConfig(io.environment, 'node');
  const isThere = read.ok && (read.config.networkFile ?? read.config.networkText) !== undefined;
  if (!isAsked && !isThere) return unknown('no network document is at hand that would name a key of this gateway');
  const config = configuration(io);
  const network = config && (await namedNetwork(path, config, io));
  if (config === null || network === null) return null;
  const kid = kidOf(assertion);
  if (isNamed) {
    const [target] = targetsOf(network, only);
    if (target === undefined) throw new Error('targets are never none');
    return keyOf(target, kid, config.secretOf);
  }
  const target = everyTarget(network).find(({ key }) => key.kid === kid);
  return target === undefined
    ? unknown('no key that the network document names for PDND has its kid')
    : keyOf(target, kid, config.secretOf);
}

function keyOf(target: Target, kid: string | null, secretOf: SecretOf): OwnKey {
  const { secret, kid: own } = target.key;
  if (own !== kid) return unknown(`its kid is not that of the key of ${target.name}`, target);
  const text = secretOf(secret);
  const variable = `RACCORDO_SECRET_${secret}`;
  if (text === undefined) return unknown(`its kid is that of ${target.name}, but ${variable} is not set`, target);
  const jwk = publicJwkOf(text, own);
  return jwk === null
    ? unknown(`its kid is that of ${target.name}, but ${variable} holds no key that signs`, target)
    : { target, keys: new Map([[own, jwk]]), why: '' };
}

function kidOf(assertion: string): string | null {
  try {
    return decodeProtectedHeader(assertion).kid ?? null;
  } catch {
    return null;
  }
}
