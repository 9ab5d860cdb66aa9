import { z } from 'zod';
import { Consent, ConsentRequest, ConsentWithdrawalRequest } from '../canonical/consent.ts';
import { answers, declare, json, uuid } from './declaration.ts';
import { pageOf, pageQuery } from './page.ts';
import { ConsentReceipt } from './replies.ts';

const params = z.strictObject({ consent_id: uuid('Identifier of the evidence') });

export const registerConsent = declare({
  id: 'register_consent',
  method: 'post',
  path: '/v1/consents',
  tag: 'consents',
  scope: 'consents:write',
  summary: { en: 'Register evidence', it: 'Registra un consenso o altra evidenza' },
  description:
    'A consent, a statutory authorisation such as that of the PAD, an objection, or a consent refused. It counts from now on, also for what waits to be delivered.',
  idempotency: 'required',
  body: json(ConsentRequest),
  reply: answers(201, 'The evidence was registered', ConsentReceipt, { headers: ['ETag', 'Location'] }),
  problems: ['gate/purpose-unknown', 'subject/ambiguous', 'gate/denied'],
});

export const listConsents = declare({
  id: 'list_consents',
  method: 'get',
  path: '/v1/consents',
  tag: 'consents',
  scope: 'consents:read',
  summary: { en: 'List the evidence registered by the caller', it: 'Elenca le evidenze registrate dal chiamante' },
  description: 'Only what the body of the caller registered itself, newest first.',
  query: z.strictObject({ subject_id: uuid('Only about this person').optional(), ...pageQuery }),
  reply: answers(200, 'A page of evidence', pageOf(Consent, 'ConsentPage')),
  problems: [],
});

export const readConsent = declare({
  id: 'read_consent',
  method: 'get',
  path: '/v1/consents/{consent_id}',
  tag: 'consents',
  scope: 'consents:read',
  summary: { en: 'Read a piece of evidence', it: "Legge un'evidenza" },
  description: 'That and for what it was given, never why.',
  params,
  reply: answers(200, 'The evidence', Consent, { headers: ['ETag'] }),
  problems: ['consent/not-found'],
});

export const withdrawConsent = declare({
  id: 'withdraw_consent',
  method: 'post',
  path: '/v1/consents/{consent_id}/withdrawal',
  tag: 'consents',
  scope: 'consents:write',
  summary: { en: 'Withdraw a piece of evidence', it: "Revoca un'evidenza" },
  description: 'Stops at once what rests on it, deliveries that wait included.',
  params,
  idempotency: 'optional',
  body: json(ConsentWithdrawalRequest),
  reply: answers(200, 'The evidence is withdrawn', ConsentReceipt, { headers: ['ETag'] }),
  problems: ['consent/not-found', 'consent/already-withdrawn'],
});
