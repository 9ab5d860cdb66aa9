import { base64url } from 'jose';
import { type ConvocationDeps, type MailIdentity, mailAddresses } from '../command/index.ts';
import type { LedgerDigest } from '../commit/index.ts';
import type { Config } from '../config.ts';
import { failedByData } from '../dispatch/index.ts';
import { createReadMail, matchMail } from '../mail/intake/index.ts';
import type { Crypto } from '../ports.ts';

/** Loaded with the first mail: most of what the gateway does needs no message, no PDF and no font. */
const mailStage = () => import('../mail/index.ts');

const composing: Pick<ConvocationDeps, 'composeMail' | 'composeCalendar' | 'composeExtract' | 'composeLetter'> = {
  composeMail: async (...asked) => ofData((await mailStage()).composeMail(...asked)),
  composeCalendar: async (mail) => (await mailStage()).composeCalendar(mail),
  composeExtract: async (...asked) => ofData((await mailStage()).composeExtract(...asked)),
  composeLetter: async (mail) => ofData((await mailStage()).composeLetter(mail)),
};

// Composers read nothing but what they are given. That the stage cannot be loaded is another failure, and passes.
const ofData = <R>(composed: Promise<R>): Promise<R> =>
  composed.catch((cause: unknown) => {
    throw failedByData(cause);
  });

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
    hasPecRelay: config.mail.relays.pec !== null,
    addresses: mailAddresses(identity ?? { address: unreachable, pecAddress: null }, (text) =>
      keyed(encoder.encode(text)),
    ),
    ...composing,
    readMail: createReadMail({ authservId: config.mail.authservId }),
    matchMail,
    newToken: () => base64url.encode(crypto.randomBytes(tokenBytes)),
    tokenDigest: async (token: string) => base64url.encode(await crypto.digest(encoder.encode(token))),
    publicUrl: config.publicUrl,
  };
}
