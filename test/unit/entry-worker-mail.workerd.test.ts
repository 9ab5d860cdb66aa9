import {
  applyD1Migrations,
  createExecutionContext,
  createScheduledController,
  waitOnExecutionContext,
} from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import type { ForwardableEmailMessage } from '@cloudflare/workers-types';
import PostalMime from 'postal-mime';
import { afterAll, beforeAll, describe, expect, inject, it, vi } from 'vitest';
import demoNetwork from '../../contracts/catalogue/demo-network.yaml?raw';
import { openD1 } from '../../src/commit/d1.ts';
import { generateKeys } from '../../src/entry/generate-keys.ts';
import { countedIds } from '../conformance/store-sample.ts';
import { dumped } from '../conformance/store-tables.ts';
import { createClients } from '../world/clients.ts';
import type { RelayReport } from '../world/relay-control.ts';
import { convocation } from '../world/team.ts';
import { event, withCalendar } from './mail-intake-fixtures.ts';

const address = 'http://localhost:8080';
const today = '2026-11-20T09:00:00.000Z';
const ours = 'riunioni@raccordo.example.it';
const paolo = 'paolo.verdi@cpi.borgoverde.example';

type Meeting = {
  readonly id: string;
  readonly members: readonly { readonly member_id: string; readonly answer: { readonly state: string } }[];
};

/** A real relay on loopback, and what it took of the Worker's mails. */
async function startRelay() {
  const control = inject('relayControl');
  const started = await fetch(control, { method: 'POST', body: '{}' });
  const { number, relay } = (await started.json()) as { readonly number: number; readonly relay: { port: number } };
  const report = async () => (await (await fetch(`${control}/${number}`)).json()) as RelayReport;
  return {
    url: `smtp://localhost:${relay.port}`,
    taken: async () => (await report()).taken,
    /** The latest message to somebody. */
    to: async (who: string) => {
      const found = (await report()).taken.findLast(({ to }) => to.includes(who));
      if (found === undefined) throw new Error('no message went there');
      const parsed = await PostalMime.parse(found.raw, { attachmentEncoding: 'utf8' });
      const calendar = parsed.attachments.find(({ mimeType }) => mimeType === 'text/calendar')?.content;
      return { ...parsed, calendar: String(calendar ?? '').replaceAll(/\r?\n[ \t]/g, '') };
    },
  };
}

describe('the mails of the gateway as a Worker', () => {
  let variables: Record<string, unknown>;
  let relay: Awaited<ReturnType<typeof startRelay>>;
  let id: string;
  let worker: typeof import('../../src/entry/worker.ts').default;
  beforeAll(async () => {
    vi.setSystemTime(today);
    // It takes the clock that it finds when it is loaded.
    worker = (await import('../../src/entry/worker.ts')).default;
    await applyD1Migrations(env.DB, env.MIGRATIONS);
    relay = await startRelay();
    variables = {
      ...(await generateKeys('2026-11-20')),
      DB: env.DB,
      RACCORDO_PUBLIC_URL: address,
      RACCORDO_NETWORK: demoNetwork,
      RACCORDO_SMTP_URL: relay.url,
      RACCORDO_PEC_SMTP_URL: relay.url,
      RACCORDO_MAIL_ADDRESS: ours,
      RACCORDO_PEC_ADDRESS: 'ambito@pec.example.it',
    };
  });
  afterAll(() => {
    vi.useRealTimers();
  });

  const environment = () => ({ ...variables, DB: env.DB });
  /** A request, and all that it left to be done after its reply. */
  const ask = async (request: Request): Promise<Response> => {
    const context = createExecutionContext();
    const reply = await worker.fetch(request, environment(), context);
    await waitOnExecutionContext(context);
    return reply;
  };
  const comune = createClients({ fetch: ask, address, now: () => today, newId: countedIds(2) })('comune-sportello');
  const answerOf = async (member: string) =>
    (await comune.get<Meeting>(`/v1/convocations/${id}`)).body.members.find(({ member_id }) => member_id === member)
      ?.answer.state;
  /** Email Routing brings a mail; says how it was refused, if it was. */
  const bring = async (raw: Uint8Array, to: string, rawSize = raw.length) => {
    let rejected: string | null = null;
    const message = {
      from: paolo,
      to,
      raw: new Response(raw).body,
      rawSize,
      headers: new Headers(),
      setReject: (reason: string) => {
        rejected = reason;
      },
    };
    // As much of the platform's message as anybody reads.
    await worker.email(message as unknown as ForwardableEmailMessage, environment());
    return rejected;
  };
  const replyOf = async (who: string, partstat: string) => {
    const { calendar } = await relay.to(who);
    const line = (name: string) => new RegExp(`^${name}[;:].*$`, 'm').exec(calendar)?.[0].trim() ?? '';
    const replyTo = /mailto:(\S+)/i.exec(line('ORGANIZER'))?.[1] ?? '';
    const lines = [
      line('UID'),
      'SEQUENCE:0',
      'DTSTAMP:20261120T091500Z',
      `ATTENDEE;PARTSTAT=${partstat}:mailto:${who}`,
    ];
    return { raw: withCalendar(`<${who}>`, 'text/calendar; method=REPLY', event(...lines)), replyTo };
  };

  it('reach a relay over the sockets of the Worker, right after the request that convened', async () => {
    const convened = await comune.post<{ id: string }>('/v1/convocations', convocation(), { key: 'convene-0001' });
    expect(convened.status).toBe(201);
    id = convened.body.id;
    const taken = await relay.taken();
    expect(taken.flatMap(({ to }) => to).toSorted()).toEqual([
      'anna.bianchi@comune.borgoverde.example',
      'carla.riva@scuola.borgoverde.example',
      'maja.cernigoj@asl.borgoverde.example',
      paolo,
      'serd@pec.asl.borgoverde.example',
    ]);
    expect((await relay.to(paolo)).calendar).toContain('METHOD:REQUEST');
    const { body } = await comune.get<{ items: { state: string }[] }>('/v1/deliveries');
    expect(body.items.map(({ state }) => state)).toEqual(Array(5).fill('delivered'));
  });

  it('lead to an answer page that is served and taken', async () => {
    const { text = '' } = await relay.to('anna.bianchi@comune.borgoverde.example');
    const url = /http:\/\/localhost:8080\/v1\/answers\/[\w-]{43}/.exec(text)?.[0] ?? '';
    const page = await ask(new Request(url, { headers: { accept: 'text/html' } }));
    expect([page.status, page.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
    expect(page.headers.get('referrer-policy')).toBe('no-referrer');
    expect(await page.text()).toContain('<form');
    expect(await answerOf('assistente')).toBe('needs_action');
    const form = new URLSearchParams({ answer: 'accepted', sequence: '0' });
    const answered = await ask(new Request(url, { method: 'POST', headers: { accept: 'text/html' }, body: form }));
    expect(answered.status).toBeLessThan(400);
    expect(await answerOf('assistente')).toBe('accepted');
  });

  it('are answered by a reply that Email Routing brings, which the organizer is told of at once', async () => {
    const before = (await relay.taken()).length;
    const { raw, replyTo } = await replyOf(paolo, 'ACCEPTED');
    expect(replyTo).toMatch(/^riunioni\+r-[a-z0-9]{24}@raccordo\.example\.it$/);
    expect(await bring(raw, replyTo)).toBeNull();
    expect(await answerOf('operatore-cpi')).toBe('accepted');
    // Both required members come now: the meeting is confirmed.
    expect((await relay.taken()).slice(before).flatMap(({ to }) => to)).toEqual([
      'segreteria@comune.borgoverde.example',
    ]);
  });

  it('are not answered by somebody else, and what is for nobody is refused', async () => {
    const { replyTo } = await replyOf(paolo, 'DECLINED');
    const forged = await replyOf('carla.riva@scuola.borgoverde.example', 'DECLINED');
    expect(await bring(forged.raw, replyTo)).toBeNull();
    expect(await answerOf('operatore-cpi')).toBe('accepted');
    expect(await answerOf('docente')).toBe('needs_action');
    expect(await bring(forged.raw, 'riunioni+r-aaaaaaaaaaaaaaaaaaaaaaaa@raccordo.example.it')).toBe(
      'No such recipient',
    );
    expect(await bring(forged.raw, replyTo, 50_000_000)).toBe('Message too large');
  });

  it('remind who has not answered when the clock calls', async () => {
    const before = (await relay.taken()).length;
    vi.setSystemTime('2026-12-03T09:00:00.000Z');
    await worker.scheduled(createScheduledController(), environment());
    const reminded = (await relay.taken()).slice(before).flatMap(({ to }) => to);
    expect(reminded).toContain('carla.riva@scuola.borgoverde.example');
    expect(reminded).not.toContain(paolo);
  });

  it('leave no address and no token to be read in D1', async () => {
    const everything = await dumped(openD1(env.DB));
    const { text = '' } = await relay.to(paolo);
    const token = /\/v1\/answers\/([\w-]{43})/.exec(text)?.[1] ?? 'none';
    for (const value of [paolo, 'carla.riva@', token, 'sala piccola']) expect(everything).not.toContain(value);
  });
});
