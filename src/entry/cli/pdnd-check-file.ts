import { decodeJwt } from 'jose';
import { z } from 'zod';
import { reasonsOf } from '../../pdnd/index.ts';
import { formOf } from '../../proof/index.ts';
import { lineOf, nothingFound, sayStep, sayUnknown } from './pdnd-findings.ts';
import { ownKeyFor } from './pdnd-own-key.ts';
import type { Only } from './pdnd-targets.ts';
import { readNamedFile } from './read-file.ts';
import { counted, type ExitCode, type Io, UsageError } from './verb.ts';

type Options = {
  readonly assertion: string;
  readonly network: string | undefined;
  readonly jwks: string | undefined;
  readonly audience: string | undefined;
};

const Jwks = z.looseObject({ keys: z.array(z.looseObject({ kid: z.string() })) });
const schemed = /^[a-z][a-z0-9+.-]*:\/\//i;

/**
 * PDND's checks over an assertion that another program made. What could not be checked stands in the result beside what was, and a
 * signature that nobody checked is no success.
 */
export async function checkForeign(options: Options, only: Only, io: Io): Promise<ExitCode> {
  const assertion = readNamedFile(options.assertion).trim();
  const given = options.jwks === undefined ? null : keysIn(readNamedFile(options.jwks));
  const own = await ownKeyFor(assertion, options.network, only, io);
  if (own === null) return 2;
  const { target } = own;
  const keys = given ?? own.keys;
  const expected = options.audience ?? target?.assertionAudience;
  const reasons = await reasonsOf(formOf(target?.clientId ?? null, assertion), {
    now: Math.floor(io.now().getTime() / 1000),
    client: { kind: target?.kind ?? 'consumer' },
    keys,
    platform: { audiences: expected === undefined ? soundNames(assertion) : [expected] },
  });
  for (const reason of reasons) io.out(lineOf(reason));
  if (keys === null)
    io.out(
      `The signature was NOT checked: ${own.why}. Give --jwks FILE, the public keys of the client as a JWK set, to have it checked.`,
    );
  if (expected === undefined)
    io.out('aud was NOT compared with the audience of the token endpoint: --audience TEXT says which it is.');
  if (reasons.length === 0) io.out(keys === null ? `the rest: ${nothingFound}` : nothingFound);
  if (target !== null) {
    const compared = [
      'client',
      ...(options.audience === undefined ? ['audience'] : []),
      ...(given === null && keys !== null ? ['key'] : []),
    ];
    io.err(`Compared with ${target.name} of the network document, its ${compared.join(', ')}.`);
  }
  if (target === null && reasons.some(({ code }) => code === '0030'))
    io.err(
      "Only a client of PDND's API goes without purposeId: --api, with the network document, says that it is one.",
    );
  if (reasons.length > 0) {
    sayStep(io);
    io.err(counted(reasons.length, 'fault'));
  } else sayUnknown([target?.kind ?? 'consumer'], io);
  return reasons.length === 0 && keys !== null ? 0 : 1;
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
