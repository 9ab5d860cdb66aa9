import { decodeJwt } from 'jose';
import { describe, expect, it } from 'vitest';
import type { Network } from '../../contracts/canonical/network.ts';
import { tracingCsv, tracingDay } from '../../src/pdnd/index.ts';
import { dayMs } from '../world/clock.ts';
import type { PdndAsk } from '../world/pdnd-caller.ts';
import { pdndIds } from '../world/pdnd-network.ts';
import { type PdndWorld, replyOf } from '../world/pdnd-world.ts';
import { toAsl } from '../world/people.ts';
import { callsOf } from './pdnd-journeys.ts';
import type { StartPdndWorld } from './pdnd-suite.ts';

const refer: PdndAsk = { body: toAsl(), evidence: false };
const read: PdndAsk = { method: 'GET', path: '/v1/referrals', evidence: false };
const nowhere: PdndAsk = { ...read, path: '/v1/referrals/019aa3c0-0000-7000-8000-00000000dead' };
const resume: PdndAsk = { method: 'DELETE', path: '/v1/systems/comune-cartella/suspension', evidence: false };

async function csvOf({ world, clock }: PdndWorld, date: string): Promise<string> {
  const day = tracingDay(date, clock.now());
  if (day === null) throw new Error(`${date} has not begun`);
  let csv = '';
  for await (const piece of tracingCsv(world.store.tracing, day, 2)) csv += piece;
  return csv;
}

/** The caller's own count of what it asked and how it was answered: it knows of the gateway's ledger nothing. */
function createCount(on: PdndWorld) {
  const counts = new Map<string, number>();
  const count = (voucher: string, status: number) => {
    const { purposeId, jti } = decodeJwt(voucher);
    const line = `2026-11-20,${purposeId},${status},${jti}`;
    counts.set(line, (counts.get(line) ?? 0) + 1);
  };
  return {
    counts,
    lines: () => [...counts].map(([line, times]) => `${line},${times}`).toSorted(),
    async ask(times: number, status: number, voucher: string, ask: PdndAsk) {
      for (let time = 0; time < times; time += 1) {
        const reply = await on.ask({ ...ask, voucher });
        expect(reply.status, reply.text).toBe(status);
        count(voucher, status);
      }
    },
    async repeat(times: number, voucher: string, ask: PdndAsk) {
      const request = await on.caller.request({ ...ask, voucher });
      for (let time = 0; time <= times; time += 1) {
        const reply = await replyOf(await on.world.fetch(request.clone()));
        expect(reply.status, reply.text).toBe(time === 0 ? 201 : 409);
        count(voucher, reply.status);
      }
    },
  };
}

export function pdndTracingJourneys(start: StartPdndWorld): void {
  describe('the tracing of a day', () => {
    it('has every call under a voucher that holds, however it ended, and no other', async () => {
      const on = await start({ change: operating });
      const [health, other, labour] = [
        await on.caller.voucher(),
        await on.caller.voucher(),
        await on.caller.voucher({ purposeId: pdndIds.labourPurpose }),
      ];
      const count = createCount(on);
      await count.ask(7, 200, health, read);
      await count.ask(2, 200, other, read);
      await count.ask(3, 200, labour, read);
      await count.repeat(4, health, refer);
      await count.ask(2, 400, health, { ...refer, signature: false });
      await count.ask(1, 400, health, { ...refer, altered: '{}' });
      await count.ask(3, 404, other, nowhere);
      await count.ask(1, 403, labour, refer);
      await count.ask(2, 403, labour, { ...read, path: '/v1/mailbox' });
      await count.ask(2, 404, labour, { ...read, path: '/v1/nulla' });
      await count.ask(2, 204, health, resume);
      // Nothing of these was proven.
      const foreign = { claims: { aud: 'https://altrui.example' } };
      expect((await on.ask({ ...read, spoil: { voucher: foreign } })).status).toBe(401);
      expect((await on.ask({ ...read, voucher: `${health.slice(0, -8)}AAAAAAAA` })).status).toBe(401);
      expect((await on.world.as('asl-cup').get('/v1/referrals')).status).toBe(200);
      expect((await on.world.fetch(new Request('http://localhost:8080/v1/referrals'))).status).toBe(401);

      const [head, ...lines] = (await csvOf(on, '2026-11-20')).trimEnd().split('\n');
      expect(head).toBe('date,purpose_id,status,token_id,requests_count');
      expect(lines.toSorted()).toEqual(count.lines());
    });

    it('counts what was refused because its purpose is suspended, and nothing on the day after', async () => {
      const on = await start();
      const voucher = await on.caller.voucher();
      const count = createCount(on);
      on.pdnd.registry.suspendPurpose(pdndIds.healthPurpose);
      await count.ask(3, 403, voucher, read);
      expect((await csvOf(on, '2026-11-20')).trimEnd().split('\n').slice(1)).toEqual(count.lines());
      on.clock.advance(dayMs);
      expect((await csvOf(on, '2026-11-21')).trimEnd().split('\n')).toHaveLength(1);
      expect(await callsOf(on)).toHaveLength(3);
    });
  });
}

/** The caller may also have deliveries go on again: an operation that answers without a body. */
const operating = (network: Network): Network => ({
  ...network,
  clients: network.clients.map((client) =>
    client.id === 'comune-sportello' ? { ...client, scopes: [...client.scopes, 'deliveries:operate'] } : client,
  ),
});
