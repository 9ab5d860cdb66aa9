import { decodeJwt } from 'jose';
import { z } from 'zod';
import { reasonsOf } from '../../pdnd/index.ts';
import { formOf } from '../../proof/index.ts';
import { lineOf } from './pdnd-findings.ts';
import type { Target } from './pdnd-targets.ts';
import { readNamedFile } from './read-file.ts';
import { counted, type ExitCode, type Io, UsageError } from './verb.ts';

type Options = {
  readonly assertion?: string | undefined;
  readonly jwks?: string | undefined;
  readonly audience?: string | undefined;
};

const Jwks = z.looseObject({ keys: z.array(z.looseObject({ kid: z.string() })) });
const schemed = /^[a-z][a-z0-9+.-]*:\/\//i;

/** PDND's checks over an assertion that another program made. `target`: the client whose it is, where the command line names one. */
export async function checkForeign(options: Options, target: Target | null, io: Io): Promise<ExitCode> {
  const assertion = readNamedFile(options.assertion ?? '').trim();
  const keys = options.jwks === undefined ? null : keysIn(readNamedFile(options.jwks));
  const expected = options.audience ?? target?.assertionAudience;
  const reasons = await reasonsOf(formOf(target?.clientId ?? null, assertion), {
    now: Math.floor(io.now().getTime() / 1000),
    client: { kind: target?.kind ?? 'consumer' },
    keys,
    platform: { audiences: expected === undefined ? soundNames(assertion) : [expected] },
  });
  for (const reason of reasons) io.out(lineOf(reason));
  if (reasons.length === 0) io.out('none of the reasons that can be known here');
  if (keys === null) io.err('The signature was not looked at: --jwks FILE names the public keys of the client.');
  if (expected === undefined) io.err('aud was compared with nothing: --audience TEXT says what PDND expects.');
  if (reasons.length > 0) io.err(counted(reasons.length, 'fault'));
  return reasons.length === 0 ? 0 : 1;
}

/** Where nobody says which audience is expected, any that has no scheme. */
function soundNames(assertion: string): string[] {
  try {
    return [decodeJwt(assertion).aud ?? []].flat().filter((name) => !schemed.test(name));
  } catch {
    return [];
  }
}

function keysIn(text: string): ReadonlyMap<string, Readonly<Record<string, unknown>>> {
  try {
    return new Map(Jwks.parse(JSON.parse(text)).keys.map((jwk) => [jwk.kid, jwk]));
  } catch {
    throw new UsageError('--jwks must be a file with a JWK set, every key with its kid');
  }
}
