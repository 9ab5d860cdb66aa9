import { hexDigestOf } from '../../modi/index.ts';
import { reasonsOf } from '../../pdnd/index.ts';
import type { SecretOf } from '../../ports.ts';
import { clientAssertion, formOf } from '../../proof/index.ts';
import { checkForeign } from './pdnd-check-file.ts';
import { configurationFindings, lineOf, nothingFound, sayStep, sayUnknown } from './pdnd-findings.ts';
import { type Signer, signerFindings, signersOf } from './pdnd-signers.ts';
import { namedTargets, type Target, targetsOf } from './pdnd-targets.ts';
import { configuration, documentName, namedNetwork } from './read-network.ts';
import { counted, type Io, read, UsageError, type Verb } from './verb.ts';

/** Which of the reasons for which PDND refuses a voucher would apply: PDND itself tells nobody. */
export const pdndCheck: Verb = {
  usage: '[--system ID | --api] [--network FILE] [--assertion FILE [--jwks FILE] [--audience TEXT]]',
  about:
    "run PDND's checks over the configured clients and look at the keys that sign for partners, or check an assertion of another program",
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
    const signers = signersOf(network, only);
    const targets = signers.length === 0 ? targetsOf(network, only) : namedTargets(network, only);

    const ofTargets = await sum(targets, (target) => checkTarget(target, config.secretOf, io));
    const faults = ofTargets + (await sum(signers, (signer) => checkSigner(signer, config.secretOf, io)));
    if (ofTargets > 0) sayStep(io);
    if (targets.length > 0)
      sayUnknown(
        targets.map(({ kind }) => kind),
        io,
      );
    io.err(
      `Read was ${documentName(path, config)}. A document that came by PUT /v1/network is in force in its place, and is not looked at here.`,
    );
    const amount = [
      ...(targets.length === 0 ? [] : [counted(targets.length, 'client')]),
      ...(signers.length === 0 ? [] : [`${counted(signers.length, 'key')} for partners`]),
    ].join(', ');
    io.err(faults === 0 ? `${amount}: ${nothingFound}` : counted(faults, 'fault'));
    return faults === 0 ? 0 : 1;
  },
};

/** One after the other, so that what they print stays in order. */
async function sum<T>(things: readonly T[], count: (thing: T) => Promise<number>): Promise<number> {
  let total = 0;
  for (const thing of things) total += await count(thing);
  return total;
}

/** Prints what stands against a key that signs for partners; how much it is. */
async function checkSigner(signer: Signer, secretOf: SecretOf, io: Io): Promise<number> {
  const findings = await signerFindings(signer, secretOf);
  for (const finding of findings.length === 0 ? [nothingFound] : findings) io.out(`${signer.name}: ${finding}`);
  return findings.length;
}

/** Prints what stands against one client; how much it is. */
async function checkTarget(target: Target, secretOf: SecretOf, io: Io): Promise<number> {
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
