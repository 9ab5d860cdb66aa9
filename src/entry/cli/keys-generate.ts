import { generateKeys } from '../generate-keys.ts';
import { read, type Verb } from './verb.ts';

/** Keys for a new deployment, as lines of an environment file. */
export const keysGenerate: Verb = {
  usage: '',
  about: 'print new master, index and signing keys, as environment variables',
  run: async (args, io) => {
    read(args, [], 0);
    const keys = await generateKeys(io.now().toISOString().slice(0, 10));
    for (const [name, value] of Object.entries(keys)) io.out(`${name}=${value}`);
    io.err(
      'Keep these where your deployment keeps its secrets. Whoever loses the master keys loses the data; whoever loses the index key',
    );
    io.err(
      'cannot find anybody any more. To rotate: put a new master key before the others, then: raccordo keys rewrap',
    );
    return 0;
  },
};
