import type { Requirement, Trust } from '../../contracts/canonical/trust.ts';
import { fault } from '../modi/index.ts';
import type { Proven, Refusal } from '../ports.ts';

/**
 * What the network document requires of the caller for the operation: the first that fits. A client of no system in particular may speak
 * in the name of any of its body's, and is asked for what that one is asked for.
 */
export function requirementOf(trust: Trust, { caller, operation, speaksAs }: Proven): Requirement {
  const system = caller.system ?? speaksAs;
  const fits = ({ clients, systems, operations }: Requirement) =>
    names(clients, caller.client_id) && names(systems, system) && names(operations, operation);
  return trust.requirements?.find(fits) ?? {};
}

const names = (list: readonly string[] | undefined, name: string | null): boolean =>
  list === undefined || (name !== null && list.includes(name));

/** Whether the caller came with a voucher of the kind that is required. */
export function voucherKindFault({ voucher }: Requirement, { caller, headers }: Proven): Refusal | null {
  if (voucher === undefined) return null;
  if (caller.voucher === null) {
    return fault('voucher/header-missing', 'The network document asks this client for a voucher of PDND.');
  }
  const isBound = /^dpop /i.test(headers.get('authorization') ?? '');
  if (voucher === 'dpop' && !isBound) return fault('voucher/cnf-missing');
  return voucher === 'bearer' && isBound ? fault('voucher/scheme-wrong', notBound) : null;
}

const notBound =
  'The network document asks for a voucher that is bound to no key here: obtain one without a DPoP proof, and send it as Bearer.';

export function certificateFault({ certificates }: Requirement, { certificate }: Proven): Refusal | null {
  if (certificates === undefined) return null;
  if (certificate === null) return fault('channel/certificate-missing');
  return certificates.includes(certificate.toLowerCase()) ? null : fault('channel/certificate-wrong');
}
