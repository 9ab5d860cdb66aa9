import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse, stringify } from 'yaml';
import { Network } from '../../../contracts/canonical/network.ts';
import type { Sandbox } from './open-sandbox.ts';

const demo = join(import.meta.dirname, '..', '..', '..', 'contracts', 'catalogue', 'demo-network.yaml');

/** What a gateway beside the sandbox is started with: the demo network, two members of which meet over PDND, and the environment. */
export function sandboxFiles(
  { fragment, environment, caller: own }: Pick<Sandbox, 'fragment' | 'environment' | 'caller'>,
  { gateway, client: caller, folder }: { readonly gateway: string; readonly client: string; readonly folder: string },
) {
  const network = Network.parse(parse(readFileSync(demo, 'utf8')));
  const withTrust = {
    ...network,
    trust: fragment.trust,
    systems: network.systems.map((system) =>
      system.id === 'comune-cartella' ? { ...bare(system), ...fragment.system } : system,
    ),
    clients: network.clients.map((client) =>
      client.id === caller ? { ...keyless(client), ...fragment.client } : client,
    ),
  };
  const settings = {
    RACCORDO_PUBLIC_URL: gateway,
    ...portOf(gateway),
    RACCORDO_DATA_DIR: join(folder, 'store'),
    RACCORDO_NETWORK_FILE: join(folder, 'network.yaml'),
    ...environment,
  };
  return {
    'network.yaml': stringify(withTrust),
    'caller.json': `${JSON.stringify(own, null, 2)}\n`,
    env: Object.entries(settings)
      .map(([name, value]) => `${name}='${value}'\n`)
      .join(''),
  };
}

/** Where no proxy stands before the gateway, it listens at the port of its address. */
function portOf(gateway: string): { readonly RACCORDO_PORT?: string } {
  const { protocol, hostname, port } = new URL(gateway);
  const isLocal = protocol === 'http:' && /^(localhost|127(\.\d{1,3}){3})$/.test(hostname);
  return isLocal ? { RACCORDO_PORT: port === '' ? '80' : port } : {};
}

const bare = ({ credentials: _, ...system }: Network['systems'][number]) => system;
const keyless = ({ jwks: _, basic_secret_hash: __, ...client }: Network['clients'][number]) => client;
