import { describe, expect, it } from 'vitest';
import type { Reading } from '../../src/ports.ts';
import { contextOf } from '../../test/conformance/adapter-converse.ts';
import { fullMessage } from '../../test/conformance/adapter-message.ts';
import { namespace, system, toHealthBody } from './example-network.ts';
import { fhirR4 } from './index.ts';

const referral = '019aa3c0-7d52-7a10-8f00-000000000006';
const context = contextOf(fhirR4, fullMessage(toHealthBody), system, '2026-11-22T10:00:00.000Z');
const read = async (body: unknown): Promise<Reading> => {
  if (fhirR4.read === undefined) throw new Error('the adapter reads');
  const message = { method: 'POST', contentType: 'application/fhir+json', headers: {}, body: JSON.stringify(body) };
  return await fhirR4.read(message, context);
};
const events = async (body: unknown) => {
  const reading = await read(body);
  if (!reading.understood) throw new Error(reading.code);
  return reading.intents.map((intent) => (intent.do === 'event' ? intent.event : intent));
};

const ours = [{ system: `${namespace}/referral`, value: referral }];
const code = (name: string, value: string) => ({ coding: [{ system: `${namespace}/${name}`, code: value }] });
const task = (status: string, more: object = {}) => ({
  resourceType: 'Task',
  id: '7',
  meta: { versionId: '3' },
  identifier: ours,
  status,
  ...more,
});
const appointment = (status: string, more: object = {}) => ({
  resourceType: 'Appointment',
  id: '8',
  meta: { versionId: '2' },
  identifier: ours,
  status,
  start: '2026-12-01T23:30:00Z',
  ...more,
});
const bundle = (...resources: object[]) => ({
  resourceType: 'Bundle',
  type: 'collection',
  entry: resources.map((resource, i) => ({ fullUrl: `https://asl.example.it/r/${i}`, resource })),
});

describe('a pushed Task', () => {
  it.each([
    ['received', {}, { type: 'acknowledge', recipient_reference: '7' }],
    ['accepted', { owner: { display: 'SerD' } }, { type: 'accept', recipient_reference: '7', contact: 'SerD' }],
    ['ready', {}, { type: 'accept', recipient_reference: '7' }],
    ['on-hold', { statusReason: code('hold-reason', 'budget') }, { type: 'hold', reason: 'budget' }],
    ['rejected', { statusReason: code('decline-reason', 'no_capacity') }, { type: 'decline', reason: 'no_capacity' }],
    ['in-progress', { executionPeriod: { start: '2026-11-30' } }, { type: 'start', started_on: '2026-11-30' }],
    [
      'completed',
      { executionPeriod: { end: '2026-12-20T10:00:00+01:00' }, statusReason: code('outcome', 'no_need_found') },
      { type: 'complete', outcome: 'no_need_found', ended_on: '2026-12-20' },
    ],
    [
      'failed',
      { executionPeriod: { end: '2026-12-20' }, statusReason: code('interrupt-reason', 'moved_away') },
      { type: 'interrupt', reason: 'moved_away', ended_on: '2026-12-20' },
    ],
    [
      'cancelled',
      { statusReason: code('decline-reason', 'not_eligible') },
      { type: 'decline', reason: 'not_eligible' },
    ],
    [
      'cancelled',
      { executionPeriod: { start: '2026-11-30', end: '2026-12-20' } },
      { type: 'interrupt', reason: 'other', ended_on: '2026-12-20' },
    ],
    [
      'cancelled',
      { businessStatus: code('referral-status', 'cancellation_requested') },
      { type: 'confirm_cancellation' },
    ],
    ['cancelled', { statusReason: code('cancellation-reason', 'moved_away') }, { type: 'confirm_cancellation' }],
    [
      'accepted',
      { statusReason: code('refusal-reason', 'already_started') },
      { type: 'refuse_cancellation', reason: 'already_started' },
    ],
  ])('%s with %j is %j', async (status, more, event) => {
    expect(await events(task(status, more))).toEqual([event]);
  });

  it.each(['requested', 'draft'])('%s is no news', async (status) => {
    expect(await read(task(status))).toEqual({
      understood: true,
      intents: [],
      findings: [{ pointer: '', code: 'no-news' }],
    });
  });

  it('leaves what may be clinical behind, and says so', async () => {
    const reading = await read(
      task('accepted', {
        description: 'disturbo da uso di alcol',
        note: [{ text: 'in terapia' }],
        output: [{ valueReference: { reference: 'DiagnosticReport/1' } }],
      }),
    );
    expect(JSON.stringify(reading)).not.toMatch(/alcol|terapia|DiagnosticReport/);
    expect(reading).toMatchObject({
      findings: [
        { pointer: '/description', code: 'not-taken' },
        { pointer: '/note', code: 'not-taken' },
        { pointer: '/output/0', code: 'not-taken' },
      ],
    });
  });

  it('has the same message id as long as it is the same version', async () => {
    const idOf = async (meta: object) => {
      const reading = await read(task('accepted', { meta }));
      return reading.understood ? reading.intents[0]?.message_id : undefined;
    };
    expect(await idOf({ versionId: '3', lastUpdated: '2026-11-22T09:00:00Z' })).toBe('Task/7/_history/3#accept');
    expect(await idOf({ lastUpdated: '2026-11-22T09:00:00Z' })).toBe('Task/7/_history/2026-11-22T09:00:00Z#accept');
    expect(await idOf({})).toBe('Task/7/_history/accepted@#accept');
  });
});

describe('a pushed Appointment', () => {
  const visit = { start: '2026-12-01T23:30:00Z' };
  it.each([
    ['booked', { type: 'schedule', appointment: visit }],
    ['cancelled', { type: 'cancel_appointment' }],
    ['noshow', { type: 'record_attendance', attendance: 'no_show_unjustified', on: '2026-12-02' }],
    ['arrived', { type: 'record_attendance', attendance: 'attended', on: '2026-12-02' }],
    ['fulfilled', { type: 'record_attendance', attendance: 'attended', on: '2026-12-02' }],
  ])('%s is %j, by the Italian calendar', async (status, event) => {
    expect(await events(appointment(status))).toEqual([event]);
  });

  it('brings time and place, and no more', async () => {
    const told = await events(
      appointment('booked', {
        end: '2026-12-02T00:15:00Z',
        comment: 'portare gli esami',
        participant: [
          { actor: { reference: 'Patient/1', display: 'Bruni Luca' } },
          { actor: { reference: 'Location/2', display: 'SerD, stanza 3' } },
        ],
      }),
    );
    expect(told).toEqual([
      { type: 'schedule', appointment: { ...visit, end: '2026-12-02T00:15:00Z', place: 'SerD, stanza 3' } },
    ]);
  });
});

describe('a pushed Bundle', () => {
  it('tells taking on, visit and end in this order', async () => {
    const told = await events(
      bundle(appointment('fulfilled'), task('in-progress'), task('accepted', { id: '9' }), appointment('booked')),
    );
    expect(told.map((event) => ('type' in event ? event.type : ''))).toEqual([
      'accept',
      'schedule',
      'record_attendance',
    ]);
  });

  it.each([
    ['the request by full URL', [{ reference: 'https://asl.example.it/r/0' }]],
    ['the request by id', [{ reference: 'https://asl.example.it/fhir/ServiceRequest/6/_history/1' }]],
    ['its identifier', [{ identifier: ours[0] }]],
  ])('finds the referral of an Appointment through %s', async (_, basedOn) => {
    const request = { resourceType: 'ServiceRequest', id: '6', identifier: ours };
    const reading = await read(bundle(request, appointment('booked', { identifier: [], basedOn })));
    expect(reading).toMatchObject({ understood: true, intents: [{ referral: { id: referral } }] });
  });

  it.each([
    ['an observation', bundle(task('accepted'), { resourceType: 'Observation' })],
    ['a document', { resourceType: 'Bundle', type: 'document', entry: [] }],
    ['a contained condition', task('accepted', { contained: [{ resourceType: 'Condition', code: {} }] })],
    ['something unheard of', bundle(task('accepted'), { resourceType: 'Referto' })],
    ['a resource without a type', bundle({ status: 'accepted' })],
  ])('with %s is refused whole', async (_, body) => {
    expect(await read(body)).toMatchObject({ understood: false, code: 'fhir-r4/clinical-content' });
  });

  it('of somebody else is refused', async () => {
    const foreign = [{ system: 'https://altra.example.it/referral', value: referral }];
    expect(await read(task('accepted', { identifier: foreign }))).toMatchObject({ code: 'fhir-r4/referral-unknown' });
  });

  it('names the place of a fault and never its value', async () => {
    expect(await read(bundle(task('accepted'), task('finito')))).toMatchObject({
      code: 'fhir-r4/invalid',
      pointer: '/entry/1/resource/status',
    });
  });
});
