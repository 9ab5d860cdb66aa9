import { z } from 'zod';
import { Exchange } from '../canonical/exchange.ts';
import { answers, declare, pub, uuid } from './declaration.ts';
import { pageOf, pageQuery } from './page.ts';

export const listExchanges = declare({
  id: 'list_exchanges',
  method: 'get',
  path: '/v1/exchanges',
  tag: 'exchanges',
  scope: 'exchanges:read',
  summary: { en: 'List the ledger', it: 'Elenca il registro degli scambi' },
  description: 'The exchanges in which the body of the caller took part, permitted or denied, newest first.',
  query: z.strictObject({
    subject_id: uuid('Only about this person').optional(),
    referral_id: uuid('Only about this referral').optional(),
    convocation_id: uuid('Only about this convocation').optional(),
    correlation_id: uuid('Only under this correlation').optional(),
    permitted: pub(
      z
        .enum(['true', 'false'])
        .transform((text) => text === 'true')
        .optional()
        .meta({ type: 'boolean', description: 'Only permitted, or only denied', example: false }),
    ),
    ...pageQuery,
  }),
  reply: answers(200, 'A page of the ledger', pageOf(Exchange, 'ExchangePage')),
  problems: [],
});

export const readExchange = declare({
  id: 'read_exchange',
  method: 'get',
  path: '/v1/exchanges/{exchange_id}',
  tag: 'exchanges',
  scope: 'exchanges:read',
  summary: { en: 'Read a record of the ledger', it: 'Legge una registrazione del registro degli scambi' },
  description: 'Who, to whom, for which purpose, by which rule, what was disclosed and what was withheld.',
  params: z.strictObject({ exchange_id: uuid('Identifier of the exchange') }),
  reply: answers(200, 'The record', Exchange),
  problems: ['exchange/not-found'],
});
