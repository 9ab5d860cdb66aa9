import { z } from 'zod';
import { answers, declare } from './declaration.ts';
import { Status } from './replies.ts';

const open = { method: 'get', tag: 'gateway', scope: null, problems: [] } as const;

export const showStatus = declare({
  ...open,
  id: 'show_status',
  path: '/status',
  always: true,
  summary: { en: 'Tell whether the gateway can serve', it: 'Indica se il gateway è in servizio' },
  description:
    '200 when the store answers and a network document is in force, else a problem. Answered also by a gateway that is at capacity.',
  reply: answers(200, 'The gateway can serve', Status),
});

export const showDocument = declare({
  ...open,
  id: 'show_openapi',
  path: '/openapi.json',
  summary: { en: 'This document', it: 'Questo documento' },
  description: 'The OpenAPI document of the gateway.',
  reply: answers(
    200,
    'The document',
    z.looseObject({}).meta({ id: 'OpenApiDocument', description: 'OpenAPI 3.0.3', example: { openapi: '3.0.3' } }),
    { cached: true },
  ),
});

export const showDocs = declare({
  ...open,
  id: 'show_docs',
  path: '/docs',
  summary: { en: 'The same for people', it: 'La documentazione per le persone' },
  description:
    'Operations, problems with cause and cure, purposes with who may see what, and the rules that combine evidence. One page, nothing loaded from elsewhere.',
  reply: {
    status: 200,
    description: 'A page',
    types: ['text/html'],
    schema: z.string().max(2_000_000),
    example: '<!doctype html>',
    cached: true,
  },
});
