import type { Awaitable } from '../../ports.ts';

/** Under which address the gateway writes; null where no mail is configured. */
export type MailIdentity = {
  readonly address: string;
  readonly pecAddress: string | null;
  readonly name: string;
};

const tagCharacters = 16;
const handleCharacters = 24;

/**
 * The identifiers a mail carries and its answers bring back. Each is a keyed digest, so nobody can make one up, and none tells which meeting it
 * is of: two recipients who compare theirs do not learn that they are called to the same.
 */
export type MailAddresses = {
  /** Stands for one line of one meeting; the same in every mail to it, because calendars know a meeting by its organizer's address too. */
  handleOf(convocationId: string, member: string): Promise<string>;
  /** Of a certified mailbox its own address: a provider takes no other from its customer, and receipts name the Message-ID. */
  replyAddress(handle: string, channel: 'mail' | 'pec'): string;
  uidOf(convocationId: string, member: string): Promise<string>;
  /** Variable envelope return path: whatever comes back to it is about this delivery. Of a certified mailbox its own address, too. */
  returnPath(deliveryId: string, channel: 'mail' | 'pec'): Promise<string>;
  messageId(deliveryId: string): Promise<string>;
  /** The handle of a reply address, or null. */
  handleIn(address: string): string | null;
  /** The delivery of a return path or of a Message-ID whose tag holds, or null. */
  deliveryOf(addressOrId: string): Promise<string | null>;
};

/** @param keyed keyed digest of a text, base64url, of the deployment's own secret. */
export function mailAddresses(
  { address, pecAddress }: Pick<MailIdentity, 'address' | 'pecAddress'>,
  keyed: (text: string) => Awaitable<string>,
): MailAddresses {
  const split = (whole: string) => {
    const at = whole.lastIndexOf('@');
    return { local: whole.slice(0, at).toLowerCase(), domain: whole.slice(at + 1).toLowerCase() };
  };
  const own = split(address);
  const certified = (channel: 'mail' | 'pec') => (channel === 'pec' ? pecAddress : null);
  // Mail systems fold the case of local parts, so only what survives that is used.
  const digest = async (label: string, text: string, characters: number) =>
    [...new TextEncoder().encode(await keyed(`mail/${label} ${text}`))]
      .map((byte) => digits.charAt(byte % digits.length))
      .join('')
      .slice(0, characters);
  const tagOf = (deliveryId: string) => digest('delivery', deliveryId, tagCharacters);
  const isOwn = ({ local, domain }: { local: string; domain: string }) =>
    own.domain === domain && local.startsWith(`${own.local}+`);

  return {
    handleOf: (convocationId, member) => digest('handle', `${convocationId} ${member}`, handleCharacters),
    replyAddress: (handle, channel) => certified(channel) ?? `${own.local}+r-${handle}@${own.domain}`,
    uidOf: async (convocationId, member) =>
      `${await digest('uid', `${convocationId} ${member}`, handleCharacters)}@${own.domain}`,
    returnPath: async (deliveryId, channel) =>
      certified(channel) ?? `${own.local}+b-${deliveryId.replaceAll('-', '')}-${await tagOf(deliveryId)}@${own.domain}`,
    messageId: async (deliveryId) => `${deliveryId}.${await tagOf(deliveryId)}@${own.domain}`,
    handleIn: (text) => {
      const found = split(text);
      return isOwn(found) ? (/\+r-([a-z0-9]{24})$/.exec(found.local)?.[1] ?? null) : null;
    },
    deliveryOf: async (text) => {
      const { local, domain } = split(text);
      const [, hex, tag] =
        /\+b-([0-9a-f]{32})-([a-z0-9]{16})$/.exec(local) ?? /^([0-9a-f-]{36})\.([a-z0-9]{16})$/.exec(local) ?? [];
      if (hex === undefined || tag === undefined || domain !== own.domain) return null;
      const id = withHyphens(hex.replaceAll('-', ''));
      return tag === (await tagOf(id)) ? id : null;
    },
  };
}

const digits = 'abcdefghijklmnopqrstuvwxyz234567';

const withHyphens = (hex: string) =>
  `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
