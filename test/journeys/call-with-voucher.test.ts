import { execFile } from 'node:child_process';
import { copyFileSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createLocalJWKSet, type JWK, SignJWT } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type HttpServer, serveHttp } from '../../src/entry/http-server.ts';
import { createNewId } from '../../src/entry/new-id.ts';
import { openConfigured } from '../../src/entry/open-configured.ts';
import { startNode } from '../../src/entry/start-node.ts';
import { createKeyPair } from '../world/pdnd/key-pair.ts';
import { openSandbox } from '../world/pdnd/open-sandbox.ts';
import { sandboxFiles } from '../world/pdnd/sandbox-files.ts';

const root = join(import.meta.dirname, '..', '..');
const example = join(root, 'docs', 'examples', 'call-with-voucher.mjs');
const newId = createNewId(Date.now);
const host = '127.0.0.1';
type Handle = (request: Request) => Promise<Response>;

/** A server on a free port; what answers there is said later. */
async function door() {
  let handle: Handle = async () => new Response(null, { status: 503 });
  const server = await serveHttp({ fetch: (request) => handle(request), newId }, { host, port: 0 });
  if ('fault' in server) throw new Error(server.fault);
  const answer = (by: Handle): void => {
    handle = by;
  };
  return { server, address: `http://${host}:${server.port}`, answer };
}

describe('the program that the manual shows, as a process beside the sandbox and its gateway', () => {
  const folder = mkdtempSync(join(tmpdir(), 'raccordo-example-'));
  const servers: HttpServer[] = [];
  let stopGateway = async () => {};
  let spoil: (reply: Response, body: string) => Response = (reply, body) => new Response(body, reply);
  beforeAll(async () => {
    const [pdnd, partner, gateway] = await Promise.all([door(), door(), door()]);
    servers.push(pdnd.server, partner.server, gateway.server);
    const client = 'comune-sportello';
    const sandbox = await openSandbox({
      now: () => new Date().toISOString(),
      newId,
      pdndAddress: pdnd.address,
      partnerAddress: partner.address,
      gatewayAddress: gateway.address,
      client,
    });
    pdnd.answer(sandbox.fetchPdnd);
    partner.answer(sandbox.fetchPartner);
    const files = sandboxFiles(sandbox, { gateway: gateway.address, client, folder });
    for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
    const opened = await openConfigured(
      {
        ...sandbox.environment,
        RACCORDO_DATA_DIR: join(folder, 'store'),
        RACCORDO_NETWORK_FILE: join(folder, 'network.yaml'),
        RACCORDO_PUBLIC_URL: gateway.address,
        RACCORDO_PORT: '0',
      },
      new Date(),
    );
    if (!opened.ok) throw new Error(JSON.stringify(opened.faults));
    const now = () => new Date().toISOString();
    const started = await startNode({ ...opened, now, log: () => {}, notice: () => {} });
    if (!started.ok) throw new Error(started.faults.join());
    stopGateway = started.stop;
    gateway.answer(async (request) => {
      const { pathname, search } = new URL(request.url);
      const body = request.method === 'GET' ? null : await request.arrayBuffer();
      const inner = `http://${host}:${started.port}${pathname}${search}`;
      const reply = await fetch(inner, { method: request.method, headers: request.headers, body });
      return pathname.startsWith('/v1/') ? spoil(reply, await reply.text()) : reply;
    });
    copyFileSync(example, join(folder, 'copied.mjs'));
    symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
  });
  afterAll(async () => {
    await stopGateway();
    for (const server of servers) await server.stop(0);
    rmSync(folder, { recursive: true });
  });

  const run = (args: readonly string[], program = example) =>
    new Promise<{ code: number; out: string; err: string }>((resolve) => {
      const child = execFile(process.execPath, [program, ...args], { cwd: folder }, (_, out, err) =>
        resolve({ code: child.exitCode ?? -1, out, err }),
      );
    });
  const search = ['caller.json', 'POST', '/v1/subjects/searches', '{"tax_code":"RSSMRA80A41H501Y"}'];
  const found = { code: 0, out: expect.stringMatching(/^404 .*"subject\/not-found"/), err: expect.anything() };

  it('says how it is used', async () => {
    const usage = 'usage: node call-with-voucher.mjs [--dpop] CALLER.json METHOD PATH [BODY]\n';
    for (const args of [[], ['caller.json'], ['--dpop', 'caller.json', 'GET'], [...search, 'more']])
      expect(await run(args)).toEqual({ code: 2, out: '', err: usage });
  });

  it.each([
    ['as it is', example, []],
    ['copied elsewhere', 'copied.mjs', []],
    ['with a voucher that is bound to a key', example, ['--dpop']],
  ])('calls and believes a signed reply: %s', async (_, program, flags) => {
    expect(await run([...flags, ...search], program)).toEqual({ ...found, err: 'The signature of the reply holds.\n' });
    const listed = await run([...flags, 'caller.json', 'GET', '/v1/referrals?limit=1'], program);
    expect(listed).toEqual({
      code: 0,
      out: expect.stringMatching(/^200 \{"items":\[\]/),
      err: 'The signature of the reply holds.\n',
    });
  });

  it.each<[string, typeof spoil, RegExp]>([
    ['an altered body', (reply, body) => new Response(body.replace('subject', 'subjekt'), reply), /^Digest is not/],
    [
      'no signature',
      (reply, body) => new Response(body, { status: reply.status, headers: { 'content-type': 'text/plain' } }),
      /^the reply is not signed/,
    ],
    [
      'another type of content',
      (reply, body) => {
        const headers = new Headers(reply.headers);
        headers.set('content-type', 'text/plain');
        return new Response(body, { status: reply.status, headers });
      },
      /^content-type is not as it was signed/,
    ],
  ])('does not believe a reply with %s', async (_, spoiled, told) => {
    const sound = spoil;
    spoil = spoiled;
    try {
      expect(await run(search)).toEqual({ code: 1, out: '', err: expect.stringMatching(told) });
    } finally {
      spoil = sound;
    }
  });

  it('does not believe the reply to another request', async () => {
    const sound = spoil;
    let first: { readonly body: string; readonly reply: Response } | null = null;
    spoil = (reply, body) => {
      first ??= { body, reply };
      return new Response(first.body, { status: first.reply.status, headers: first.reply.headers });
    };
    try {
      expect((await run(search)).code).toBe(0);
      const other = [...search.slice(0, 3), '{"tax_code":"VRDLCU75T10F205X"}'];
      expect(await run(other)).toMatchObject({ code: 1, err: expect.stringMatching(/answers another\n$/) });
    } finally {
      spoil = sound;
    }
  });

  it.each<[string, object, RegExp | null]>([
    ['is sound', {}, null],
    ['is of another sender', { iss: 'https://elsewhere.example' }, /"iss" claim/],
    ['is for another client', { aud: 'somebody' }, /"aud" claim/],
    ['is over', { exp: 1 }, /"exp" claim/],
    ['says nothing of the request', { request_digest: undefined }, /answers another/],
  ])('believes a signature only where it holds: one that %s', async (_, spoiled, told) => {
    const { verifyReply }: { verifyReply: (...args: unknown[]) => Promise<unknown> } = await import(example);
    const [own, other] = await Promise.all([createKeyPair('ES256'), createKeyPair('ES256')]);
    const bytes = new TextEncoder().encode('{}');
    const digest = 'SHA-256=RBNvo1WzZ4oRRq0W9+hknpT7T8If536DEMBg9hyq/4o=';
    const iat = Math.floor(Date.now() / 1000);
    const claims = { iss: 'https://gw.example', aud: 'client', jti: 'j', iat, exp: iat + 60, request_digest: 'asked' };
    const sealed = new SignJWT({ ...claims, signed_headers: [{ digest }], ...spoiled });
    const token = await sealed.setProtectedHeader({ alg: 'ES256', kid: own.kid }).sign(own.privateKey);
    const reply = new Response(null, { headers: { digest, 'agid-jwt-signature': token } });
    const caller = { audience: 'https://gw.example', client_id: 'client' };
    const verified = (jwk: JWK) => verifyReply(caller, reply, bytes, 'asked', createLocalJWKSet({ keys: [jwk] }));
    if (told === null) expect(await verified(own.jwk)).toMatchObject({ jti: 'j' });
    else await expect(verified(own.jwk)).rejects.toThrow(told);
    await expect(verified({ ...other.jwk, kid: own.kid })).rejects.toThrow('signature verification failed');
  });
});
