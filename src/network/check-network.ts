import { faultsOf } from '../../contracts/canonical/faults.ts';
import { Network } from '../../contracts/canonical/network.ts';
import { purposes } from '../../contracts/catalogue/purposes.ts';
import type { SecretOf } from '../ports.ts';
import { agreementFaults } from './agreement-faults.ts';
import { bodyFaults } from './body-faults.ts';
import { clientFaults } from './client-faults.ts';
import { convocationFaults } from './convocation-faults.ts';
import { draftOf } from './draft.ts';
import type { Fault } from './fault.ts';
import { kidFaults } from './kid-faults.ts';
import { modiFaults } from './modi-faults.ts';
import { pdndFaults } from './pdnd-faults.ts';
import { publishedFaults } from './published-faults.ts';
import { referenceFaults } from './reference-faults.ts';
import { type AdapterSettings, systemFaults } from './system-faults.ts';
import { trustFaults } from './trust-faults.ts';

export type Checked =
  | { readonly ok: true; readonly document: Network }
  | { readonly ok: false; readonly faults: readonly [Fault, ...Fault[]] };

/** What is known of the gateway that is to apply the document. */
export type Deployment = {
  readonly secretOf: SecretOf;
  /** Nobody but this machine reaches it, so that the keys of the demo network do no harm. */
  readonly local: boolean;
};

/** A network document, or every fault it has, those included that only the deployment shows. */
export function checkNetwork(input: unknown, adapters: AdapterSettings, deployment?: Deployment): Checked {
  const parsed = Network.safeParse(input);
  const draft = draftOf(input);
  const [first, ...others] = [
    ...(parsed.success ? [] : faultsOf(parsed.error.issues, input)),
    ...referenceFaults(draft),
    ...bodyFaults(draft.organizations),
    ...agreementFaults(draft, purposes),
    ...systemFaults(draft.systems, adapters, deployment?.secretOf),
    ...clientFaults(draft.clients, draft.systems),
    ...convocationFaults(draft),
    ...trustFaults(draft, deployment?.secretOf),
    ...pdndFaults(draft),
    ...modiFaults(draft, deployment?.secretOf),
    ...(deployment?.local === false ? publishedFaults(draft.clients) : []),
  ];
  if (first !== undefined) return { ok: false, faults: [first, ...others] };
  if (!parsed.success) throw new Error('a document that does not parse has a fault');
  return { ok: true, document: parsed.data };
}

/** The same for the gateway that is to apply it, and whether its keys bear the names that the document gives them. */
export async function checkDeployed(
  input: unknown,
  adapters: AdapterSettings,
  deployment: Deployment,
): Promise<Checked> {
  const checked = checkNetwork(input, adapters, deployment);
  if (!checked.ok) return checked;
  const [first, ...others] = await kidFaults(checked.document, deployment.secretOf);
  return first === undefined ? checked : { ok: false, faults: [first, ...others] };
}

/**
 * What is wrong with a document that is in force already, as this gateway reads it: secrets change without it, and a former version of the
 * gateway may have known members that this one does not.
 */
export async function standingFaults(
  document: Network,
  adapters: AdapterSettings,
  deployment: Deployment,
): Promise<readonly Fault[]> {
  const checked = checkNetwork(document, adapters, deployment);
  return [...(checked.ok ? [] : checked.faults), ...(await kidFaults(document, deployment.secretOf))];
}
