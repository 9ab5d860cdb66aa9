import { Network } from '../canonical/network.ts';
import { answers, declare } from './declaration.ts';
import { NetworkReceipt } from './replies.ts';

const example = {
  territory: { id: 'ats-borgoverde', name: 'Ambito territoriale sociale di Borgoverde' },
  organizations: [
    { id: 'comune-borgoverde', name: 'Comune di Borgoverde', kind: 'comune', role: 'indispensable' },
    { id: 'cpi-borgoverde', name: "Centro per l'impiego di Borgoverde", kind: 'cpi', role: 'indispensable' },
  ],
  services: [
    {
      id: 'patto-di-servizio',
      name: 'Patto di servizio personalizzato',
      kind: 'labour_activation',
      providers: ['cpi-borgoverde'],
    },
  ],
  agreements: [
    {
      id: 'protocollo-2026',
      title: "Protocollo d'intesa 2026",
      parties: ['comune-borgoverde', 'cpi-borgoverde'],
      purposes: ['LAV-INV', 'LAV-ESITO'],
      valid_from: '2026-01-01',
    },
  ],
  systems: [{ id: 'comune-cartella', organization: 'comune-borgoverde', adapter: 'mailbox' }],
  clients: [],
};

export const readNetwork = declare({
  id: 'read_network',
  method: 'get',
  path: '/v1/network',
  tag: 'network',
  // Not network:read: the document holds addresses, keys and hashes that only its administrator needs.
  scope: 'network:write',
  summary: { en: 'Read the network document', it: 'Legge il documento di rete' },
  description: 'The document in force, whole. For its administrator; members read its parts in the directory.',
  reply: answers(200, 'The network document', Network, { headers: ['ETag'], example }),
  problems: [],
});

export const applyNetwork = declare({
  id: 'apply_network',
  method: 'put',
  path: '/v1/network',
  tag: 'network',
  scope: 'network:write',
  summary: { en: 'Apply a network document', it: 'Applica un documento di rete' },
  description:
    'Checked whole; applied whole under a new version, or not at all, and then every fault is told. 1 MiB at most.',
  ifMatch: true,
  body: { kind: 'document', schema: Network, example },
  reply: answers(200, 'The document is in force', NetworkReceipt, { headers: ['ETag'] }),
  problems: ['network/invalid'],
});
