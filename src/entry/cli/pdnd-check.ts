import { hexDigestOf } from '../../modi/index.ts';
import { reasonsOf } from '../../pdnd/index.ts';
import { clientAssertion, formOf } from '../../proof/index.ts';
import { checkForeign } from './pdnd-check-file.ts';
import { configurationFindings, lineOf, nothingFound, sayStep, sayUnknown } from './pdnd-findings.ts';
import { type Target, targetsOf } from './pdnd-targets.ts';
import { configuration, namedNetwork } from './read-network.ts';
import { counted, type Io, read, UsageError, type Verb } from './verb.ts';

/** Which of the reasons for which PDND refuses a voucher would apply: PDND itself tells nobody. */
export const pdndCheck: Verb = {
  usage: '[--system ID | --api] [--network FILE] [--assertion FILE [--jwks FILE] [--audience TEXT]]',
  about: "run PDND's checks over the configured clients, or over an assertion that another program made",
  run: async (args, io) => {
    const { options, flags } = read(args, ['system', 'network', 'assertion', 'jwks', 'audience'], 0, ['api']);
    const only = { system: options.system, api: flags.has('api') };
    if (only.api && only.system !== undefined) throw new UsageError('--api stands beside --system: give one of them');
    const { assertion, network: path, jwks, audience } = options;
    if (assertion !== undefined) return checkForeign({ assertion, network: path, jwks, audience }, only, io);
    if (jwks !== undefined || audience !== undefined) throw new UsageError('--jwks and --audience go with --assertion');
    const config = configuration(io);
    if (config === null) return 2;
    const network = await namedNetwork(path, config, io);
    if (network === null) return 2;
    const targets = targetsOf(network, only);

    let faults = 0;
    for (const target of targets) faults += await checkTarget(target, config.secretOf, io);
    if (faults > 0) sayStep(io);
    sayUnknown(
      targets.map(({ kind }) => kind),
      io,
    );
    io.err(faults === 0 ? `${counted(targets.length, 'client')}: ${nothingFound}` : counted(faults, 'fault'));
    return faults === 0 ? 0 : 1;
  },
};

/** Prints what stands against one client; how much it is. */
async function checkTarget(
  target: Target,
  secretOf: Parameters<typeof configurationFindings>[1],
  io: Io,
): Promise<number> {
  const { findings, signing, jwk } = await configurationFindings(target, secretOf);
  const say = (line: string) => io.out(`${target.name}: ${line}`);
  for (const finding of findings) say(finding);
  if (signing === null || jwk === null) return findings.length;
  const nowSeconds = Math.floor(io.now().getTime() / 1000);
  const digest = target.bound ? await hexDigestOf('evidence') : null;
  const assertion = await clientAssertion(
    { ...target, evidenceDigest: digest },
    signing,
    () => crypto.randomUUID(),
    nowSeconds,
  );
  const reasons = await reasonsOf(formOf(target.clientId, assertion), {
    now: nowSeconds,
    client: { kind: target.kind },
    keys: new Map([[target.key.kid, jwk]]),
    platform: { audiences: [target.assertionAudience] },
  });
  for (const reason of reasons) say(lineOf(reason));
  if (findings.length + reasons.length === 0) say(nothingFound);
  return findings.length + reasons.length;
}
