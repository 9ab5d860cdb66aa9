import { z } from 'zod';
import { PreliminaryAnalysisReceipt, PreliminaryAnalysisRequest } from '../canonical/preliminary-analysis.ts';
import { PreliminaryAnalysisView } from './convocation-views.ts';
import { answers, declare, json, uuid } from './declaration.ts';
import { pageOf, pageQuery } from './page.ts';

const params = z.strictObject({ analysis_id: uuid('Identifier of the preliminary analysis') });

export const recordAnalysis = declare({
  id: 'record_preliminary_analysis',
  method: 'post',
  path: '/v1/preliminary-analyses',
  tag: 'convocations',
  scope: 'convocations:write',
  summary: { en: 'Record a preliminary analysis', it: 'Registra una scheda di analisi preliminare' },
  description:
    'Kept sealed under the key of the person. It never leaves whole: who is convened gets an extract, disclosed for them and for their case.',
  idempotency: 'required',
  body: json(PreliminaryAnalysisRequest),
  reply: answers(201, 'The analysis was recorded', PreliminaryAnalysisReceipt, { headers: ['ETag', 'Location'] }),
  problems: ['analysis/not-your-kind', 'subject/ambiguous'],
});

export const reviseAnalysis = declare({
  id: 'revise_preliminary_analysis',
  method: 'put',
  path: '/v1/preliminary-analyses/{analysis_id}',
  tag: 'convocations',
  scope: 'convocations:write',
  summary: { en: 'Revise a preliminary analysis', it: 'Aggiorna una scheda di analisi preliminare' },
  description:
    'Another version of it, about the same person. Convocations already sent keep the version they were sent with.',
  params,
  ifMatch: true,
  body: json(PreliminaryAnalysisRequest),
  reply: answers(200, 'The analysis was revised', PreliminaryAnalysisReceipt, { headers: ['ETag'] }),
  problems: ['analysis/not-found', 'analysis/other-person', 'subject/ambiguous'],
});

export const listAnalyses = declare({
  id: 'list_preliminary_analyses',
  method: 'get',
  path: '/v1/preliminary-analyses',
  tag: 'convocations',
  scope: 'convocations:read',
  summary: {
    en: 'List the preliminary analyses of the caller',
    it: 'Elenca le schede di analisi preliminare del chiamante',
  },
  description: 'Those that the body recorded, newest first. Nothing of what they say.',
  query: z.strictObject({ subject_id: uuid('Only about this person').optional(), ...pageQuery }),
  reply: answers(200, 'A page of analyses', pageOf(PreliminaryAnalysisReceipt, 'PreliminaryAnalysisPage')),
  problems: [],
});

export const readAnalysis = declare({
  id: 'read_preliminary_analysis',
  method: 'get',
  path: '/v1/preliminary-analyses/{analysis_id}',
  tag: 'convocations',
  scope: 'convocations:read',
  summary: { en: 'Read a preliminary analysis', it: 'Legge una scheda di analisi preliminare' },
  description: 'Only the body that recorded it. The reading is recorded in the ledger.',
  params,
  reply: answers(200, 'The analysis', PreliminaryAnalysisView, { headers: ['ETag'] }),
  problems: ['analysis/not-found'],
});
