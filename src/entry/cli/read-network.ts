import { faultsOf } from '../../../contracts/canonical/faults.ts';
import { Network } from '../../../contracts/canonical/network.ts';
import { type Config, readConfig } from '../../config.ts';
import { readNamedFile } from './read-file.ts';
import { type Io, UsageError } from './verb.ts';

/** The configuration of the environment; null: it has faults, which were told. */
export function configuration(io: Io): Config | null {
  const read = readConfig(io.environment, 'node');
  if (read.ok) return read.config;
  for (const { variable, rule } of read.faults) io.err(`${variable} ${rule}`);
  return null;
}

/** What the network document is called that `namedNetwork` reads. */
export const documentName = (path: string | undefined, { networkFile }: Config): string =>
  path ?? networkFile ?? 'RACCORDO_NETWORK';

/** The network document of `--network`, or of the configuration; null: it cannot be read, which was told. Only its form is looked at. */
export async function namedNetwork(path: string | undefined, config: Config, io: Io): Promise<Network | null> {
  const from = path ?? config.networkFile;
  const text = from === undefined ? config.networkText : readNamedFile(from);
  if (text === undefined) throw new UsageError('--network is missing, and RACCORDO_NETWORK_FILE names none');
  // Loaded here, so that the other commands start without them.
  const { readDocument } = await import('../../network/index.ts');
  const name = documentName(path, config);
  const document = readDocument(text);
  if (!document.ok) {
    for (const { line, fault } of document.faults) io.err(`${name}:${line} ${fault.code}: ${fault.detail}`);
    return null;
  }
  const parsed = Network.safeParse(document.value);
  if (parsed.success) return parsed.data;
  for (const { pointer, code, detail } of faultsOf(parsed.error.issues, document.value))
    io.err(`${name}:${document.lineOf(pointer)} ${pointer} ${code}: ${detail}`);
  return null;
}
