import { DatabaseSync } from 'node:sqlite';
import { serve } from '@hono/node-server';
import { Hono } from 'hono';
import { exportJWK, generateKeyPair, importJWK, jwtVerify, SignJWT } from 'jose';
import { ReferralRequest } from '../../contracts/canonical/referral.ts';

/**
 * The floor under every exchange: hono, one RS256 verification with jose, one zod parse, four rows in node:sqlite with
 * group commit and synchronous=FULL. It decides nothing, hides nothing and answers for nothing.
 */
const [, , file = ''] = process.argv;
const db = new DatabaseSync(file);
db.exec('PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;');
for (const name of ['a', 'b', 'c', 'd']) db.exec(`CREATE TABLE ${name}(id TEXT PRIMARY KEY, body TEXT)`);
const inserts = ['a', 'b', 'c', 'd'].map((name) => db.prepare(`INSERT INTO ${name} VALUES (?, ?)`));

type Waiting = { readonly id: string; readonly body: string; readonly done: () => void };
let waiting: Waiting[] = [];
const flush = (): void => {
  const group = waiting;
  waiting = [];
  db.exec('BEGIN IMMEDIATE');
  for (const { id, body } of group) for (const insert of inserts) insert.run(id, body);
  db.exec('COMMIT');
  for (const { done } of group) done();
};
const write = (id: string, body: string): Promise<void> =>
  new Promise((done) => {
    waiting.push({ id, body, done });
    if (waiting.length === 1) setImmediate(flush);
  });

const { publicKey, privateKey } = await generateKeyPair('RS256', { extractable: true });
const key = await importJWK(await exportJWK(publicKey), 'RS256');
const token = await new SignJWT({})
  .setProtectedHeader({ alg: 'RS256' })
  .setAudience('floor')
  .setExpirationTime('1h')
  .sign(privateKey);

const app = new Hono();
app.post('/v1/referrals', async (c) => {
  await jwtVerify((c.req.header('authorization') ?? '').slice(7), key, { audience: 'floor', algorithms: ['RS256'] });
  const request = ReferralRequest.parse(await c.req.json());
  const id = crypto.randomUUID();
  await write(id, JSON.stringify(request.subject));
  return c.json({ id }, 201);
});
const server = serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' }, ({ port }) =>
  process.send?.({ port, token }),
);
process.on('message', () => server.close(() => process.exit(0)));
// Never outlives the benchmark.
process.on('disconnect', () => process.exit(0));
