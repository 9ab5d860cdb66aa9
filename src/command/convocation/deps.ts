import type {
  Awaitable,
  ComposeExtract,
  ComposeLetter,
  ComposeMail,
  ConvocationMail,
  Disclosed,
  MatchMail,
  ReadMail,
} from '../../ports.ts';
import type { Deps } from '../deps.ts';
import type { MailAddresses, MailIdentity } from './addresses.ts';

/** What the verbs of convocations need beyond those of referrals. */
export type ConvocationDeps = Deps & {
  /** Null where no mail is configured: what waits then stays queued, and says so. */
  readonly mailIdentity: MailIdentity | null;
  /** Whether there is a relay for certified mail (PEC). */
  readonly hasPecRelay: boolean;
  readonly addresses: MailAddresses;
  readonly composeMail: ComposeMail;
  readonly composeCalendar: (mail: Disclosed<ConvocationMail>) => Promise<string>;
  readonly composeExtract: ComposeExtract;
  readonly composeLetter: ComposeLetter;
  readonly readMail: ReadMail;
  readonly matchMail: MatchMail;
  /** 256 random bits, base64url: the credential in a link. */
  readonly newToken: () => string;
  /** SHA-256 in base64url: what is kept of a token. */
  readonly tokenDigest: (token: string) => Awaitable<string>;
  /** The address by which recipients reach the gateway, without a slash at the end. */
  readonly publicUrl: string;
};
