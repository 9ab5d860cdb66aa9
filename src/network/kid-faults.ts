import type { Network } from '../../contracts/canonical/network.ts';
import type { SigningKeyRef } from '../../contracts/canonical/trust.ts';
import { foreignThumbprint } from '../modi/index.ts';
import type { SecretOf } from '../ports.ts';
import { type Fault, fault } from './fault.ts';

type Placed = { readonly at: string; readonly key: SigningKeyRef | undefined };

/** Whether each key of ours has the name under which others look for it. A secret that is not there is no matter of this. */
export async function kidFaults({ trust, systems }: Network, secretOf: SecretOf): Promise<Fault[]> {
  const places: Placed[] = [
    { at: '/trust/replies/key', key: trust?.replies?.key },
    { at: '/trust/pdnd_api/key', key: trust?.pdnd_api?.key },
    ...systems.map(({ modi }, index) => ({ at: `/systems/${index}/modi/key`, key: modi?.key })),
  ];
  const found = await Promise.all(places.map((place) => faultOf(place, secretOf)));
  return found.flat();
}

async function faultOf({ at, key }: Placed, secretOf: SecretOf): Promise<Fault[]> {
  const text = key && secretOf(key.secret);
  if (key === undefined || text === undefined) return [];
  const thumbprint = await foreignThumbprint(text, key.kid);
  if (thumbprint === null) return [];
  const rule = `is not that of the key in RACCORDO_SECRET_${key.secret}, which is ${thumbprint} (RFC 7638): nobody would find it`;
  return [fault(`${at}/kid`, 'wrong_kid', rule)];
}
