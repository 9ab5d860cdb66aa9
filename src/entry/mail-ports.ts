import { base64url } from 'jose';
import { type MailIdentity, mailAddresses } from '../command/index.ts';
import type { LedgerDigest } from '../commit/index.ts';
import type { Config } from '../config.ts';
import {
  composeCalendar,
  composeExtract,
  composeLetter,
  composeMail,
  createReadMail,
  matchMail,
} from '../mail/index.ts';
import type { Crypto } from '../ports.ts';

const tokenBytes = 32;

/** Where no mail is configured mails are composed nonetheless: nothing of it can be reached (RFC 2606). */
const unreachable = 'raccordo@mail.invalid';

/** What the verbs of convocations need of the mail stage and of the configuration. */
export function mailPorts(
  { config, crypto }: { readonly config: Pick<Config, 'mail' | 'publicUrl'>; readonly crypto: Crypto },
  keyed: LedgerDigest,
) {
  const { address, pecAddress, name } = config.mail;
  const identity: MailIdentity | null = address === null ? null : { address, pecAddress, name: name ?? 'Raccordo' };
  const encoder = new TextEncoder();
  return {
    mailIdentity: identity,
    addresses: mailAddresses(identity ?? { address: unreachable, pecAddress: null }, (text) =>
      keyed(encoder.encode(text)),
    ),
    composeMail,
    composeCalendar,
    composeExtract,
    composeLetter,
    readMail: createReadMail({ authservId: config.mail.authservId }),
    matchMail,
    newToken: () => base64url.encode(crypto.randomBytes(tokenBytes)),
    tokenDigest: async (token: string) => base64url.encode(await crypto.digest(encoder.encode(token))),
    publicUrl: config.publicUrl,
  };
}
