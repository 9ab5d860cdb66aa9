import { type ChildProcess, spawn } from 'node:child_process';

export type Traces = { readonly calls: readonly string[]; readonly statements: readonly string[] };
/** What a process told before its end. */
export type Told = { readonly acknowledged: readonly string[]; readonly traces: Traces };

/** Runs a program with its orders to its end, which is its death where `mustDie`. `started` is given the process as soon as it runs. */
export async function runProgram(
  program: string,
  orders: object,
  ends: { readonly mustDie: boolean; readonly compiled: string; readonly started: (child: ChildProcess) => void },
): Promise<Told> {
  const child = spawn(process.execPath, [program, JSON.stringify(orders)], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, NODE_COMPILE_CACHE: ends.compiled },
  });
  ends.started(child);
  const lines = await linesOf(child);
  if (ends.mustDie ? child.signalCode !== 'SIGKILL' : child.exitCode !== 0) {
    throw new Error(`the process ended with ${child.signalCode ?? child.exitCode}`);
  }
  const told = lines.map((line) => JSON.parse(line) as { acknowledged?: string; traces?: Traces });
  return {
    acknowledged: told.flatMap(({ acknowledged }) => acknowledged ?? []),
    traces: told.findLast(({ traces }) => traces)?.traces ?? { calls: [], statements: [] },
  };
}

async function linesOf(child: ChildProcess): Promise<string[]> {
  let output = '';
  child.stdout?.setEncoding('utf8').on('data', (chunk: string) => {
    output += chunk;
  });
  await new Promise((closed) => child.once('close', closed));
  return output.split('\n').slice(0, -1);
}
