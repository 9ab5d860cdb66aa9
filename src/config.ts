import { z } from 'zod';
import { faultsOf } from '../contracts/canonical/faults.ts';
import { type Keys, keyOf, masterKeysOf, signingKeysOf } from './config/keys.ts';
import {
  authservIdOf,
  mailAddressOf,
  mailConfigOf,
  mailFaults,
  mailListenOf,
  mailNameOf,
  mailRelayOf,
} from './config/mail.ts';
import { isLoopback, originOf } from './config/origin.ts';
import { suggestion } from './config/suggestion.ts';
import type { SecretOf } from './ports.ts';

/** Text that `read` understands; `rule` says what it must be, and is all that is ever told about it. */
const text = <T>(rule: string, read: (value: string) => T | undefined) =>
  z
    .string()
    .max(1_048_576)
    .transform((value, context) => {
      const result = read(value);
      if (result !== undefined) return result;
      context.addIssue({ code: 'custom', message: rule });
      return z.NEVER;
    });

const whole = (min: number, max: number) =>
  text(`must be a whole number from ${min} to ${max}`, (value) => {
    const number = /^\d{1,9}$/.test(value) ? Number(value) : -1;
    return number >= min && number <= max ? number : undefined;
  });

const relayRule =
  'must be smtp://, smtps:// or file: with a folder; user and password percent-encoded, port 465 or 587 unless given';
const addressRule = 'must be one mail address in plain ASCII, without +';

const headerName = text('must be the name of a header', (value) =>
  /^[A-Za-z][A-Za-z0-9-]{0,59}$/.test(value) ? value.toLowerCase() : undefined,
);
const path = text('must be a path', (value) => (value.length <= 1000 ? value : undefined));

/** Every setting: what it means, and what it is when nobody says. Beside these: `RACCORDO_SECRET_<NAME>`. */
const Settings = z.object({
  RACCORDO_HOST: z.string().max(255).default('127.0.0.1').describe('Address to listen on (Node)'),
  RACCORDO_PORT: whole(0, 65_535).prefault('8080').describe('Port to listen on, 0 for any that is free (Node)'),
  RACCORDO_PUBLIC_URL: text('must be https://host without a path (http only for this machine itself)', originOf)
    .optional()
    .describe('Address by which callers know the gateway; issuer and audience of its tokens'),
  RACCORDO_DATA_DIR: path.prefault('./data').describe('Folder of the embedded store and of generated keys (Node)'),
  RACCORDO_DATABASE_URL: text('must be postgres://...', (value) =>
    /^postgres(ql)?:\/\/\S+$/.test(value) ? value : undefined,
  )
    .optional()
    .describe('PostgreSQL in place of the embedded store (Node)'),
  RACCORDO_MASTER_KEYS: text(
    'must be id:base64, separated by commas, 32 bytes each, every id once, the current key first',
    masterKeysOf,
  )
    .optional()
    .describe("Keys that wrap each person's own key, the current one first"),
  RACCORDO_INDEX_KEY: text('must be 32 bytes in base64', keyOf)
    .optional()
    .describe('Key of the blind index by which people are found'),
  RACCORDO_SIGNING_KEY: text(
    'must be a private P-256 key as JWK, or a JWK set, the current key first, as JSON with its quotes and no others around it',
    signingKeysOf,
  )
    .optional()
    .describe('Key that signs access tokens'),
  RACCORDO_NETWORK_FILE: path
    .optional()
    .describe('Network document, applied at the start unless one that came by PUT is in force (Node)'),
  RACCORDO_NETWORK: z
    .string()
    .max(1_048_576)
    .optional()
    .describe('The network document itself, YAML or JSON, in place of a file'),
  RACCORDO_PEER_HEADER: headerName
    .optional()
    .describe(
      'Header in which the reverse proxy passes the address of the caller, such as X-Forwarded-For: its last address is who called. Without it all callers behind a proxy share the rate of who proved nothing (Node)',
    ),
  RACCORDO_CERTIFICATE_HEADER: headerName
    .optional()
    .describe(
      'Header in which the reverse proxy passes the client certificate that it verified, as SHA-256 in hex or as URL-encoded PEM; the proxy must strip it from requests that come with it (Node)',
    ),
  RACCORDO_LOG_LEVEL: z
    .enum(['debug', 'info', 'warn', 'error'])
    .default('info')
    .describe('What is logged: this and worse'),
  RACCORDO_REQUESTS_PER_MINUTE_MAX: whole(1, 10_000_000)
    .prefault('6000')
    .describe('Requests of one client in a minute; beyond it 429'),
  RACCORDO_IN_FLIGHT_MAX: whole(1, 100_000)
    .prefault('512')
    .describe('Requests worked on at a time, not counting bodies still arriving; beyond it 503'),
  RACCORDO_STOP_MS_MAX: whole(0, 600_000)
    .prefault('10000')
    .describe('Time for requests under way when the gateway stops, in ms (Node)'),
  RACCORDO_SMTP_URL: text(relayRule, mailRelayOf)
    .optional()
    .describe(
      'Relay for mails: smtps://user:password@host:port, smtp:// with STARTTLS (without TLS on this machine), or file:./data/mail (Node)',
    ),
  RACCORDO_PEC_SMTP_URL: text(relayRule, mailRelayOf)
    .optional()
    .describe('Relay of the certified mailbox (PEC), in the same form'),
  RACCORDO_MAIL_ADDRESS: text(addressRule, mailAddressOf)
    .optional()
    .describe('Address that mails come from and replies go to; its mail server must accept name+tag, too'),
  RACCORDO_MAIL_NAME: text('must be a name of 1 to 100 characters on one line', mailNameOf)
    .optional()
    .describe(
      'Name beside that address where the network document does not know the body that convened; else its name stands there',
    ),
  RACCORDO_PEC_ADDRESS: text(addressRule, mailAddressOf).optional().describe('Address of the certified mailbox (PEC)'),
  RACCORDO_MAIL_LISTEN: text('must be host:port', mailListenOf)
    .optional()
    .describe('Where answers, bounces and receipts are received over SMTP (Node)'),
  RACCORDO_MAIL_AUTHSERV_ID: text('must be the name of a mail server', authservIdOf)
    .optional()
    .describe('Mail server whose Authentication-Results are believed (RFC 8601)'),
});
type Settings = z.infer<typeof Settings>;

export type { Keys } from './config/keys.ts';

const keyNames = ['RACCORDO_MASTER_KEYS', 'RACCORDO_INDEX_KEY', 'RACCORDO_SIGNING_KEY'] as const;
const secretNames = [...keyNames, 'RACCORDO_DATABASE_URL', 'RACCORDO_SMTP_URL', 'RACCORDO_PEC_SMTP_URL'] as const;
const secretPrefix = 'RACCORDO_SECRET_';

/** The settings as a table, for the documentation. `secret`: belongs in a secret store. */
export const variables: readonly {
  readonly name: string;
  readonly meaning: string;
  readonly default: string;
  readonly secret: boolean;
}[] = [
  ...Object.entries(Settings.shape).map(([name, schema]) => ({
    name,
    meaning: schema.description ?? '',
    default: String(schema.safeParse(undefined).data ?? ''),
    secret: secretNames.some((secret) => secret === name),
  })),
  {
    name: `${secretPrefix}<NAME>`,
    meaning: 'Secret that a system of the network document names: user:password for basic, the token for bearer',
    default: '',
    secret: true,
  },
];

export type Config = ReturnType<typeof configOf>;
export type ConfigFault = { readonly variable: string; readonly rule: string };

/** The configuration, or everything that is wrong with it: by the name of the variable, never by its value. */
export function readConfig(
  environment: Readonly<Record<string, unknown>>,
  runtime: 'node' | 'worker',
): { readonly ok: true; readonly config: Config } | { readonly ok: false; readonly faults: readonly ConfigFault[] } {
  const ours = Object.fromEntries(
    Object.entries(environment).filter(([name, value]) => name.startsWith('RACCORDO_') && value !== ''),
  );
  const parsed = Settings.safeParse(ours);
  const faults = [
    ...faultsOf(parsed.error?.issues ?? [], ours).map(({ pointer, detail }) => ({
      variable: pointer.slice(1),
      rule: detail,
    })),
    ...nameFaults(ours),
    ...absenceFaults(ours, runtime),
    ...mailFaults(ours, runtime),
  ];
  if (!parsed.success || faults.length > 0) return { ok: false, faults };
  return { ok: true, config: configOf(parsed.data, ours) };
}

function configOf(settings: Settings, ours: Readonly<Record<string, unknown>>) {
  const {
    RACCORDO_MASTER_KEYS: master,
    RACCORDO_INDEX_KEY: index,
    RACCORDO_SIGNING_KEY: signing,
    RACCORDO_PORT: port,
  } = settings;
  const publicUrl = settings.RACCORDO_PUBLIC_URL ?? `http://localhost:${port}`;
  return {
    host: settings.RACCORDO_HOST,
    port,
    publicUrl,
    /** Only this machine can reach the gateway. */
    local: isLoopback(settings.RACCORDO_HOST) && isLoopback(new URL(publicUrl).hostname),
    dataDir: settings.RACCORDO_DATA_DIR,
    databaseUrl: settings.RACCORDO_DATABASE_URL,
    /** Undefined only on Node with the embedded store, which keeps generated ones. */
    keys: master && index && signing && ({ master, index, signing } satisfies Keys),
    networkFile: settings.RACCORDO_NETWORK_FILE,
    networkText: settings.RACCORDO_NETWORK,
    peerHeader: settings.RACCORDO_PEER_HEADER ?? null,
    certificateHeader: settings.RACCORDO_CERTIFICATE_HEADER ?? null,
    logLevel: settings.RACCORDO_LOG_LEVEL,
    requestsPerMinuteMax: settings.RACCORDO_REQUESTS_PER_MINUTE_MAX,
    inFlightMax: settings.RACCORDO_IN_FLIGHT_MAX,
    stopMsMax: settings.RACCORDO_STOP_MS_MAX,
    mail: mailConfigOf(settings, new URL(publicUrl).hostname),
    secretOf: ((name) => z.string().safeParse(ours[secretPrefix + name]).data) satisfies SecretOf,
  };
}

/** Names nobody reads are mistakes: a misspelt limit would silently not hold. */
function nameFaults(ours: Readonly<Record<string, unknown>>): ConfigFault[] {
  return Object.entries(ours).flatMap(([variable, value]) => {
    if (variable in Settings.shape) return [];
    if (!variable.startsWith(secretPrefix))
      return [{ variable, rule: `is not a setting${suggestion(variable, Object.keys(Settings.shape))}` }];
    if (!/^[A-Z][A-Z0-9_]{0,59}$/.test(variable.slice(secretPrefix.length)))
      return [{ variable, rule: 'must end in a name of capital letters, digits and _' }];
    const sendable = typeof value === 'string' && value.length <= 4096 && /^[\x20-\x7e\u00a0-\uffff]*$/.test(value);
    return sendable ? [] : [{ variable, rule: 'must be text without control characters, 4096 characters at most' }];
  });
}

function absenceFaults(ours: Readonly<Record<string, unknown>>, runtime: 'node' | 'worker'): ConfigFault[] {
  const given = keyNames.filter((name) => name in ours);
  const shared = runtime === 'worker' || 'RACCORDO_DATABASE_URL' in ours;
  const needed = [
    ...(shared || given.length > 0 ? keyNames : []),
    ...(shared ? (['RACCORDO_PUBLIC_URL'] as const) : []),
  ];
  const why = shared ? `${runtime === 'worker' ? 'on Workers' : 'with a database'}` : 'where other keys are given';
  const both = 'RACCORDO_NETWORK' in ours && 'RACCORDO_NETWORK_FILE' in ours;
  return [
    ...needed
      .filter((name) => !(name in ours))
      .map((variable) => ({
        variable,
        rule: `is needed ${why}${variable.endsWith('URL') ? '' : '; raccordo keys generate makes one'}`,
      })),
    ...(both ? [{ variable: 'RACCORDO_NETWORK', rule: 'stands beside RACCORDO_NETWORK_FILE: give one of them' }] : []),
  ];
}
