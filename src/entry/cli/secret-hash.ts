import { hashSecret, secretCharactersMax, secretCharactersMin } from '../../auth/index.ts';
import { read, type Verb } from './verb.ts';

/** The hash of a legacy system's secret, for `basic_secret_hash`. The secret comes on standard input: arguments are seen by everybody. */
export const secretHash: Verb = {
  usage: '< FILE',
  about: 'hash a secret for HTTP Basic, read from standard input',
  run: async (args, io) => {
    read(args, [], 0);
    const secret = (await io.stdin()).replace(/\r?\n$/, '');
    if (secret.length < secretCharactersMin || secret.length > secretCharactersMax || /[^\x21-\x7e]/.test(secret)) {
      io.err(
        `The secret must have ${secretCharactersMin} to ${secretCharactersMax} printable ASCII characters, and no space. Make one with:`,
      );
      io.err('  openssl rand -base64 32');
      return 1;
    }
    io.out(await hashSecret(secret));
    return 0;
  },
};
