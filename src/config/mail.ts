import type { MailRelay, SmtpRelay } from '../ports.ts';
import { isLoopback } from './origin.ts';

export type MailConfig = {
  /** Address that mails come from and replies go to; where there is no relay it may be missing. */
  readonly address: string | null;
  readonly name: string | null;
  readonly pecAddress: string | null;
  /** How the gateway names itself to relays. */
  readonly heloName: string;
  /** Whose Authentication-Results are believed (RFC 8601); null: none are looked at. */
  readonly authservId: string | null;
  /** Where mail is received over SMTP (Node); null: nowhere. */
  readonly listen: { readonly host: string; readonly port: number } | null;
  readonly relays: { readonly mail: MailRelay | null; readonly pec: MailRelay | null };
};

type MailSettings = {
  readonly RACCORDO_SMTP_URL?: MailRelay | undefined;
  readonly RACCORDO_PEC_SMTP_URL?: MailRelay | undefined;
  readonly RACCORDO_MAIL_ADDRESS?: string | undefined;
  readonly RACCORDO_MAIL_NAME?: string | undefined;
  readonly RACCORDO_PEC_ADDRESS?: string | undefined;
  readonly RACCORDO_MAIL_AUTHSERV_ID?: string | undefined;
  readonly RACCORDO_MAIL_LISTEN?: MailConfig['listen'] | undefined;
};

export function mailConfigOf(settings: MailSettings, publicHost: string): MailConfig {
  const address = settings.RACCORDO_MAIL_ADDRESS ?? null;
  return {
    address,
    name: settings.RACCORDO_MAIL_NAME ?? null,
    pecAddress: settings.RACCORDO_PEC_ADDRESS ?? null,
    authservId: settings.RACCORDO_MAIL_AUTHSERV_ID ?? null,
    listen: settings.RACCORDO_MAIL_LISTEN ?? null,
    heloName: address?.split('@')[1] ?? publicHost,
    relays: { mail: settings.RACCORDO_SMTP_URL ?? null, pec: settings.RACCORDO_PEC_SMTP_URL ?? null },
  };
}

const submissionPort = 587;
const submissionsPort = 465;

/** The relay that an address names, or undefined. RFC 8314 section 3.3: TLS from the first byte is to be preferred. */
export function mailRelayOf(value: string): MailRelay | undefined {
  const folder = /^file:(?:\/\/(?=\/))?(?<folder>(?!\/\/)[^\0?#]{1,1000})$/.exec(value)?.groups?.folder;
  if (folder !== undefined) return { kind: 'file', folder };
  const url = URL.parse(value);
  if (url === null || !/^smtps?:$/.test(url.protocol) || url.hostname === '') return undefined;
  if (!/^\/?$/.test(url.pathname) || url.search !== '' || url.hash !== '' || /[\s\0]/.test(value)) return undefined;
  const login = loginOf(url);
  if (login === undefined || url.port === '0') return undefined;
  const implicit = url.protocol === 'smtps:';
  const host = url.hostname.replace(/^\[(.*)\]$/, '$1');
  const port = url.port === '' ? (implicit ? submissionsPort : submissionPort) : Number(url.port);
  return { kind: 'smtp', host, port, tls: implicit ? 'implicit' : isLoopback(host) ? 'none' : 'starttls', login };
}

/** `host:port` or `[IPv6]:port`. */
export function mailListenOf(value: string): NonNullable<MailConfig['listen']> | undefined {
  const found = /^(?:\[([0-9A-Fa-f:.]{2,45})\]|([A-Za-z0-9.-]{1,253})):(\d{1,5})$/.exec(value);
  const [host, port] = [found?.[1] ?? found?.[2], Number(found?.[3])];
  return host !== undefined && port <= 65_535 ? { host, port } : undefined;
}

/** A name as RFC 8601 section 2.2 has it: that of a host, as servers choose it. */
export const authservIdOf = (value: string): string | undefined =>
  /^[A-Za-z0-9]([A-Za-z0-9.-]{0,251}[A-Za-z0-9])?$/.test(value) ? value : undefined;

/** Both or neither. */
function loginOf({ username, password }: URL): SmtpRelay['login'] | undefined {
  if (username === '' && password === '') return null;
  try {
    const login = { user: decodeURIComponent(username), password: decodeURIComponent(password) };
    return login.user !== '' && login.password !== '' ? login : undefined;
  } catch {
    return undefined;
  }
}

/** Without +, which the gateway puts between it and its own tags (RFC 5233). */
export const mailAddressOf = (value: string): string | undefined =>
  value.length <= 254 &&
  /^[\w.!#$%&'*/=?^`{|}~-]{1,64}@([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}$/i.test(value)
    ? value
    : undefined;

export const mailNameOf = (value: string): string | undefined =>
  /^[^\p{C}\p{Zl}\p{Zp}"<>@]{1,100}$/u.test(value) && value.trim() === value ? value : undefined;

type Fault = { readonly variable: string; readonly rule: string };
const relayNames = ['RACCORDO_SMTP_URL', 'RACCORDO_PEC_SMTP_URL'] as const;

/** What is missing beside a relay, and what a relay cannot be on Workers. */
export function mailFaults(ours: Readonly<Record<string, unknown>>, runtime: 'node' | 'worker'): Fault[] {
  const given = relayNames.filter((name) => name in ours);
  const needed = [
    ...(given.length > 0 || 'RACCORDO_MAIL_LISTEN' in ours
      ? [{ variable: 'RACCORDO_MAIL_ADDRESS', rule: 'is needed where a relay is given, or mail is received' }]
      : []),
    ...(given.includes('RACCORDO_PEC_SMTP_URL')
      ? [{ variable: 'RACCORDO_PEC_ADDRESS', rule: 'is needed where a relay for it is given' }]
      : []),
  ].filter(({ variable }) => !(variable in ours));
  return [
    ...needed,
    ...given.flatMap((variable) => (runtime === 'worker' ? workerFaults(variable, ours[variable]) : [])),
  ];
}

function workerFaults(variable: string, value: unknown): Fault[] {
  const relay = typeof value === 'string' ? mailRelayOf(value) : undefined;
  if (relay?.kind === 'file')
    return [{ variable, rule: 'must be smtp:// or smtps:// on Workers, which has no folders' }];
  // The platform lets no connection out to it.
  if (relay?.port === 25) return [{ variable, rule: 'must have a port other than 25 on Workers; 587 or 465' }];
  return [];
}
