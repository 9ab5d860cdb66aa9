/**
 * `npm run sandbox`: PDND and a partner behind GovWay on this machine, so that an integrator can try a gateway against them before
 * PDND's own test environment. Real clock, new keys at each start, nothing kept. Options: --pdnd-port 9100 --partner-port 9101
 * --gateway http://localhost:8080 (the gateway's RACCORDO_PUBLIC_URL, and its port where it is http on this machine) --client comune-sportello (who calls it with vouchers) --out FOLDER (also
 * writes there what the gateway is started with: the demo network with that client and the system comune-cartella on PDND, and its environment).
 */
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { stringify } from 'yaml';
import { serveHttp } from '../../../src/entry/http-server.ts';
import { createNewId } from '../../../src/entry/new-id.ts';
import { openSandbox } from './open-sandbox.ts';
import { sandboxFiles } from './sandbox-files.ts';

const host = '127.0.0.1';
const { values } = parsed();
const ports = { pdnd: Number(values['pdnd-port']), partner: Number(values['partner-port']) };
const newId = createNewId(Date.now);
const sandbox = await openSandbox({
  now: () => new Date().toISOString(),
  newId,
  pdndAddress: `http://${host}:${ports.pdnd}`,
  partnerAddress: `http://${host}:${ports.partner}`,
  gatewayAddress: values.gateway,
  client: values.client,
});
const { environment, fragment, doors } = sandbox;
const servers = await Promise.all([
  serveHttp({ fetch: sandbox.fetchPdnd, newId }, { host, port: ports.pdnd }),
  serveHttp({ fetch: sandbox.fetchPartner, newId }, { host, port: ports.partner }),
]);
const faults = servers.flatMap((server) => ('fault' in server ? [server.fault] : []));
if (faults.length > 0) {
  for (const server of servers) if ('stop' in server) await server.stop(0);
  console.error(`${host}, ports ${ports.pdnd} and ${ports.partner}: ${faults.join(', ')}`);
  process.exitCode = 1;
} else {
  console.log(
    '# PDND and a partner behind GovWay are ready. Everything here is invented, and its keys are worth nothing.',
  );
  console.log('#', doors.join('\n# '));
  if (values.out === undefined) sayAll();
  else writeAll(values.out);
  const stop = () => Promise.all(servers.map((server) => ('stop' in server ? server.stop(0) : undefined)));
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void stop());
}

/** What a network document of one's own gains, and the environment. */
function sayAll(): void {
  console.log('\n# In the environment of the gateway:');
  for (const [name, value] of Object.entries(environment)) console.log(`export ${name}='${value}'`);
  console.log(
    '\n# In its network document: `trust`; at a system with adapter municipal-json what stands under `system`;',
  );
  console.log(`# at the client ${values.client}, in place of jwks or a secret, what stands under \`client\`.`);
  console.log(stringify(fragment));
  console.log('# Then: npm run raccordo -- pdnd check --network FILE');
  console.log('\n# What a calling program of your own needs (docs/examples/call-with-voucher.mjs):');
  console.log(JSON.stringify(sandbox.caller));
}

/** Everything in files, so that no key is on the screen. */
function writeAll(folder: string): void {
  const files = sandboxFiles(sandbox, { ...values, folder });
  try {
    mkdirSync(folder, { recursive: true });
    for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text, { mode: 0o600 });
  } catch (thrown) {
    console.error(`--out ${folder} cannot be written: ${thrown instanceof Error ? thrown.message : ''}`);
    process.exit(2);
  }
  console.log(
    `\n# In ${folder}: network.yaml and env, with which the gateway starts, and caller.json, for a calling program of your own.`,
  );
  if (existsSync(join(folder, 'store')))
    console.log(
      `# ${folder}/store is there from an earlier start. If a document came into it by PUT /v1/network, that is kept, with keys that are no more: remove it first.`,
    );
}

function parsed() {
  const options = {
    'pdnd-port': { type: 'string', default: '9100' },
    'partner-port': { type: 'string', default: '9101' },
    gateway: { type: 'string', default: 'http://localhost:8080' },
    client: { type: 'string', default: 'comune-sportello' },
    out: { type: 'string' },
  } as const;
  try {
    return parseArgs({ options });
  } catch {
    const names = Object.entries(options).map(
      ([name, option]) => `[--${name} ${'default' in option ? option.default : 'FOLDER'}]`,
    );
    console.error(`usage: npm run sandbox -- ${names.join(' ')}`);
    process.exit(2);
  }
}
