import { generateKeys } from '../generate-keys.ts';
import { printVariable, sayQuotes } from './environment-lines.ts';
import { makeModiKey, printModiKey, secretName } from './modi-key.ts';
import { type ExitCode, type Io, read, UsageError, type Verb } from './verb.ts';

/** Keys for a new deployment, as lines of an environment file; or a key pair for ModI and PDND. */
export const keysGenerate: Verb = {
  usage: '[--for modi [--secret NAME] [--bits 2048|3072]]',
  about: 'print new master, index and signing keys, as environment variables; or a key pair for PDND',
  run: async (args, io) => {
    const { for: use, secret, bits } = read(args, ['for', 'secret', 'bits'], 0).options;
    if (use !== undefined) return forModi(use, secret, bits, io);
    if (secret !== undefined || bits !== undefined) throw new UsageError('--secret and --bits go with --for modi');
    const keys = await generateKeys(io.now().toISOString().slice(0, 10));
    for (const [name, value] of Object.entries(keys)) printVariable(name, value, io);
    io.err(
      'Keep these where your deployment keeps its secrets. Whoever loses the master keys loses the data; whoever loses the index key',
    );
    io.err('cannot find anybody any more. To rotate: raccordo keys rotate says what to set, and in which order.');
    sayQuotes(io);
    return 0;
  },
};

async function forModi(use: string, secret = 'MODI_KEY', bits: string | undefined, io: Io): Promise<ExitCode> {
  if (use !== 'modi') throw new UsageError('--for must be modi');
  const name = secretName(secret);
  printModiKey(name, await makeModiKey(bits), io);
  io.err(
    'Keep the first line where your deployment keeps its secrets. Upload the public key to the client on PDND (portachiavi),',
  );
  io.err('and name secret and kid in the network document. Then: raccordo pdnd check');
  sayQuotes(io);
  return 0;
}
