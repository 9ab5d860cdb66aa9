import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pdndCheck } from '../../../src/entry/cli/pdnd-check.ts';
import { pdndToken } from '../../../src/entry/cli/pdnd-token.ts';
import { runCli } from '../../../src/entry/cli/run.ts';
import type { Scene } from './scene.ts';

/** Runs `raccordo` at the time of the story, with the secrets of the gateway. */
export async function raccordo({ stage, around }: Scene, ...args: string[]) {
  const [out, err]: [string[], string[]] = [[], []];
  const code = await runCli({ 'pdnd check': pdndCheck, 'pdnd token': pdndToken }, args, {
    environment: Object.fromEntries(
      Object.entries(around.secrets).map(([name, secret]) => [`RACCORDO_SECRET_${name}`, secret]),
    ),
    now: () => new Date(stage.clock.now()),
    stdin: async () => '',
    fetch: timeless,
    out: (line) => void out.push(line),
    err: (line) => void err.push(line),
  });
  return { code, out, err };
}

/** The servers on this machine write the date of the day: what the command says of its clock would be different each time. */
const timeless: typeof fetch = async (input, init) => {
  const reply = await fetch(input, init);
  const headers = new Headers(reply.headers);
  headers.delete('date');
  return new Response(reply.body, { status: reply.status, headers });
};

/** A file for it to read; its path. */
export function fileFor({ stage }: Scene, name: string, text: string): string {
  const path = join(stage.folder, name);
  writeFileSync(path, text);
  return path;
}
export const networkFile = (scene: Scene): string =>
  fileFor(scene, 'network.json', JSON.stringify(scene.stage.network));
