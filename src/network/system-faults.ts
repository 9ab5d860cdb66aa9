import type { z } from 'zod';
import { faultsOf } from '../../contracts/canonical/faults.ts';
import type { System } from '../../contracts/canonical/network.ts';
import { isMailRelay, mailRelays } from '../../contracts/catalogue/mail-relays.ts';
import type { SecretOf } from '../ports.ts';
import { addressFaults as urlFaults } from './address-faults.ts';
import type { Entry, Written } from './draft.ts';
import { type Fault, fault } from './fault.ts';

/** What the check needs to know of the adapters: their settings, by kind. */
export type AdapterSettings = ReadonlyMap<string, { readonly options: z.ZodType }>;

/** The kind of a system that has no address, because it fetches its messages. */
export const mailboxKind = 'mailbox';

/** Whether each system can be reached as it is written: adapter, its settings, address, credentials. */
export function systemFaults(
  systems: readonly Entry<System>[],
  adapters: AdapterSettings,
  secretOf?: SecretOf,
): Fault[] {
  return systems.flatMap(({ at, value, broken }) => [
    ...(value.id !== undefined && isMailRelay(value.id) ? [reservedId(`${at}/id`)] : []),
    ...(broken.has('adapter') ? [] : adapterFaults(at, value, adapters, broken.has('options'))),
    ...(broken.has('adapter') || broken.has('address') ? [] : addressFaults(at, value)),
    ...credentialFaults(`${at}/credentials`, value.credentials, secretOf),
  ]);
}

/** Its deliveries would wait behind the circuit and the stop switch of the gateway's own mails. */
const reservedId = (at: string): Fault =>
  fault(at, 'reserved', `is the gateway's own relay: ${Object.values(mailRelays).join(', ')} are no systems`);

function adapterFaults(
  at: string,
  { adapter: kind = '', options = {} }: Written<System>,
  adapters: AdapterSettings,
  optionsBroken: boolean,
): Fault[] {
  const adapter = adapters.get(kind);
  if (adapter === undefined) {
    return [fault(`${at}/adapter`, 'unknown_adapter', `must be one of: ${[...adapters.keys()].join(', ')}`)];
  }
  if (optionsBroken) return [];
  const parsed = adapter.options.safeParse(options);
  return parsed.success ? [] : faultsOf(parsed.error.issues, options, `${at}/options`);
}

function addressFaults(at: string, { adapter, address }: Written<System>): Fault[] {
  const place = `${at}/address`;
  if (adapter === mailboxKind)
    return address === undefined ? [] : [fault(place, 'not_used', 'a system that pulls has no address')];
  if (address === undefined) return [fault(place, 'missing', 'is needed by the adapter')];
  return urlFaults(place, address, { isBase: true });
}

function credentialFaults(at: string, credentials: Written<System>['credentials'], secretOf?: SecretOf): Fault[] {
  if (credentials === undefined) return [];
  const { scheme, secret } = credentials;
  if (scheme === 'none')
    return secret === undefined ? [] : [fault(`${at}/secret`, 'not_used', 'the scheme none uses no secret')];
  if (secret === undefined)
    return [fault(`${at}/secret`, 'missing', `is needed by the scheme ${scheme}: the name of a secret`)];
  if (secretOf === undefined) return [];
  const variable = `RACCORDO_SECRET_${secret}`;
  const value = secretOf(secret);
  if (value === undefined) return [fault(`${at}/secret`, 'unknown_secret', `the deployment has no ${variable}`)];
  return scheme === 'basic' && !userAndPassword.test(value)
    ? [fault(`${at}/secret`, 'malformed_secret', `${variable} must be user:password for the scheme basic`)]
    : [];
}

/** RFC 7617 section 2: the first colon ends the user. */
const userAndPassword = /^[^:]+:./;
