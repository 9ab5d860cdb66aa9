import { importJWK, SignJWT } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import demoKeys from '../../contracts/catalogue/demo-keys.json' with { type: 'json' };
import { fixtures } from './fixtures.ts';
import { type Ask, goodAsk, published, refusals } from './matrix.ts';
import { address, type Filled, fill, type Stand, startStand } from './stand.ts';

let stand: Stand;
let filled: Filled;
beforeAll(async () => {
  stand = await startStand();
  filled = await fill(stand);
});
afterAll(() => stand.close());

const fixtureOf = (id: string) => {
  const fixture = fixtures[id];
  if (fixture === undefined) throw new Error(`no fixture for ${id}`);
  return fixture;
};
const inOrder = Object.keys(fixtures).flatMap((id) => published.filter((operation) => operation.id === id));
const problem = /^application\/problem\+json$/;

describe('every operation of the document', () => {
  it('has an entry, and every entry an operation', () => {
    expect(Object.keys(fixtures).sort()).toEqual(published.map(({ id }) => id).sort());
  });
});

describe.each(inOrder.map((operation) => [operation.id, operation] as const))('%s', (id, operation) => {
  it('refuses what the contract says it refuses, with the right problem, and writes nothing', async () => {
    const ask = await goodAsk(operation, fixtureOf(id), stand, filled);
    for (const { name, ask: change, status, codes } of await refusals(operation, fixtureOf(id), stand, ask)) {
      const before = await stand.counts();
      const reply = await stand.send({ ...ask, ...change });
      expect([name, reply.status, reply.text], name).toEqual([name, status, reply.text]);
      if (codes.length > 0) {
        expect(reply.headers.get('content-type'), name).toMatch(problem);
        expect(codes, name).toContain(reply.json.code);
        const ofOperation = status !== 405;
        if (ofOperation) expect(operation.problems, name).toContain(reply.json.code);
        expect(reply.json.correlation_id, name).toBe(reply.headers.get('x-correlation-id'));
      }
      // A message that is not understood is an exchange, too: it is recorded. Nothing else is.
      expect({ ...(await stand.counts()), ...(codes.length === 0 ? { exchange: before.exchange } : {}) }, name).toEqual(
        before,
      );
    }
  });

  const { foreign } = fixtureOf(id);
  if (typeof foreign === 'object') {
    it('tells a body without a part in it nothing, and writes nothing but the denial', async () => {
      const ask = await goodAsk(operation, { ...fixtureOf(id), client: foreign.client }, stand, filled);
      const before = await stand.counts();
      const reply = await stand.send(ask);
      const [status, code] = foreign.learns === 'nothing' ? [200, undefined] : foreign.learns;
      expect([reply.status, reply.json.code]).toEqual([status, code]);
      if (code !== undefined) expect(operation.problems).toContain(code);
      // Its own readings are in the ledger, and it may see them: of the others it sees nothing.
      for (const value of [...Object.values(filled), 'comune-borgoverde', 'ic-borgoverde'])
        expect(reply.text).not.toContain(value);
      const { exchange, reply: _, ...rest } = await stand.counts();
      expect(before).toMatchObject(rest);
      expect(Number(exchange) - Number(before.exchange)).toBeLessThanOrEqual(1);
    });
  }
});

describe('done as it should be,', () => {
  it.each(inOrder.map((operation) => [operation.id, operation] as const))(
    '%s succeeds, and a repeat under its key is the same reply',
    async (id, operation) => {
      const good = await goodAsk(operation, fixtureOf(id), stand, filled);
      const ask = id === 'issue_token' ? { ...good, body: await assertion() } : good;
      const reply = await stand.send(ask);
      expect([reply.status, reply.text]).toEqual([operation.success, reply.text]);
      const { says } = fixtureOf(id);
      if (says !== undefined) expect(reply.json).toMatchObject(says);
      if (!operation.needs.includes('Idempotency-Key')) return;
      const again = await stand.send(ask);
      expect([again.status, again.text, again.headers.get('idempotency-replayed')]).toEqual([
        reply.status,
        reply.text,
        'true',
      ]);
      expect(again.headers.get('location')).toBe(reply.headers.get('location'));
      const other = await stand.send({ ...ask, body: `${ask.body} ` });
      expect(other.json).toMatchObject({ status: 422, code: 'request/idempotency-key-reused' });
    },
  );

  it('nothing failed on the way', () => {
    expect(stand.lines.filter((line) => /"level":"(warn|error)"/.test(line))).toEqual([]);
  });
});

async function assertion(): Promise<Ask['body']> {
  const jwk = demoKeys.private_keys['comune-sportello'];
  const iat = Date.parse('2026-11-20T09:00:00Z') / 1000;
  const signed = await new SignJWT({
    iss: 'comune-sportello',
    sub: 'comune-sportello',
    aud: `${address}/oauth/token`,
    jti: 'j1',
    iat,
    exp: iat + 60,
  })
    .setProtectedHeader({ alg: jwk.alg, kid: jwk.kid })
    .sign(await importJWK(jwk, jwk.alg));
  const form = {
    grant_type: 'client_credentials',
    client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
    client_assertion: signed,
  };
  return new URLSearchParams(form).toString();
}
