import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { dumped } from '../conformance/store-tables.ts';
import { demoNetworkText, onSqlite } from '../world/on-node.ts';
import { startWorld, type World } from '../world/start-world.ts';
import { analysis, convocation } from '../world/team.ts';
import { certificate, ourPec, receipt } from './mail-intake-fixtures.ts';

type Convened = { readonly id: string };

describe('the mails of a convocation', () => {
  let world: World;
  beforeEach(async () => {
    world = await startWorld(onSqlite(), demoNetworkText);
  });
  afterEach(() => world.store.close());

  const convene = async (more: object = {}) => {
    const { status, body, text } = await world
      .as('comune-sportello')
      .post<Convened>('/v1/convocations', convocation(more), { key: 'convene-0001' });
    if (status !== 201) throw new Error(text);
    return body.id;
  };
  const said = async (id: string, event: object) => {
    const version = (await world.store.convocation(id))?.version ?? 0;
    const { status, text } = await world
      .as('comune-sportello')
      .post(`/v1/convocations/${id}/events`, event, { key: 'event-0001', version });
    if (status >= 300) throw new Error(text);
  };
  const mailsOf = async (id: string) => {
    const page = await world.store.listDeliveries({ referral_id: id }, null, 1000);
    if (page === 'invalid_cursor') throw new Error('no cursor was given');
    return page.items;
  };

  it('wait while an operator of the territory has stopped the relay, and nobody else can', async () => {
    const operator = world.as('ats-amministratore');
    const stop = '/v1/systems/mail-relay/suspension';
    expect((await world.as('comune-sportello').put(stop, { reason: 'Prova' })).status).not.toBe(200);
    expect((await operator.put(stop, { reason: 'Manutenzione del relay' })).status).toBe(200);
    const id = await convene();
    await world.tick();
    expect(world.postbox.posted.map(({ channel }) => channel)).not.toContain('mail');
    expect(world.postbox.posted.map(({ channel }) => channel)).toContain('pec');
    const ledger = await world.store.listExchanges({}, null, 100);
    expect(ledger === 'invalid_cursor' ? [] : ledger.items).toContainEqual(
      expect.objectContaining({ operation: 'system.suspend', system: 'mail-relay', reason: 'Manutenzione del relay' }),
    );
    expect((await operator.delete(stop)).status).toBe(204);
    await world.tick();
    expect(world.postbox.posted.filter(({ channel }) => channel === 'mail')).toHaveLength(4);
    expect((await mailsOf(id)).map(({ state }) => state)).toEqual(Array(5).fill('delivered'));
  });

  it('tell everybody who was invited that it is off, however many mails others got since', async () => {
    const id = await convene();
    await world.tick();
    const token = await world.postbox.tokenFor('paolo.verdi@cpi.borgoverde.example', 'answers');
    const other = await world.postbox.tokenFor('anna.bianchi@comune.borgoverde.example', 'answers');
    const answer = async (of: string, how: object) => {
      const body = JSON.stringify({ ...how, sequence: 0 });
      const headers = { accept: 'application/json', 'content-type': 'application/json' };
      const reply = await world.fetch(
        new Request(`http://localhost:8080/v1/answers/${of}`, { method: 'POST', headers, body }),
      );
      if (reply.status !== 200) throw new Error(await reply.text());
    };
    await answer(other, { answer: 'accepted' });
    // Each change of mind of a required member is told to the organizer.
    for (let mails = 5; mails < 110; mails = (await mailsOf(id)).length) {
      await answer(token, { answer: 'accepted' });
      await answer(token, { answer: 'tentative' });
      await world.pass(60_000);
    }
    await said(id, { type: 'cancel', reason: 'other' });
    await world.tick();
    const off = (await mailsOf(id)).filter(({ event }) => event === 'cancellation');
    expect(off.map(({ member, state }) => `${member} ${state}`).toSorted()).toEqual([
      'assistente delivered',
      'docente delivered',
      'operatore-cpi delivered',
      'psicologa delivered',
      'psicologa delivered',
    ]);
  }, 30_000);

  it('are written by the certified mailbox itself, whose receipts lead back to the line', async () => {
    const id = await convene();
    await world.tick();
    const serd = 'serd@pec.asl.borgoverde.example';
    const notice = world.postbox.posted.find(({ channel }) => channel === 'pec')?.mail;
    expect(notice?.envelope).toEqual({ from: 'ambito@pec.example.it', to: serd });
    const [read] = await world.postbox.to(serd);
    expect(read?.from?.value.map(({ address }) => address)).toEqual(['ambito@pec.example.it']);
    const messageId = notice?.message_id ?? '';
    const xml = certificate('avvenuta-consegna', { id: messageId, recipient: serd });
    const raw = receipt({ id: messageId, xml: xml.replaceAll(ourPec, 'ambito@pec.example.it') });
    expect(await world.takeMail(raw, 'riunioni@raccordo.example.it')).toMatchObject({
      effect: 'none',
      why: 'sender_not_authenticated',
    });
    // From the certified mailbox it is handed in over HTTP.
    expect(await world.takeMail(raw, null)).toMatchObject({
      taken: true,
      effect: 'evidence',
    });
    const state = await world.store.convocation(id);
    const line = state?.members.find(({ member }) => member.member_id === 'psicologa');
    expect(line?.evidence).toMatchObject([{ channel: 'pec', state: 'delivered', code: 'avvenuta-consegna' }]);
  });

  it('leave nobody, no address and no token to be read in the database', async () => {
    const recorded = await world
      .as('comune-sportello')
      .post<Convened>('/v1/preliminary-analyses', analysis(), { key: 'analysis-0001' });
    const { agenda } = convocation();
    await convene({
      agenda: agenda.map((item, index) => (index === 0 ? { ...item, analysis_id: recorded.body.id } : item)),
    });
    await world.tick();
    const addresses = world.postbox.posted.map(({ mail }) => mail.envelope.to);
    expect(addresses).toHaveLength(5);
    const tokens = [await world.postbox.tokenFor('paolo.verdi@cpi.borgoverde.example', 'answers')];
    const people = ['Anna', 'Černigoj', 'Riva', 'Elena', 'Serra', 'sala piccola', 'BV-2026-0107', 'In cura per ansia'];
    // The network document is no secret; it names the heads of its bodies.
    const everything = (await dumped(world.engine)).replaceAll(JSON.stringify(world.network), '');
    for (const value of [...addresses, ...tokens, ...people]) expect(everything).not.toContain(value);
  });
});
