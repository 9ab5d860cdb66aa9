import { describe, expect, it } from 'vitest';
import { dayMs } from '../world/clock.ts';
import { attest, elena, evidence, paolo, taken } from '../world/people.ts';
import { convocation, members } from '../world/team.ts';
import { answerByMail, latestTo } from './convocation-mails.ts';
import {
  at,
  colleague,
  convened,
  ledgerOf,
  linkOf,
  mailsTo,
  pdfText,
  subjectsOf,
  withAnalysis,
} from './convocation-scene.ts';
import type { StartWorld } from './journey-suite.ts';

const objection = (tax_code: string, more: object = {}) =>
  evidence(tax_code, { kind: 'objection', scope: {}, ...more });
const putOff = { answered: true, reply: 451, at: 'envelope' } as const;
const relayed = { answered: true, reply: 250, at: 'after_dot' } as const;

/** Beside Anna, of the same body, on the case with an analysis. */
const second = {
  ...members.assistente,
  member_id: 'assistente-2',
  given_name: 'Lia',
  family_name: 'Neri',
  email: 'lia.neri@comune.borgoverde.example',
  required: false,
  cases: ['caso-1'],
};

export function convocationGateJourneys(start: StartWorld): void {
  describe('at the gate', () => {
    it('is denied case by case and body by body, with the rule, and the denials are recorded', async () => {
      const world = await start();
      const comune = world.as('comune-sportello');
      await attest(comune, objection(elena.tax_code, { scope: { recipient: 'cpi-borgoverde' } }));
      const reply = await comune.post('/v1/convocations', convocation());
      expect(reply).toMatchObject({
        status: 403,
        body: { code: 'gate/denied', errors: [{ pointer: '/agenda/0', code: 'evidence/objection' }] },
      });
      await world.tick();
      expect(world.postbox.posted).toEqual([]);
      const { items } = taken(await comune.get<{ items: object[] }>('/v1/exchanges?permitted=false'));
      expect(items).toMatchObject([
        { operation: 'convocation.convene', to: 'cpi-borgoverde', rule: 'evidence/objection', outcome: 'denied' },
      ]);
    });

    it('stops a case in a mail that is queued already, and only that case', async () => {
      const world = await start();
      world.postbox.answerWith(() => putOff);
      const both = { ...colleague, cases: ['caso-1', 'caso-2'] };
      const meeting = await convened(world, { members: [...convocation().members, both] });
      await attest(world.as('comune-sportello'), objection(elena.tax_code));
      world.postbox.answerWith(() => relayed);
      await world.pass(dayMs / 2);
      expect(await mailsTo(world, meeting.id, 'operatore-cpi')).toEqual(['invitation mail withheld']);
      const { readable, event } = await latestTo(world, both.email);
      for (const words of ['BV-2026-0107', 'E.M.', 'Paolo Verdi']) expect(readable).not.toContain(words);
      expect(event?.summary).toContain('BV-2026-0112');
      const subjects = await subjectsOf(meeting);
      const ledger = await ledgerOf(world, meeting.id, 'convocation.mail');
      const last = ledger.filter(({ to, permitted }) => to === 'cpi-borgoverde' && !permitted);
      expect(new Set(last.map(({ rule, subject_id }) => `${rule} ${subject_id}`))).toEqual(
        new Set([`evidence/objection ${subjects['caso-1']}`]),
      );
      expect(last.map(({ outcome, classes_disclosed }) => ({ outcome, classes_disclosed }))).toContainEqual({
        outcome: 'withheld',
        classes_disclosed: [],
      });
    });

    it('lists to a body every class that it is told of no case, whether there is anything of it or not', async () => {
      const world = await start();
      const bare = await convened(world);
      const full = await withAnalysis(world);
      const seen = await Promise.all(
        [bare, full].map(
          async ({ path }) => taken(await world.as('cpi-sil').get<{ withheld: string[] }>(path)).withheld,
        ),
      );
      expect(seen[0]).toContain('violence_protection');
      expect(seen[1]).toEqual(seen[0]);
    });

    it('stops the case on the page, in the view of the body and in the documents from then on', async () => {
      const world = await start();
      const both = { ...colleague, cases: ['caso-1', 'caso-2'] };
      const agreements = { extract_by_mail: false };
      const silent = await start((network) => ({
        ...network,
        agreements: network.agreements.map((a) => ({ ...a, ...(a.extract_by_mail ? agreements : {}) })),
      }));
      expect(world.postbox.posted).toEqual([]);
      const meeting = await withAnalysis(silent, { members: [...convocation().members, both] });
      const documents = await linkOf(silent, both.email, 'documents');
      const answers = await linkOf(silent, both.email, 'answers');
      expect(pdfText((await documents.open()).bytes)).toContain('Cerca un primo impiego.');
      expect((await answers.look()).text).toContain('BV-2026-0107');
      await attest(silent.as('comune-sportello'), objection(elena.tax_code));
      const seen = await answers.look();
      expect(seen.text).not.toMatch(/BV-2026-0107|E\.M\.|Verdi/);
      expect(seen.body).toMatchObject({ cases: [{ case_ref: 'caso-2' }], may_answer: true });
      expect((await answers.page()).text).not.toMatch(/BV-2026-0107|E\.M\.|Verdi/);
      expect((await documents.look()).text).not.toMatch(/BV-2026-0107|E\.M\.|Verdi/);
      expect(await documents.open()).toMatchObject({ status: 403, body: { code: 'gate/denied' } });
      const view = await silent.as('cpi-sil').get(meeting.path);
      expect(view.text).not.toMatch(/BV-2026-0107|Marini/);
      expect(view.body).toMatchObject({ agenda: [{ case_ref: 'caso-2' }] });
      const denied = (await ledgerOf(silent, meeting.id)).filter(({ permitted }) => !permitted);
      expect(new Set(denied.map(({ operation }) => operation))).toEqual(
        new Set(['convocation.link', 'convocation.documents', 'convocation.read']),
      );
    });

    it('does not name who came to a case that may not be told any more', async () => {
      const world = await start();
      const both = { ...colleague, cases: ['caso-1', 'caso-2'] };
      const meeting = await convened(world, { members: [...convocation().members, both] });
      world.postbox.answerWith(() => putOff);
      const more = { given_name: 'Livia', family_name: 'Testa', email: 'livia.testa@asl.borgoverde.example' };
      const joins = {
        ...convocation().members[2],
        ...more,
        pec: undefined,
        member_id: 'psicologa-2',
        cases: ['caso-1', 'caso-2'],
      };
      await meeting.say({ type: 'change_members', add: [joins] });
      await attest(world.as('comune-sportello'), objection(elena.tax_code));
      world.postbox.answerWith(() => relayed);
      await world.pass(dayMs / 2);
      const update = await latestTo(world, both.email);
      expect(update.plain.match(/Livia Testa/g)?.length).toBeGreaterThan(0);
      expect(update.plain).not.toContain('caso-1');
      expect(update.plain).not.toContain('BV-2026-0107');
    });

    it('tells a body that it is off even so, and names no case', async () => {
      const world = await start();
      const meeting = await convened(world);
      await attest(world.as('comune-sportello'), objection(elena.tax_code));
      await meeting.say({ type: 'cancel', reason: 'other' });
      const off = await latestTo(world, at.paolo);
      expect(off.event).toMatchObject({ method: 'CANCEL', sequence: '1' });
      for (const words of ['E.M.', 'BV-2026-0107']) expect(off.readable).not.toContain(words);
      const [record] = (await ledgerOf(world, meeting.id, 'convocation.mail')).filter(
        ({ rule }) => rule === 'permit/closing',
      );
      expect(record).toMatchObject({ to: 'cpi-borgoverde', permitted: true });
      for (const never of ['identity', 'case_reference'] as const)
        expect(record?.classes_disclosed).not.toContain(never);
    });

    it('goes on when the objection is withdrawn', async () => {
      const world = await start();
      const meeting = await convened(world);
      const comune = world.as('comune-sportello');
      const { id } = await attest(comune, objection(paolo.tax_code));
      const page = await linkOf(world, at.maja, 'answers');
      expect((await page.look()).body).toMatchObject({ cases: [] });
      taken(await comune.post(`/v1/consents/${id}/withdrawal`, { withdrawn_at: world.clock.now() }));
      expect((await page.look()).body).toMatchObject({ cases: [{ case_ref: 'caso-2' }] });
      expect((await meeting.read()).version).toBe(1);
    });

    it('ends with the agreement: nothing more goes to that body', async () => {
      const world = await start();
      const meeting = await convened(world);
      const admin = world.as('ats-amministratore');
      const page = await linkOf(world, at.carla, 'answers');
      const agreements = world.network.agreements.map((a) =>
        a.id === 'protocollo-2026' ? { ...a, parties: a.parties.filter((p) => p !== 'ic-borgoverde') } : a,
      );
      const reply = await admin.put('/v1/network', { ...world.network, agreements }, { version: 1 });
      expect(reply.status, reply.text).toBeLessThan(300);
      expect((await page.look()).body).toMatchObject({ cases: [] });
      const delegate = { given_name: 'Nadia', family_name: 'Conti', email: 'nadia.conti@scuola.borgoverde.example' };
      const { version } = await meeting.read();
      for (const answer of [{ answer: 'accepted' }, { answer: 'tentative' }, { answer: 'delegated', delegate }]) {
        const denied = { status: 403, body: { code: 'gate/denied' } };
        expect(await page.answer({ ...answer, sequence: 0 })).toMatchObject(denied);
        const said = { member_id: 'docente', sequence: 0, response: answer };
        expect(await world.as('ic-segreteria').post(`${meeting.path}/answers`, said)).toMatchObject(denied);
      }
      expect((await page.form({ answer: 'accepted', sequence: '0' })).status).toBe(403);
      expect(await answerByMail(world, at.carla)).toMatchObject({ effect: 'none', why: 'gate/denied' });
      expect((await meeting.read()).version).toBe(version);
      const denials = await ledgerOf(world, meeting.id, 'convocation.answer');
      expect(denials.map(({ permitted }) => permitted)).not.toContain(true);
      expect(denials.map(({ rule }) => rule)).toContain('agreement/missing');
      await meeting.say({ type: 'remind' });
      expect((await mailsTo(world, meeting.id, 'docente')).at(-1)).toBe('reminder mail withheld');
      expect(await world.as('ic-segreteria').get(meeting.path)).toMatchObject({ body: { agenda: [] } });
      expect(
        (await ledgerOf(world, meeting.id)).filter(({ rule }) => rule === 'agreement/missing').map(({ to }) => to),
      ).toContain('ic-borgoverde');
      expect((await page.answer({ answer: 'declined', sequence: 0, reason: 'absence' })).status).toBe(200);
    });
  });

  describe('in the ledger', () => {
    it('has one record for each case and mail, reading, look and opening, with the classes that were disclosed', async () => {
      const world = await start();
      const meeting = await withAnalysis(world);
      const subjects = await subjectsOf(meeting);
      const told = await ledgerOf(world, meeting.id, 'convocation.mail');
      const lines = told.map(
        ({ to, subject_id, delivery_id, permitted }) => `${to} ${subject_id} ${delivery_id} ${permitted}`,
      );
      expect(new Set(lines).size).toBe(lines.length);
      const byBody = Map.groupBy(told, ({ to }) => to);
      expect([...byBody].map(([to, records]) => [to, records.length]).toSorted()).toEqual([
        ['asl-borgoverde', 2],
        ['comune-borgoverde', 3],
        ['cpi-borgoverde', 1],
        ['ic-borgoverde', 1],
      ]);
      expect(byBody.get('cpi-borgoverde')).toMatchObject([
        { subject_id: subjects['caso-1'], outcome: 'delivered', agreement: 'protocollo-2026', rule: 'permit/matrix' },
      ]);
      const mailed = byBody.get('cpi-borgoverde')?.[0];
      expect(mailed?.classes_disclosed).toEqual(expect.arrayContaining(['identity', 'case_reference']));
      for (const never of ['health', 'social', 'economic', 'housing'] as const)
        expect(mailed?.classes_disclosed).not.toContain(never);
      const looks = async () => (await ledgerOf(world, meeting.id, 'convocation.link')).length;
      const before = await looks();
      const page = await linkOf(world, at.anna, 'answers');
      await page.look();
      expect(await looks()).toBe(before + 3);
      const documents = await linkOf(world, at.anna, 'documents');
      await documents.open();
      const opened = await ledgerOf(world, meeting.id, 'convocation.documents');
      expect(opened).toHaveLength(3);
      const [first] = opened.filter(({ subject_id }) => subject_id === subjects['caso-1']);
      expect(first?.outcome).toBe('opened');
      expect(first?.classes_disclosed).toEqual(expect.arrayContaining(['economic', 'social']));
      taken(await world.as('cpi-sil').get(meeting.path));
      const read = (await ledgerOf(world, meeting.id, 'convocation.read')).filter(({ to }) => to === 'cpi-borgoverde');
      expect(read).toMatchObject([{ subject_id: subjects['caso-1'], outcome: 'read', client: 'cpi-sil' }]);
    });
  });

  describe('with documents behind a link', () => {
    it('counts openings, not looks, and is spent after the last', async () => {
      const world = await start((network) => ({
        ...network,
        convocations: { document_views_max: 2, document_days: 14 },
      }));
      const meeting = await withAnalysis(world);
      const documents = await linkOf(world, at.anna, 'documents');
      for (let look = 0; look < 3; look += 1)
        expect((await documents.look()).body).toMatchObject({ views_left: 2, contents: ['extract'] });
      expect(await ledgerOf(world, meeting.id, 'convocation.documents')).toEqual([]);
      const opened = await documents.open();
      expect(opened.headers.get('content-type')).toBe('application/pdf');
      expect(opened.headers.get('cache-control')).toContain('no-store');
      expect(pdfText(opened.bytes)).toContain('Ha un debito con il locatore.');
      expect((await documents.look()).body).toMatchObject({ views_left: 1 });
      expect((await documents.open()).status).toBe(200);
      expect((await documents.look()).body).toMatchObject({ views_left: 0 });
      expect(await documents.open()).toMatchObject({ status: 410, body: { code: 'convocation/link-spent' } });
    });

    it('is opened by one of two who come for the last view at once', async () => {
      const world = await start((network) => ({
        ...network,
        convocations: { document_views_max: 1, document_days: 14 },
      }));
      const meeting = await withAnalysis(world);
      const documents = await linkOf(world, at.anna, 'documents');
      const replies = await Promise.all([documents.open(), documents.open(), documents.open()]);
      expect(replies.map(({ status }) => status).toSorted()).toEqual([200, 410, 410]);
      const opened = await ledgerOf(world, meeting.id, 'convocation.documents');
      expect(opened.filter(({ outcome }) => outcome === 'opened')).toHaveLength(1);
    });

    it.each([
      ['of who left the team', { type: 'change_members', remove: [second.member_id] }, second.email],
      ['of a meeting that is off', { type: 'cancel', reason: 'other' }, at.anna],
    ])('%s is not valid any more, and does not say why', async (_, event, to) => {
      const world = await start();
      const meeting = await withAnalysis(world, { members: [...convocation().members, second] });
      const documents = await linkOf(world, to, 'documents');
      expect((await documents.open()).status).toBe(200);
      await meeting.say(event);
      for (const reply of [await documents.look(), await documents.open()])
        expect(reply).toMatchObject({ status: 410, body: { code: 'convocation/link-void' } });
      expect((await documents.page()).text).toContain('Questo link non è più valido');
    });

    it('expires, and is nothing to whoever makes one up or turns it over', async () => {
      const world = await start();
      await withAnalysis(world);
      const documents = await linkOf(world, at.anna, 'documents');
      const other = documents.url.replace('documents', 'answers');
      for (const url of [other, `${documents.url.slice(0, -1)}${documents.url.endsWith('A') ? 'B' : 'A'}`]) {
        const reply = await world.fetch(new Request(url, { headers: { accept: 'application/json' } }));
        expect(await reply.json()).toMatchObject({ status: 404, code: 'convocation/link-unknown' });
      }
      world.clock.until('2026-12-24T10:29:00.000Z');
      expect((await documents.look()).status).toBe(200);
      world.clock.until('2026-12-24T10:30:00.000Z');
      expect(await documents.look()).toMatchObject({ status: 410, body: { code: 'convocation/link-expired' } });
      expect(await documents.open()).toMatchObject({ status: 410, body: { code: 'convocation/link-expired' } });
    });
  });
}
