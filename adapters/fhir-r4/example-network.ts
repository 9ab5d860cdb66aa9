import { System } from '../../contracts/canonical/network.ts';

/** An invented health body, its addiction service and its system, for tests and demonstrations. */
export const namespace = 'https://rete.example.it/fhir';

export const asl = { id: 'asl-borgoverde', name: 'ASL di Borgoverde', kind: 'asl', codes: { fls: '100101' } };

export const service = {
  id: 'serd-borgoverde',
  name: 'Servizio per le dipendenze',
  kind: 'specialist_health',
  providers: [asl.id],
};

export const system = System.parse({
  id: 'asl-fhir',
  organization: asl.id,
  adapter: 'fhir-r4',
  address: 'https://asl.example.it/fhir/r4',
  options: { namespace },
});

/** What differs from any other referral when it goes to the health body. */
export const toHealthBody = { purpose: 'SAN-INV', to: asl, service };
