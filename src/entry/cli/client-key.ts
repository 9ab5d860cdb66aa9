import { writeFileSync } from 'node:fs';
import { calculateJwkThumbprint, exportJWK, generateKeyPair } from 'jose';
import { orUnwritable } from './unwritable.ts';
import { need, read, type Verb } from './verb.ts';

/** A key pair for a client: the private half into a file, the public half for the network document. */
export const clientKey: Verb = {
  usage: '--out FILE',
  about: "make a client's key pair; prints the public key for the network document",
  run: async (args, io) => {
    const path = need(read(args, ['out'], 0).options.out, '--out');
    const { privateKey } = await generateKeyPair('ES256', { extractable: true });
    const { kty, crv, x, y, d } = await exportJWK(privateKey);
    const shape = { kty: String(kty), crv: String(crv), x: String(x), y: String(y) };
    const named = { ...shape, kid: await calculateJwkThumbprint(shape), alg: 'ES256', use: 'sig' };
    const secret = `${JSON.stringify({ ...named, d })}\n`;
    orUnwritable(path, () => writeFileSync(path, secret, { mode: 0o600, flag: 'wx' }));
    io.out(JSON.stringify({ keys: [named] }));
    return 0;
  },
};
