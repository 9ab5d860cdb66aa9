import { describe, expect, it } from 'vitest';
import type { ConvocationReceipt, ConvocationView, MeetingProposals } from '../../contracts/api/convocation-views.ts';
import { readCalendar } from '../unit/mail-reading.ts';
import { elena, lucia, taken } from '../world/people.ts';
import { analysis, convocation, members } from '../world/team.ts';
import { latestTo } from './convocation-mails.ts';
import { at, colleague, convened, ledgerOf, withAnalysis } from './convocation-scene.ts';
import type { StartWorld } from './journey-suite.ts';

type Kept = { readonly id: string; readonly version: number };
type Listed = { readonly items: readonly { readonly id: string }[]; readonly next_cursor: string | null };

const wrongLetter = elena.tax_code.endsWith('A') ? 'B' : 'A';

export function convocationOpeningJourneys(start: StartWorld): void {
  describe('with its preliminary analyses', () => {
    it('keeps each version, for the body that recorded it and nobody else', async () => {
      const world = await start();
      const comune = world.as('comune-sportello');
      const recorded = await comune.post<Kept>('/v1/preliminary-analyses', analysis(), { key: 'analysis-1' });
      expect(recorded).toMatchObject({ status: 201, body: { version: 1 } });
      const path = `/v1/preliminary-analyses/${recorded.body.id}`;
      expect(recorded.headers.get('location')).toBe(path);
      expect(recorded.text).not.toContain('Marini');
      const again = await comune.post<Kept>('/v1/preliminary-analyses', analysis(), { key: 'analysis-1' });
      expect(again.text).toBe(recorded.text);
      const revised = analysis({ health: 'Sta meglio.' });
      expect(taken(await comune.put<Kept>(path, revised, { version: 1 }))).toMatchObject({ version: 2 });
      expect(await comune.put(path, revised, { version: 1 })).toMatchObject({
        status: 412,
        body: { code: 'request/stale', current_version: 2 },
      });
      expect(await comune.put(path, revised)).toMatchObject({ status: 428 });
      const { tax_code, given_name, family_name, birth_date } = lucia;
      const other = analysis({ subject: { tax_code, given_name, family_name, birth_date } });
      expect(await comune.put(path, other, { version: 2 })).toMatchObject({ body: { code: 'analysis/other-person' } });
      const read = await comune.get<Kept>(path);
      expect(taken(read)).toMatchObject({ version: 2, content: { health: 'Sta meglio.' } });
      expect(read.headers.get('etag')).toBe('"v2"');
      for (const client of ['cpi-sil', 'ats-amministratore', 'asl-cup'] as const) {
        const reply = await world.as(client).get(path);
        expect(reply).toMatchObject({ status: 404, body: { code: 'analysis/not-found' } });
        expect(reply.text).not.toContain('Sta meglio');
        expect(taken(await world.as(client).get('/v1/preliminary-analyses'))).toMatchObject({ items: [] });
      }
      expect(await world.as('cpi-sil').post('/v1/preliminary-analyses', analysis())).toMatchObject({
        status: 403,
        body: { code: 'analysis/not-your-kind' },
      });
      expect(taken(await comune.get('/v1/preliminary-analyses'))).toMatchObject({ items: [{ version: 2 }] });
    });

    it('stands on the version that the team was called with', async () => {
      const world = await start();
      const meeting = await withAnalysis(world);
      const comune = world.as('comune-sportello');
      const { agenda } = await meeting.read();
      const path = `/v1/preliminary-analyses/${agenda[0]?.analysis_id}`;
      const domains = { work_and_employability: { note: 'Detto dopo.' } };
      taken(await comune.put(path, analysis({ domains }), { version: 1 }));
      await meeting.say({ type: 'change_members', add: [{ ...colleague, cases: ['caso-1'] }] });
      const before = await latestTo(world, at.paolo);
      const { mail, filenames } = await latestTo(world, colleague.email);
      expect(filenames).toEqual(expect.arrayContaining(['invite.ics']));
      expect([...mail.raw.slice(0, 4)]).toEqual([...before.mail.raw.slice(0, 4)]);
    });
  });

  describe('that is sent', () => {
    it('is refused with every fault of its composition at once, by place', async () => {
      const world = await start();
      const [first, second, third] = convocation().agenda;
      const wrong = convocation({
        meeting: { starts_at: '2026-12-10T11:30:00+01:00', ends_at: '2026-12-10T09:30:00+01:00', mode: 'hybrid' },
        answer_by: '2026-12-20',
        reminder_days: [7, 7],
        agenda: [
          first,
          { ...second, case_manager: 'nessuno', residence: 'cpi-borgoverde' },
          { ...third, subject: first?.subject, analysis_id: '019aa3c0-7d52-7a10-8f00-0000000000ff' },
        ],
        members: [
          members.assistente,
          { ...members.cpi, function: 'psychologist' },
          { ...members.psicologa, organization: 'associazione-ilponte', cases: ['caso-9'] },
          { ...members.scuola, member_id: 'operatore-cpi', email: 'ANNA.BIANCHI@comune.borgoverde.example' },
        ],
        beneficiaries: [{ member_id: 'madre', case: 'caso-8', given_name: 'Elena', family_name: 'Marini' }],
      });
      const reply = await world
        .as('comune-sportello')
        .post<{ code: string; errors: { pointer: string }[] }>('/v1/convocations', wrong);
      expect(reply).toMatchObject({ status: 422, body: { code: 'convocation/not-consistent' } });
      expect(reply.body.errors.map(({ pointer }) => pointer).toSorted()).toEqual(
        [
          '/agenda/1',
          '/agenda/1/case_manager',
          '/agenda/1/residence',
          '/agenda/2/analysis_id',
          '/agenda/2/subject',
          '/answer_by',
          '/beneficiaries/0/case',
          '/meeting/ends_at',
          '/meeting/online_url',
          '/meeting/place',
          '/members/1/function',
          '/members/2/cases/0',
          '/members/2/function',
          '/members/2/organization',
          '/members/3/email',
          '/members/3/member_id',
          '/reminder_days/1',
        ].toSorted(),
      );
      for (const value of [elena.tax_code, 'Marini', 'anna.bianchi']) expect(reply.text).not.toContain(value);
      await world.tick();
      expect(world.postbox.posted).toEqual([]);
      expect(taken(await world.as('comune-sportello').get('/v1/convocations'))).toMatchObject({ items: [] });
    });

    it('tells a tax code whose last letter is wrong, and an assessment of tomorrow', async () => {
      const world = await start();
      const comune = world.as('comune-sportello');
      const subject = { ...analysis().subject, tax_code: `${elena.tax_code.slice(0, 15)}${wrongLetter}` };
      const found = [{ pointer: '/subject/tax_code', code: 'tax_code/check_letter' }];
      expect(await comune.post('/v1/preliminary-analyses', analysis({ subject }))).toMatchObject({
        status: 201,
        body: { findings: found },
      });
      const { agenda } = convocation();
      const wrong = convocation({ agenda: agenda.map((item, i) => (i === 0 ? { ...item, subject } : item)) });
      expect(await comune.post('/v1/convocations', wrong)).toMatchObject({
        status: 201,
        body: { findings: expect.arrayContaining([{ ...found[0], pointer: '/agenda/0/subject/tax_code' }]) },
      });
      expect(await comune.post('/v1/preliminary-analyses', analysis({ assessed_on: '2029-01-01' }))).toMatchObject({
        status: 422,
        body: { code: 'request/invalid-body', errors: [{ pointer: '/assessed_on' }] },
      });
    });

    it('is refused under a purpose that does not convene, whoever is called', async () => {
      const world = await start();
      const { assistente } = members;
      for (const purpose of ['LAV-INV', 'RETE-MON', 'URG'])
        for (const more of [{}, { members: [{ ...assistente, cases: ['caso-1', 'caso-2', 'caso-3'] }] }]) {
          const reply = await world.as('comune-sportello').post('/v1/convocations', convocation({ purpose, ...more }));
          expect(reply).toMatchObject({
            status: 422,
            body: {
              code: 'convocation/not-consistent',
              errors: [{ pointer: '/purpose', detail: expect.stringContaining('ADI-CONV, ADI-VMD') }],
            },
          });
        }
      await world.tick();
      expect(world.postbox.posted).toEqual([]);
    });

    it('is sent once, however often it is asked for under one key', async () => {
      const world = await start();
      const comune = world.as('comune-sportello');
      const post = (body: object) => comune.post<ConvocationReceipt>('/v1/convocations', body, { key: 'convene-1' });
      const [one, two] = await Promise.all([post(convocation()), post(convocation())]);
      const three = await post(convocation());
      await world.tick();
      expect(three.status).toBe(201);
      for (const reply of [one, two])
        expect([reply.status === 201 ? reply.body.id : 409]).toContainEqual(reply.status === 201 ? three.body.id : 409);
      expect(taken(await comune.get<Listed>('/v1/convocations')).items).toHaveLength(1);
      expect(world.postbox.posted).toHaveLength(5);
      expect(await post(convocation({ purpose: 'ADI-PAIS' }))).toMatchObject({
        status: 422,
        body: { code: 'request/idempotency-key-reused' },
      });
      const { id } = three.body;
      expect((await ledgerOf(world, id, 'convocation.convene')).map(({ to }) => to).toSorted()).toEqual([
        'asl-borgoverde',
        'comune-borgoverde',
        'comune-borgoverde',
        'comune-borgoverde',
        'cpi-borgoverde',
        'ic-borgoverde',
      ]);
    });

    it('is not called by others, in the name of others, or under a purpose that is not for it', async () => {
      const world = await start();
      for (const [client, more, code] of [
        ['cpi-sil', {}, 'convocation/not-your-event'],
        ['cpi-sil', { organizer: 'cpi-borgoverde' }, 'convocation/not-consistent'],
        ['comune-sportello', { organizer: 'ats-borgoverde' }, 'convocation/not-your-event'],
        ['comune-sportello', { purpose: 'NON-ESISTE' }, 'gate/purpose-unknown'],
      ] as const) {
        expect(await world.as(client).post('/v1/convocations', convocation(more))).toMatchObject({ body: { code } });
      }
      const foreign = convocation({ organizer: 'ats-borgoverde' });
      expect(await world.as('comune-sportello').post('/v1/convocations', foreign)).toMatchObject({
        body: { errors: [{ pointer: '/organizer' }] },
      });
      await world.tick();
      expect(world.postbox.posted).toEqual([]);
    });

    it('waits for its version: an event without If-Match, or with an old one, does nothing', async () => {
      const world = await start();
      const meeting = await convened(world);
      const comune = world.as('comune-sportello');
      const cancel = { type: 'cancel', reason: 'other' };
      expect(await comune.post(`${meeting.path}/events`, cancel)).toMatchObject({ status: 428 });
      await meeting.say({ type: 'change_members', remove: ['docente'] });
      expect(await comune.post(`${meeting.path}/events`, cancel, { version: 1 })).toMatchObject({
        status: 412,
        body: { code: 'request/stale', current_version: 2 },
      });
      const reply = await comune.get<ConvocationView>(meeting.path);
      expect(reply.headers.get('etag')).toBe('"v2"');
      expect(reply.body).toMatchObject({ status: 'convened' });
      const done = await comune.post(`${meeting.path}/events`, cancel, { version: 2, key: 'cancel-1' });
      const again = await comune.post(`${meeting.path}/events`, cancel, { version: 2, key: 'cancel-1' });
      expect(again).toMatchObject({ status: 200, text: done.text });
      expect(await world.as('cpi-sil').post(`${meeting.path}/events`, cancel, { version: 3 })).toMatchObject({
        status: 403,
        body: { code: 'convocation/not-your-event' },
      });
    });

    it('holds as many meetings on a day as the network says', async () => {
      const world = await start((network) => ({ ...network, convocations: { meetings_per_day_max: 1 } }));
      const meeting = await convened(world);
      const comune = world.as('comune-sportello');
      expect(await comune.post('/v1/convocations', convocation())).toMatchObject({
        status: 422,
        body: { errors: [{ pointer: '/meeting/starts_at', code: 'over_capacity' }] },
      });
      await meeting.say({ type: 'cancel', reason: 'merged' });
      expect((await comune.post('/v1/convocations', convocation())).status).toBe(201);
    });
  });

  describe('that is found', () => {
    it('is in the lists of who convened it and of who has a member in it, page by page', async () => {
      const world = await start();
      const ids: string[] = [];
      for (const day of ['10', '11', '14']) {
        const times = { starts_at: `2026-12-${day}T09:30:00+01:00`, ends_at: `2026-12-${day}T10:30:00+01:00` };
        ids.push((await convened(world, { meeting: { ...convocation().meeting, ...times } })).id);
      }
      for (const client of ['comune-sportello', 'cpi-sil', 'ic-segreteria'] as const) {
        const reader = world.as(client);
        const first = taken(await reader.get<Listed>('/v1/convocations?limit=2'));
        expect(first.items.map(({ id }) => id)).toEqual([ids[2], ids[1]]);
        const rest = taken(await reader.get<Listed>(`/v1/convocations?limit=2&cursor=${first.next_cursor}`));
        expect(rest).toMatchObject({ items: [{ id: ids[0] }], next_cursor: null });
      }
      for (const path of ['/v1/convocations', '/v1/convocations?status=cancelled'])
        expect(taken(await world.as('associazione-ilponte').get(path))).toMatchObject({ items: [] });
      expect(taken(await world.as('cpi-sil').get('/v1/convocations?status=held'))).toMatchObject({ items: [] });
      expect(await world.as('comune-sportello').get('/v1/convocations?cursor=altered')).toMatchObject({ status: 400 });
      for (const path of [`/v1/convocations/${ids[0]}`, `/v1/convocations/${ids[0]}/calendar?member_id=docente`])
        expect(await world.as('associazione-ilponte').get(path)).toMatchObject({
          status: 404,
          body: { code: 'convocation/not-found' },
        });
    });

    it('gives the calendar entry of the mail to the body of its member', async () => {
      const world = await start();
      const meeting = await convened(world);
      const path = (member: string) => `${meeting.path}/calendar?member_id=${member}`;
      const reply = await world.as('cpi-sil').get(path('operatore-cpi'));
      expect(reply.headers.get('content-type')).toContain('text/calendar');
      const sent = (await latestTo(world, at.paolo)).event;
      const { uid, sequence, summary, start: begins, attendees, organizer } = readCalendar(reply.text);
      expect({ uid, sequence, summary, begins, attendees, organizer }).toEqual({
        uid: sent?.uid,
        sequence: sent?.sequence,
        summary: sent?.summary,
        begins: sent?.start,
        attendees: sent?.attendees,
        organizer: sent?.organizer,
      });
      expect((await world.as('cpi-sil').get(path('docente'))).status).toBe(404);
      await meeting.say({ type: 'withdraw_case', case_ref: 'caso-1', reason: 'solved' });
      const after = readCalendar((await world.as('cpi-sil').get(path('operatore-cpi'))).text);
      expect(after).toMatchObject({ method: 'CANCEL', uid, sequence: '1' });
    });

    it('proposes the next meetings of a series, without the holidays, and keeps nothing', async () => {
      const world = await start();
      const comune = world.as('comune-sportello');
      const first = { starts_at: '2026-11-24T09:30:00+01:00', ends_at: '2026-11-24T11:00:00+01:00' };
      const said = { ...first, rule: 'FREQ=WEEKLY;INTERVAL=2;BYDAY=TU', count: 3 };
      expect(taken(await comune.post<MeetingProposals>('/v1/meeting-proposals', said))).toEqual({
        proposals: [
          { starts_at: '2026-12-22T09:30:00+01:00', ends_at: '2026-12-22T11:00:00+01:00' },
          { starts_at: '2027-01-05T09:30:00+01:00', ends_at: '2027-01-05T11:00:00+01:00' },
          { starts_at: '2027-01-19T09:30:00+01:00', ends_at: '2027-01-19T11:00:00+01:00' },
        ],
        skipped: [{ on: '2026-12-08', because: expect.any(String) }],
      });
      for (const more of [{ rule: 'FREQ=SECONDLY' }, { rule: 'ogni martedì' }, { ends_at: first.starts_at }])
        expect(await comune.post('/v1/meeting-proposals', { ...said, ...more })).toMatchObject({
          status: 422,
          body: { code: 'convocation/series-invalid' },
        });
      expect(taken(await comune.get('/v1/convocations'))).toMatchObject({ items: [] });
    });
  });
}
