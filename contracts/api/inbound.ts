import { z } from 'zod';
import { declare, networkCode } from './declaration.ts';

export const inboundTypes = [
  'application/json',
  'application/fhir+json',
  'application/xml',
  'text/xml',
  'application/soap+xml',
] as const;

export const receiveMessage = declare({
  id: 'receive_message',
  method: 'post',
  path: '/v1/inbound/{system_id}',
  tag: 'inbound',
  scope: 'inbound:write',
  summary: { en: "Receive a partner's own message", it: 'Riceve un messaggio nel formato del partner' },
  description:
    'A message in the words of the system, read by its adapter; the answer is in its words too, with its own status where the partner expects one. A repeat of the same message has no second effect. From a system that answers by callback (NONBLOCK_PUSH_REST), a message with X-Correlation-ID answers the request that was sent to it with that value.',
  params: z.strictObject({ system_id: networkCode('Code of the system that speaks', 'comune-cartella') }),
  body: { kind: 'message', types: inboundTypes, example: { pratica: 'BV-2026-0107' } },
  reply: {
    status: 200,
    description: "The answer in the partner's words",
    types: inboundTypes,
    schema: z
      .looseObject({})
      .meta({ id: 'PartnerReply', description: "As the partner's format says; see the README of the adapter" }),
    example: { esito: 'OK' },
  },
  problems: [
    'inbound/system-unknown',
    'inbound/not-supported',
    'inbound/not-understood',
    'modi/callback-unknown',
    'gate/denied',
  ],
});
