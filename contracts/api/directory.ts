import { z } from 'zod';
import { Agreement, Service } from '../canonical/network.ts';
import { Organization } from '../canonical/organization.ts';
import { Purpose } from '../canonical/purpose.ts';
import { purposes } from '../catalogue/purposes.ts';
import { answers, declare, networkCode, pub } from './declaration.ts';
import { pageOf, pageQuery } from './page.ts';
import { SystemView } from './replies.ts';

const list = {
  method: 'get',
  tag: 'directory',
  scope: 'network:read',
  query: z.strictObject(pageQuery),
  problems: [],
} as const;
const one = { method: 'get', tag: 'directory', scope: 'network:read', problems: ['network/not-found'] } as const;
const [purposeExample] = purposes;

export const listPurposes = declare({
  ...list,
  id: 'list_purposes',
  path: '/v1/purposes',
  summary: { en: 'List the purposes', it: 'Elenca le finalità' },
  description: 'The purpose catalogue with its disclosure matrix, as the network in force applies it.',
  reply: answers(200, 'A page of purposes', pageOf(Purpose, 'PurposePage', purposeExample)),
});

export const readPurpose = declare({
  ...one,
  id: 'read_purpose',
  path: '/v1/purposes/{purpose_code}',
  summary: { en: 'Read a purpose', it: 'Legge una finalità' },
  description: 'Its legal basis, the evidence it needs, and who may see what.',
  params: z.strictObject({
    purpose_code: pub(
      z
        .string()
        .max(20)
        .regex(/^[A-Z]{2,6}(-[A-Z]{2,6})?$/)
        .meta({ description: 'Code of the purpose', example: 'LAV-INV' }),
    ),
  }),
  reply: answers(200, 'The purpose', Purpose, { example: purposeExample }),
});

export const listOrganizations = declare({
  ...list,
  id: 'list_organizations',
  path: '/v1/organizations',
  summary: { en: 'List the bodies of the network', it: 'Elenca gli enti della rete' },
  description: 'From the network document in force.',
  reply: answers(200, 'A page of bodies', pageOf(Organization, 'OrganizationPage')),
});

export const readOrganization = declare({
  ...one,
  id: 'read_organization',
  path: '/v1/organizations/{organization_id}',
  summary: { en: 'Read a body of the network', it: 'Legge un ente della rete' },
  description: 'From the network document in force.',
  params: z.strictObject({ organization_id: networkCode('Code of the body', 'cpi-borgoverde') }),
  reply: answers(200, 'The body', Organization),
});

export const listServices = declare({
  ...list,
  id: 'list_services',
  path: '/v1/services',
  summary: { en: 'List the services of the territory', it: 'Elenca i servizi del territorio' },
  description: 'The map of resources: which service is given by whom, and how it takes people on.',
  reply: answers(200, 'A page of services', pageOf(Service, 'ServicePage')),
});

export const readService = declare({
  ...one,
  id: 'read_service',
  path: '/v1/services/{service_id}',
  summary: { en: 'Read a service', it: 'Legge un servizio' },
  description: 'From the network document in force.',
  params: z.strictObject({ service_id: networkCode('Code of the service', 'patto-di-servizio') }),
  reply: answers(200, 'The service', Service),
});

export const listAgreements = declare({
  ...list,
  id: 'list_agreements',
  path: '/v1/agreements',
  summary: { en: 'List the agreements', it: "Elenca i protocolli d'intesa" },
  description: 'Who does what for whom, under which purposes, from when to when.',
  reply: answers(200, 'A page of agreements', pageOf(Agreement, 'AgreementPage')),
});

export const readAgreement = declare({
  ...one,
  id: 'read_agreement',
  path: '/v1/agreements/{agreement_id}',
  summary: { en: 'Read an agreement', it: "Legge un protocollo d'intesa" },
  description: 'From the network document in force.',
  params: z.strictObject({ agreement_id: networkCode('Code of the agreement', 'protocollo-2026') }),
  reply: answers(200, 'The agreement', Agreement),
});

export const listSystems = declare({
  ...list,
  id: 'list_systems',
  path: '/v1/systems',
  summary: { en: 'List the systems', it: 'Elenca i sistemi informativi' },
  description: 'The systems of the network and whether messages leave toward them.',
  reply: answers(200, 'A page of systems', pageOf(SystemView, 'SystemPage')),
});

export const readSystem = declare({
  ...one,
  id: 'read_system',
  path: '/v1/systems/{system_id}',
  summary: { en: 'Read a system', it: 'Legge un sistema informativo' },
  description: 'Whose it is, which language it speaks, whether it is suspended.',
  params: z.strictObject({ system_id: networkCode('Code of the system', 'cpi-sil') }),
  reply: answers(200, 'The system', SystemView),
});
