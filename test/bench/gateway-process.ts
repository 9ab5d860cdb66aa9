import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { createPrivateKey } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { SignJWT } from 'jose';
import { parse, stringify } from 'yaml';

const root = join(import.meta.dirname, '../..');
const startMsMax = 20_000;

type Keys = { readonly private_keys: Readonly<Record<string, { readonly kid: string; readonly alg: string }>> };
export type Document = {
  systems: { id: string; address?: string }[];
  clients: { id: string }[];
  trust?: object;
};

export async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((done) => probe.listen(0, '127.0.0.1', done));
  const address = probe.address();
  await new Promise((done) => probe.close(done));
  if (typeof address !== 'object' || address === null) throw new Error('no port');
  return address.port;
}

export type GatewaySetup = {
  readonly folder: string;
  readonly partnerPort: number;
  readonly relayPort: number;
  /** Absent: any that is free. */
  readonly port?: number;
  readonly change?: (document: Document) => void;
  readonly env?: Readonly<Record<string, string>>;
  /** Whether `cpuMicroseconds` can be asked for; else the process has nothing that the product has not. */
  readonly probed?: boolean;
};

/** The product itself, `src/entry/node.ts` in a process of its own, on the demo network with the partner's address and the relay's put in. */
export async function startGateway({ folder, partnerPort, relayPort, ...setup }: GatewaySetup) {
  const document = parse(readFileSync(join(root, 'contracts/catalogue/demo-network.yaml'), 'utf8')) as Document;
  for (const system of document.systems) {
    if (system.id === 'asl-fhir') Object.assign(system, { address: `http://127.0.0.1:${partnerPort}` });
  }
  setup.change?.(document);
  const network = join(folder, 'network.yaml');
  writeFileSync(network, stringify(document));
  const port = setup.port ?? (await freePort());
  const origin = `http://127.0.0.1:${port}`;
  const env = {
    ...process.env,
    RACCORDO_PORT: String(port),
    RACCORDO_PUBLIC_URL: origin,
    RACCORDO_DATA_DIR: join(folder, 'data'),
    RACCORDO_NETWORK_FILE: network,
    RACCORDO_SMTP_URL: `smtp://127.0.0.1:${relayPort}`,
    RACCORDO_MAIL_ADDRESS: 'riunioni@raccordo.example.it',
    RACCORDO_REQUESTS_PER_MINUTE_MAX: '10000000',
    RACCORDO_LOG_LEVEL: 'warn',
    ...setup.env,
  };
  const probe = setup.probed ? ['--import', join(import.meta.dirname, 'processor-probe.ts')] : [];
  const child = spawn(process.execPath, [...probe, ...startArguments()], {
    env,
    stdio: setup.probed ? ['ignore', 'ignore', 'inherit', 'ipc'] : ['ignore', 'ignore', 'inherit'],
  });
  await answers(origin, child);
  return {
    origin,
    token: (client: string) => token(origin, client),
    rssMib: () => Number(execFileSync('ps', ['-o', 'rss=', '-p', String(child.pid)], { encoding: 'utf8' })) / 1024,
    /** Of all threads of the process since it began. */
    cpuMicroseconds: async (): Promise<number> => {
      const told = new Promise<NodeJS.CpuUsage>((resolve) => child.once('message', (m) => resolve(m as never)));
      child.send('usage');
      const { user, system } = await told;
      return user + system;
    },
    stop: () =>
      new Promise<void>((done) => {
        child.once('exit', () => done());
        child.kill('SIGTERM');
      }),
  };
}

/** What `npm start` passes to node, so that the same process is measured. */
function startArguments(): string[] {
  const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
    readonly scripts: { readonly start: string };
  };
  return scripts.start
    .split(' ')
    .slice(1)
    .map((word) => (word.startsWith('--') ? word : join(root, word)));
}

async function answers(origin: string, child: ChildProcess): Promise<void> {
  const deadline = performance.now() + startMsMax;
  while (performance.now() < deadline && child.exitCode === null) {
    const up = await fetch(`${origin}/status`).then(
      (r) => r.ok,
      () => false,
    );
    if (up) return;
    await new Promise((wait) => setTimeout(wait, 50));
  }
  throw new Error('the gateway does not answer');
}

async function token(origin: string, client: string): Promise<string> {
  const { private_keys } = JSON.parse(readFileSync(join(root, 'contracts/catalogue/demo-keys.json'), 'utf8')) as Keys;
  const jwk = private_keys[client];
  if (jwk === undefined) throw new Error(`no demo key for ${client}`);
  const key = createPrivateKey({ key: jwk as never, format: 'jwk' });
  const iat = Math.floor(Date.now() / 1000);
  const assertion = await new SignJWT({
    iss: client,
    sub: client,
    aud: `${origin}/oauth/token`,
    jti: crypto.randomUUID(),
    iat,
    exp: iat + 60,
  })
    .setProtectedHeader({ alg: jwk.alg, kid: jwk.kid })
    .sign(key);
  const form = new URLSearchParams({
    grant_type: 'client_credentials',
    client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
    client_assertion: assertion,
  });
  const reply = await fetch(`${origin}/oauth/token`, { method: 'POST', body: form });
  const body = (await reply.json()) as { readonly access_token?: string };
  if (body.access_token === undefined) throw new Error(`no token for ${client}: ${JSON.stringify(body)}`);
  return body.access_token;
}
