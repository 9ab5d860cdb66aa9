import { text } from 'node:stream/consumers';
import { clientKey } from './cli/client-key.ts';
import { clientToken } from './cli/client-token.ts';
import { keysGenerate } from './cli/keys-generate.ts';
import { keysJwks } from './cli/keys-jwks.ts';
import { keysRewrap } from './cli/keys-rewrap.ts';
import { keysRotate } from './cli/keys-rotate.ts';
import { networkCheck } from './cli/network-check.ts';
import { pdndCheck } from './cli/pdnd-check.ts';
import { pdndToken } from './cli/pdnd-token.ts';
import { pdndTracing } from './cli/pdnd-tracing.ts';
import { runCli } from './cli/run.ts';
import { secretHash } from './cli/secret-hash.ts';
import { workerVars } from './cli/worker-vars.ts';

const verbs = {
  'network check': networkCheck,
  'client key': clientKey,
  'client token': clientToken,
  'secret hash': secretHash,
  'keys generate': keysGenerate,
  'keys rotate': keysRotate,
  'keys rewrap': keysRewrap,
  'keys jwks': keysJwks,
  'pdnd check': pdndCheck,
  'pdnd token': pdndToken,
  'pdnd tracing': pdndTracing,
  'worker vars': workerVars,
};

process.exitCode = await runCli(verbs, process.argv.slice(2), {
  environment: process.env,
  now: () => new Date(),
  stdin: () => text(process.stdin),
  fetch,
  out: (line) => console.log(line),
  err: (line) => console.error(line),
});
