import type { ProblemError } from '../../contracts/canonical/problem.ts';
import type { ReferralRequest } from '../../contracts/canonical/referral.ts';
import { type Refusal, refuse } from '../../contracts/canonical/refusal.ts';
import { purposesOfKind } from '../../contracts/catalogue/purposes.ts';
import type { EvidenceSet, NetworkView } from '../ports.ts';
import type { Deps } from './deps.ts';

/** What the request says against the network and the file: every contradiction at once, by pointer. Null when there is none. */
export async function checkReferralRequest(
  deps: Pick<Deps, 'store'>,
  network: NetworkView,
  request: ReferralRequest,
  known: { readonly subject_id: string | null; readonly evidence: EvidenceSet },
): Promise<Refusal | null> {
  const service = network.service(request.service);
  if (service === undefined)
    return refuse('referral/service-unknown', {
      errors: [fault('/service', 'unknown', 'is not a service of the network')],
    });
  if (network.purpose(request.purpose) === undefined)
    return refuse('gate/purpose-unknown', {
      errors: [fault('/purpose', 'unknown', 'is not a purpose of the catalogue')],
    });
  if (request.recipient !== undefined && !service.providers.includes(request.recipient)) {
    const code =
      network.organization(request.recipient) === undefined
        ? 'is not a body of the network'
        : 'does not provide the service';
    return refuse('referral/recipient-unknown', { errors: [fault('/recipient', 'unknown', code)] });
  }
  const faults: ProblemError[] = [];
  if (service.kind !== request.kind)
    faults.push(fault('/kind', 'contradiction', `the service is of kind ${service.kind}`));
  const carriers = purposesOfKind[request.kind];
  if (carriers !== undefined && !carriers.includes(request.purpose))
    faults.push(fault('/purpose', 'contradiction', `a referral of this kind is for ${carriers.join(' or ')}`));
  if (request.recipient === request.initiator) faults.push(fault('/recipient', 'contradiction', 'is the initiator'));
  for (const [i, id] of (request.evidence ?? []).entries()) {
    if (!known.evidence.records.some((r) => r.id === id))
      faults.push(fault(`/evidence/${i}`, 'unknown', 'is not evidence about this person'));
  }
  if (request.part_of !== undefined && !(await isOnward(deps, request, known.subject_id))) {
    faults.push(fault('/part_of', 'unknown', 'is not a referral of this person to which the initiator is party'));
  }
  return faults.length > 0 ? refuse('referral/not-consistent', { errors: faults }) : null;
}

const fault = (pointer: string, code: string, detail: string): ProblemError => ({ pointer, code, detail });

async function isOnward(
  deps: Pick<Deps, 'store'>,
  request: ReferralRequest,
  subjectId: string | null,
): Promise<boolean> {
  if (request.part_of === undefined || subjectId === null) return false;
  const parent = await deps.store.referral(request.part_of);
  if (parent === null || parent.subject_id !== subjectId) return false;
  return parent.request.initiator === request.initiator || parent.recipient === request.initiator;
}
