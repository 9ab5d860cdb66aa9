import { SignJWT } from 'jose';
import { createKeyPair, type KeyPair } from './key-pair.ts';
import type { Registry } from './registry.ts';

type Parts = Readonly<Record<string, unknown>>;

export type VoucherFor = {
  readonly clientId: string;
  /** Null: a client of PDND's own API. */
  readonly purposeId: string | null;
  readonly digest?: unknown;
  /** Thumbprint of the key that the voucher is bound to (DPoP). */
  readonly jkt?: string | undefined;
  /** In place of what PDND would write; undefined: left out. */
  readonly claims?: Parts;
  readonly header?: Parts;
};

/** Issues vouchers as PDND writes them, and keeps the keys that sign them. */
export function createIssuer(ports: {
  readonly registry: Registry;
  readonly nowSeconds: () => number;
  readonly newId: () => string;
  readonly issuer: string;
  readonly apiAudience: string;
  readonly lifeSeconds: number;
  readonly key: KeyPair;
}) {
  const { registry, nowSeconds, newId, issuer, apiAudience, lifeSeconds } = ports;
  let current = ports.key;
  const published = [current];

  const claimsFor = (ask: VoucherFor): Parts => {
    const { clientId, purposeId } = ask;
    const iat = nowSeconds();
    const common = {
      iss: issuer,
      sub: clientId,
      client_id: clientId,
      jti: newId(),
      iat,
      nbf: iat,
      exp: iat + lifeSeconds,
    };
    const client = registry.client(clientId);
    const bound = {
      ...(ask.digest === undefined || ask.digest === null ? {} : { digest: ask.digest }),
      ...(ask.jkt === undefined ? {} : { cnf: { jkt: ask.jkt } }),
    };
    const purpose = purposeId === null ? undefined : registry.purpose(purposeId);
    const eservice = purpose && registry.eservice(purpose.eserviceId);
    if (purpose === undefined || eservice === undefined)
      return { ...common, ...bound, aud: apiAudience, organizationId: client?.consumerId, role: 'm2m' };
    return {
      ...common,
      ...bound,
      // Several audiences are one text, joined by commas.
      aud: eservice.audiences.join(','),
      purposeId: purpose.id,
      consumerId: purpose.consumerId,
      producerId: eservice.producerId,
      eserviceId: eservice.id,
      descriptorId: eservice.descriptorId,
    };
  };

  return {
    lifeSeconds,
    jwks: () => ({ keys: published.map(({ jwk }) => jwk) }),
    current: () => current,
    /** A new key signs from now on; the former ones are still published, until `forgetFormerKeys`. */
    rotate: async () => {
      current = await createKeyPair();
      published.unshift(current);
    },
    forgetFormerKeys: () => void published.splice(1),
    /** A voucher, whatever the state of things: for tests that need one of any kind. */
    issue: (ask: VoucherFor): Promise<string> => {
      const header = { alg: 'RS256', kid: current.kid, typ: 'at+jwt', use: 'sig', ...ask.header };
      const defined = (parts: Parts) =>
        Object.fromEntries(Object.entries(parts).filter(([, value]) => value !== undefined));
      return new SignJWT(defined({ ...claimsFor(ask), ...ask.claims }))
        .setProtectedHeader({ ...defined(header), alg: 'RS256' })
        .sign(current.privateKey);
    },
  };
}
export type Issuer = ReturnType<typeof createIssuer>;
