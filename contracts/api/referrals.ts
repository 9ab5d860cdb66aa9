import { z } from 'zod';
import { referralStatuses } from '../canonical/codes.ts';
import { ReferralRequest } from '../canonical/referral.ts';
import { ReferralEventRequest } from '../canonical/referral-event.ts';
import { answers, declare, json, networkCode, pub, uuid } from './declaration.ts';
import { pageOf, pageQuery } from './page.ts';
import { ReferralOutcome, ReferralReceipt } from './replies.ts';
import { ReferralHead, ReferralView, TimelineEntry } from './views.ts';

const params = z.strictObject({ referral_id: uuid('Identifier of the referral') });
const gate = ['gate/denied', 'gate/purpose-unknown'] as const;

export const submitReferral = declare({
  id: 'submit_referral',
  method: 'post',
  path: '/v1/referrals',
  tag: 'referrals',
  scope: 'referrals:write',
  summary: { en: 'Send a person to a service', it: 'Invia una persona a un servizio' },
  description:
    'Sends one person to one service of one recipient, or, without recipient, to whichever eligible body claims the referral. The gate decides for the purpose given; a denial names its rule. A kind whose own purpose needs evidence is carried by the purposes that need it only. Delivery to the recipient follows by itself. Its answers come to the systems of the caller; X-ReplyTo names one of them, Prefer: respond-async asks to be told where to look.',
  idempotency: 'required',
  later: true,
  body: json(ReferralRequest),
  reply: answers(201, 'The referral was recorded', ReferralReceipt, {
    headers: ['ETag', 'Location'],
    also: [
      {
        status: 202,
        description:
          'The referral was recorded; the answer is brought to X-ReplyTo (NONBLOCK_PUSH_REST), or asked for at Location (NONBLOCK_PULL_REST)',
        headers: ['ETag', 'Location', 'Preference-Applied'],
      },
    ],
  }),
  problems: [
    ...gate,
    'modi/reply-to-unknown',
    'referral/service-unknown',
    'referral/recipient-unknown',
    'referral/not-consistent',
    'subject/ambiguous',
  ],
});

export const listReferrals = declare({
  id: 'list_referrals',
  method: 'get',
  path: '/v1/referrals',
  tag: 'referrals',
  scope: 'referrals:read',
  summary: { en: 'List the referrals of the caller', it: 'Elenca le segnalazioni del chiamante' },
  description:
    'The referrals that the caller sent, received, or could claim now, newest first: for open ones the gate is asked. Nothing of what they say about people; whom an open one is about is told to who claims it, so a filter by person finds none.',
  query: z.strictObject({
    role: pub(
      z
        .enum(['initiator', 'recipient', 'claimable'])
        .optional()
        .meta({ description: 'What the caller is to the referral', example: 'recipient' }),
    ),
    status: pub(z.enum(referralStatuses).optional().meta({ description: 'Only in this state', example: 'requested' })),
    service: networkCode('Only for this service', 'patto-di-servizio').optional(),
    subject_id: uuid('Only about this person').optional(),
    ...pageQuery,
  }),
  reply: answers(200, 'A page of referrals', pageOf(ReferralHead, 'ReferralPage')),
  problems: [],
});

export const readReferral = declare({
  id: 'read_referral',
  method: 'get',
  path: '/v1/referrals/{referral_id}',
  tag: 'referrals',
  scope: 'referrals:read',
  summary: { en: 'Read a referral', it: 'Legge una segnalazione' },
  description: 'The referral as far as the caller may see it. The reading is recorded in the ledger.',
  params,
  reply: answers(200, 'The referral', ReferralView, { headers: ['ETag'] }),
  problems: [...gate, 'referral/not-found'],
});

export const readOutcome = declare({
  id: 'read_referral_outcome',
  method: 'get',
  path: '/v1/referrals/{referral_id}/outcome',
  tag: 'referrals',
  scope: 'referrals:read',
  summary: { en: 'Ask whether a referral was answered', it: 'Chiede se una segnalazione ha avuto risposta' },
  description:
    'NONBLOCK_PULL_REST. While the recipient has not answered, status 200 says so, and Retry-After when to ask again; then status 303 leads to the referral. The reading is recorded in the ledger.',
  params,
  reply: answers(200, 'The recipient has not answered yet', ReferralOutcome, {
    headers: ['Retry-After'],
    also: [
      { status: 303, description: 'The recipient has answered, or nothing more will come', headers: ['Location'] },
    ],
  }),
  problems: [...gate, 'referral/not-found'],
});

export const recordReferralEvent = declare({
  id: 'record_referral_event',
  method: 'post',
  path: '/v1/referrals/{referral_id}/events',
  tag: 'referrals',
  scope: 'referrals:write',
  summary: { en: 'Record what happened to a referral', it: 'Registra un evento di una segnalazione' },
  description:
    'Moves the referral on: acknowledge, accept, schedule, complete and so on. What is allowed now stands in available_events.',
  params,
  idempotency: 'optional',
  ifMatch: true,
  body: json(ReferralEventRequest),
  reply: answers(200, 'The event was recorded', ReferralReceipt, { headers: ['ETag'] }),
  problems: [
    ...gate,
    'referral/not-found',
    'referral/event-not-available',
    'referral/not-your-event',
    'referral/already-claimed',
    'referral/not-consistent',
  ],
});

export const readTimeline = declare({
  id: 'read_referral_timeline',
  method: 'get',
  path: '/v1/referrals/{referral_id}/events',
  tag: 'referrals',
  scope: 'referrals:read',
  summary: { en: 'Read the timeline of a referral', it: 'Legge la cronologia di una segnalazione' },
  description: 'Who did what when, oldest first, each event as far as the caller may see it.',
  params,
  query: z.strictObject(pageQuery),
  reply: answers(200, 'A page of the timeline', pageOf(TimelineEntry, 'TimelinePage')),
  problems: [...gate, 'referral/not-found'],
});
