import { z } from 'zod';
import { date } from '../canonical/text.ts';
import { declare, pub } from './declaration.ts';

export const readTracing = declare({
  id: 'read_tracing',
  method: 'get',
  path: '/v1/tracing',
  tag: 'exchanges',
  // Not exchanges:read: it counts the calls of every body.
  scope: 'network:write',
  summary: { en: "A day for PDND's tracing", it: 'Una giornata per il tracing di PDND' },
  description:
    "The calls with vouchers of PDND on a day in Rome's time, as PDND's tracing takes them: one line for each purpose, status and voucher, all counted at one instant. A day that is not over has what was counted until now. For the administrator of the gateway.",
  query: z.strictObject({
    date: pub(date().meta({ description: 'The day', example: '2026-11-25' })),
  }),
  reply: {
    status: 200,
    description: 'The day, with the names of the columns in its first line',
    types: ['text/csv'],
    schema: pub(z.string().max(50_000_000)),
    example: 'date,purpose_id,status,token_id,requests_count\n',
  },
  problems: ['tracing/day-not-begun', 'tracing/too-many-lines'],
});
