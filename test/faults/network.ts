import { Network } from '../../contracts/canonical/network.ts';
import type { Adapter, Step, WireRequest } from '../../src/ports.ts';

const request = (message: { readonly message_id: string; readonly to: { readonly id: string } }, verb: string) =>
  ({ method: 'POST', path: `/${verb}/${message.message_id}`, headers: {}, body: '{}' }) satisfies WireRequest;

/** The health body's systems acknowledge a referral by taking it. */
const taken = (reports: boolean): Step => ({
  verdict: {
    outcome: 'delivered',
    code: 'test/taken',
    detail: 'Taken.',
    ...(reports ? { reports: [{ type: 'acknowledge' as const }] } : {}),
  },
});

/** Looks before it leaps, and its partner takes a repeat for a second referral. */
const careful: Omit<Adapter, 'options'> = {
  kind: 'careful',
  deduplicates: false,
  write: (message) => ({
    send: request(message, 'find'),
    effect: false,
    next: () => ({ send: request(message, 'take'), effect: true, next: () => taken(true) }),
  }),
};

/** Its partner knows a repeat by the message id. */
const repeatable: Omit<Adapter, 'options'> = {
  kind: 'repeatable',
  deduplicates: true,
  write: (message) => ({
    send: request(message, 'take'),
    effect: true,
    next: () => taken(message.event_type === 'submit'),
  }),
};

const adapters = [careful, repeatable].map((adapter) => ({
  ...adapter,
  options: Network.shape.systems.element.shape.options,
}));
export const adapterOf = (kind: string): Adapter | undefined => adapters.find((adapter) => adapter.kind === kind);

const pull = { audience: 'asl', key: { secret: 'SIGNING_KEY', kid: 'k' }, signature: false, pattern: 'pull' };

/** A municipality, and a health body with a system of either kind; the careful one at `later`, where that is given, answers later. */
export const networkAt = (address: string, later?: string): Network =>
  Network.parse({
    territory: { id: 'ats-borgoverde', name: 'ATS di Borgoverde' },
    organizations: [
      { id: 'comune-borgoverde', name: 'Comune di Borgoverde', kind: 'comune' },
      { id: 'asl-borgoverde', name: 'ASL di Borgoverde', kind: 'asl' },
    ],
    services: [
      { id: 'dipendenze', name: 'Servizio dipendenze', kind: 'specialist_health', providers: ['asl-borgoverde'] },
    ],
    agreements: [
      {
        id: 'protocollo-2026',
        title: "Protocollo d'intesa 2026",
        parties: ['comune-borgoverde', 'asl-borgoverde'],
        purposes: ['SAN-INV', 'SAN-ESITO'],
        valid_from: '2026-01-01',
      },
    ],
    systems: [
      {
        id: 'asl-careful',
        organization: 'asl-borgoverde',
        adapter: 'careful',
        ...(later === undefined ? { address } : { address: later, modi: pull }),
      },
      { id: 'asl-repeatable', organization: 'asl-borgoverde', adapter: 'repeatable', address },
      { id: 'comune-system', organization: 'comune-borgoverde', adapter: 'repeatable', address },
    ],
    clients: [],
  });
