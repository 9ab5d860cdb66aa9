import { describe, expect, it } from 'vitest';
import { readConfig, variables } from '../../src/config.ts';

const key = (fill: number) => Buffer.alloc(32, fill).toString('base64');
const coordinate = 'A'.repeat(43);
const jwk = { kty: 'EC', crv: 'P-256', x: coordinate, y: coordinate, d: coordinate };
const keys = {
  RACCORDO_MASTER_KEYS: `2026:${key(1)},2025:${key(2)}`,
  RACCORDO_INDEX_KEY: key(3),
  RACCORDO_SIGNING_KEY: JSON.stringify(jwk),
};

function configOf(environment: Record<string, unknown>, runtime: 'node' | 'worker' = 'node') {
  const read = readConfig(environment, runtime);
  if (!read.ok) throw new Error(JSON.stringify(read.faults));
  return read.config;
}

function faultsOf(environment: Record<string, unknown>, runtime: 'node' | 'worker' = 'node') {
  const read = readConfig(environment, runtime);
  return read.ok ? [] : read.faults.map(({ variable, rule }) => `${variable} ${rule}`);
}

describe('the configuration', () => {
  it('needs nothing on Node', () => {
    expect(configOf({ PATH: '/bin', RACCORDO_PORT: '' })).toMatchObject({
      host: '127.0.0.1',
      port: 8080,
      publicUrl: 'http://localhost:8080',
      dataDir: './data',
      databaseUrl: undefined,
      keys: undefined,
      logLevel: 'info',
      inFlightMax: 512,
    });
  });

  it('reads what is given', () => {
    const config = configOf({
      ...keys,
      RACCORDO_PORT: '9000',
      RACCORDO_PUBLIC_URL: 'https://gateway.example.it/',
      RACCORDO_DATABASE_URL: 'postgres://raccordo@db.example.it/raccordo',
      RACCORDO_LOG_LEVEL: 'debug',
      RACCORDO_CERTIFICATE_HEADER: 'X-Client-Cert',
      RACCORDO_PEER_HEADER: 'X-Forwarded-For',
      RACCORDO_SECRET_CPI_SIL: 'user:word',
      RACCORDO_REQUESTS_PER_MINUTE_MAX: '60000',
    });
    expect(config).toMatchObject({
      port: 9000,
      publicUrl: 'https://gateway.example.it',
      logLevel: 'debug',
      certificateHeader: 'x-client-cert',
      peerHeader: 'x-forwarded-for',
      requestsPerMinuteMax: 60_000,
    });
    expect(config.keys?.master.map(({ id }) => id)).toEqual(['2026', '2025']);
    expect(config.keys?.master[0]?.key).toEqual(new Uint8Array(32).fill(1));
    expect(config.keys?.index).toEqual(new Uint8Array(32).fill(3));
    expect(config.keys?.signing).toEqual([jwk]);
    expect(config.secretOf('CPI_SIL')).toBe('user:word');
    expect(config.secretOf('OTHER')).toBeUndefined();
  });

  it('reads several signing keys', () => {
    const set = JSON.stringify({ keys: [jwk, { ...jwk, x: 'B'.repeat(43) }] });
    expect(configOf({ ...keys, RACCORDO_SIGNING_KEY: set }).keys?.signing).toHaveLength(2);
  });

  it.each<[string, string]>([
    ['RACCORDO_PORT', '-1'],
    ['RACCORDO_PORT', '80 80'],
    ['RACCORDO_PORT', '65536'],
    ['RACCORDO_PORT', '1e3'],
    ['RACCORDO_PUBLIC_URL', 'http://gateway.example.it'],
    ['RACCORDO_PUBLIC_URL', 'https://gateway.example.it/base'],
    ['RACCORDO_PUBLIC_URL', 'https://me:word@gateway.example.it'],
    ['RACCORDO_PUBLIC_URL', 'gateway'],
    ['RACCORDO_DATABASE_URL', 'mysql://db'],
    ['RACCORDO_MASTER_KEYS', key(1)],
    ['RACCORDO_MASTER_KEYS', `a:${key(1)},a:${key(2)}`],
    ['RACCORDO_MASTER_KEYS', `a:${key(1)},b:short`],
    ['RACCORDO_MASTER_KEYS', `a:${key(1)},`],
    ['RACCORDO_INDEX_KEY', 'short'],
    ['RACCORDO_INDEX_KEY', Buffer.alloc(33, 1).toString('base64')],
    ['RACCORDO_SIGNING_KEY', 'not json'],
    ['RACCORDO_SIGNING_KEY', JSON.stringify({ ...jwk, d: undefined })],
    ['RACCORDO_SIGNING_KEY', JSON.stringify({ keys: [] })],
    ['RACCORDO_CERTIFICATE_HEADER', 'x client'],
    ['RACCORDO_PEER_HEADER', 'x client'],
    ['RACCORDO_LOG_LEVEL', 'silent'],
    ['RACCORDO_IN_FLIGHT_MAX', '0'],
    ['RACCORDO_SECRET_CPI', 'with\nline'],
    ['RACCORDO_SECRET_cpi', 'word'],
    ['RACCORDO_SECRET_', 'word'],
  ])('refuses %s = %j, and does not repeat the value', (name, value) => {
    const read = readConfig({ ...keys, RACCORDO_PUBLIC_URL: 'https://gateway.example.it', [name]: value }, 'node');
    if (read.ok) throw new Error('accepted');
    expect(read.faults.map(({ variable }) => variable)).toEqual([name]);
    if (value.length > 5) expect(JSON.stringify(read.faults)).not.toContain(value);
  });

  it('tells everything at once', () => {
    expect(
      faultsOf({
        RACCORDO_PORT: 'x',
        RACCORDO_LOG_LEVEL: 'loud',
        RACCORDO_LOGLEVEL: 'info',
        RACCORDO_COLOUR_OF_THE_SKY: 'blue',
        RACCORDO_SMPT: 'smtp://relay.example.it',
        RACCORDO_FOO: 'x',
        RACCORDO_INDEX_KEY: key(1),
      }),
    ).toEqual([
      'RACCORDO_PORT must be a whole number from 0 to 65535',
      'RACCORDO_LOG_LEVEL must be one of: debug, info, warn, error',
      'RACCORDO_LOGLEVEL is not a setting; did you mean RACCORDO_LOG_LEVEL?',
      'RACCORDO_COLOUR_OF_THE_SKY is not a setting',
      'RACCORDO_SMPT is not a setting; did you mean RACCORDO_SMTP_URL?',
      'RACCORDO_FOO is not a setting',
      'RACCORDO_MASTER_KEYS is needed where other keys are given; raccordo keys generate makes one',
      'RACCORDO_SIGNING_KEY is needed where other keys are given; raccordo keys generate makes one',
    ]);
  });

  it('needs its own keys and address where other processes share the store', () => {
    const missing = ['RACCORDO_MASTER_KEYS', 'RACCORDO_INDEX_KEY', 'RACCORDO_SIGNING_KEY', 'RACCORDO_PUBLIC_URL'];
    const names = (faults: string[]) => faults.map((fault) => fault.split(' ')[0]);
    expect(names(faultsOf({ RACCORDO_DATABASE_URL: 'postgres://db/raccordo' }))).toEqual(missing);
    expect(names(faultsOf({}, 'worker'))).toEqual(missing);
    expect(faultsOf({ ...keys, RACCORDO_PUBLIC_URL: 'https://g.example.it', DB: {} }, 'worker')).toEqual([]);
  });

  it('takes one network document, not two', () => {
    expect(faultsOf({ RACCORDO_NETWORK: '{}', RACCORDO_NETWORK_FILE: 'network.yaml' })).toEqual([
      'RACCORDO_NETWORK stands beside RACCORDO_NETWORK_FILE: give one of them',
    ]);
  });

  it('refuses what is no text', () => {
    expect(faultsOf({ RACCORDO_HOST: 7, RACCORDO_SECRET_A: {} }, 'node')).toEqual([
      'RACCORDO_HOST must be of type string',
      'RACCORDO_SECRET_A must be text without control characters, 4096 characters at most',
    ]);
  });

  it('is documented: every setting has a meaning, and those that are secret say so', () => {
    expect(variables.every(({ meaning }) => meaning.length > 10)).toBe(true);
    expect(variables.find(({ name }) => name === 'RACCORDO_PORT')?.default).toBe('8080');
    expect(variables.filter(({ secret }) => secret).map(({ name }) => name)).toEqual([
      'RACCORDO_DATABASE_URL',
      'RACCORDO_MASTER_KEYS',
      'RACCORDO_INDEX_KEY',
      'RACCORDO_SIGNING_KEY',
      'RACCORDO_SMTP_URL',
      'RACCORDO_PEC_SMTP_URL',
      'RACCORDO_SECRET_<NAME>',
    ]);
  });
});
