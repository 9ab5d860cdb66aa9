import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { parse } from 'yaml';
import { demoNetworkPath } from '../demo-network.ts';
import { generateKeys } from '../generate-keys.ts';
import { orUnwritable } from './unwritable.ts';
import { read, type Verb } from './verb.ts';

const file = '.dev.vars';

/** What `wrangler dev` needs to run the Worker here: keys of its own, its address, and the demo network. Never overwrites. */
export const workerVars: Verb = {
  usage: '',
  about: `write ${file} for a local run of the Worker, unless it exists`,
  run: async (args, io) => {
    read(args, [], 0);
    if (existsSync(file)) return 0;
    const network: unknown = parse(readFileSync(demoNetworkPath, 'utf8'));
    const variables = {
      ...(await generateKeys(io.now().toISOString().slice(0, 10))),
      RACCORDO_PUBLIC_URL: 'http://localhost:8787',
      RACCORDO_NETWORK: JSON.stringify(network),
    };
    // Quoted once, as dotenv reads it: an apostrophe in the text is written as JSON may write it.
    const lines = Object.entries(variables).map(([name, value]) => `${name}='${value.replaceAll("'", '\\u0027')}'`);
    orUnwritable(file, () => writeFileSync(file, `${lines.join('\n')}\n`, { mode: 0o600, flag: 'wx' }));
    io.err(`Wrote ${file}: new keys, and the demo network, whose clients' keys everybody has. For this machine only.`);
    return 0;
  },
};
