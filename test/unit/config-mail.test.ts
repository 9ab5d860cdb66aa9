import { describe, expect, it } from 'vitest';
import { readConfig } from '../../src/config.ts';

const address = { RACCORDO_MAIL_ADDRESS: 'riunioni@raccordo.example.it' };
const relayOf = (url: string) => {
  const read = readConfig({ ...address, RACCORDO_SMTP_URL: url }, 'node');
  return read.ok ? read.config.mail.relays.mail : read.faults.map(({ variable }) => variable);
};
const faultsOf = (environment: Record<string, unknown>, runtime: 'node' | 'worker' = 'node') => {
  const read = readConfig(environment, runtime);
  return read.ok ? [] : read.faults.map(({ variable, rule }) => `${variable} ${rule}`);
};

describe('the relay of the configuration', () => {
  it.each([
    ['smtp://relay.example.it', { host: 'relay.example.it', port: 587, tls: 'starttls', login: null }],
    ['smtps://relay.example.it', { host: 'relay.example.it', port: 465, tls: 'implicit', login: null }],
    ['smtp://relay.example.it:2525/', { host: 'relay.example.it', port: 2525, tls: 'starttls', login: null }],
    [
      'smtps://riunioni%40example.it:p%C3%A0ss%3Aw%2Frd@relay.example.it:4465',
      { port: 4465, tls: 'implicit', login: { user: 'riunioni@example.it', password: 'pàss:w/rd' } },
    ],
    ['smtp://127.0.0.1:25', { host: '127.0.0.1', port: 25, tls: 'none', login: null }],
    ['smtp://localhost:1025', { host: 'localhost', tls: 'none' }],
    ['smtp://[::1]:1025', { host: '::1', tls: 'none' }],
    ['smtps://localhost', { host: 'localhost', tls: 'implicit' }],
  ])('%s', (url, expected) => {
    expect(relayOf(url)).toMatchObject({ kind: 'smtp', ...expected });
  });

  it.each([
    ['file:./data/mail', './data/mail'],
    ['file:data/mail', 'data/mail'],
    ['file:/var/mail', '/var/mail'],
    ['file:///var/mail', '/var/mail'],
  ])('%s is a folder', (url, folder) => {
    expect(relayOf(url)).toEqual({ kind: 'file', folder });
  });

  it.each([
    'relay.example.it',
    'http://relay.example.it',
    'smtp://',
    'smtp://user@relay.example.it',
    'smtp://:word@relay.example.it',
    'smtp://user:%E0%A4@relay.example.it',
    'smtp://relay.example.it/inbox',
    'smtp://relay.example.it?tls=none',
    'smtp://relay.example.it#x',
    'smtp://relay.example.it:0',
    'smtp://relay.example.it:70000',
    'file:',
    'file://server/mail',
  ])('cannot be %s, and the fault does not repeat it', (url) => {
    const read = readConfig({ ...address, RACCORDO_SMTP_URL: url, RACCORDO_PEC_SMTP_URL: url }, 'node');
    if (read.ok) throw new Error('accepted');
    expect(read.faults.map(({ variable }) => variable)).toEqual([
      'RACCORDO_SMTP_URL',
      'RACCORDO_PEC_SMTP_URL',
      'RACCORDO_PEC_ADDRESS',
    ]);
    if (/^\w+:.+[a-z]$/.test(url)) expect(JSON.stringify(read.faults)).not.toContain(url);
  });

  it('needs the address of the gateway, and of its certified mailbox', () => {
    expect(faultsOf({ RACCORDO_SMTP_URL: 'file:mail' })).toEqual([
      'RACCORDO_MAIL_ADDRESS is needed where a relay is given, or mail is received',
    ]);
    expect(faultsOf({ RACCORDO_PEC_SMTP_URL: 'file:mail' })).toEqual([
      'RACCORDO_MAIL_ADDRESS is needed where a relay is given, or mail is received',
      'RACCORDO_PEC_ADDRESS is needed where a relay is given, or mail is received',
    ]);
  });

  it('is no folder on Workers, and not on port 25', () => {
    const given = { ...address, RACCORDO_PEC_ADDRESS: 'comune@pec.example.it' };
    const relays = { RACCORDO_SMTP_URL: 'file:mail', RACCORDO_PEC_SMTP_URL: 'smtp://relay.example.it:25' };
    expect(faultsOf({ ...given, ...relays }, 'worker').filter((fault) => fault.includes('SMTP'))).toEqual([
      'RACCORDO_SMTP_URL must be smtp:// or smtps:// on Workers, which has no folders',
      'RACCORDO_PEC_SMTP_URL must have a port other than 25 on Workers; 587 or 465',
    ]);
  });
});

describe('the address of the gateway', () => {
  it('names the gateway to relays', () => {
    const read = readConfig({ ...address, RACCORDO_MAIL_NAME: "Ambito dell'Umbria" }, 'node');
    expect(read.ok && read.config.mail).toEqual({
      address: 'riunioni@raccordo.example.it',
      name: "Ambito dell'Umbria",
      pecAddress: null,
      authservId: null,
      listen: null,
      heloName: 'raccordo.example.it',
      relays: { mail: null, pec: null },
    });
  });

  it.each([
    ['RACCORDO_MAIL_ADDRESS', 'riunioni'],
    ['RACCORDO_MAIL_ADDRESS', 'riunioni+x@example.it'],
    ['RACCORDO_MAIL_ADDRESS', 'Riunioni <riunioni@example.it>'],
    ['RACCORDO_MAIL_ADDRESS', 'niccolò@example.it'],
    ['RACCORDO_MAIL_ADDRESS', 'a@example.it\r\nBcc: b@example.it'],
    ['RACCORDO_MAIL_ADDRESS', 'a@localhost'],
    ['RACCORDO_PEC_ADDRESS', 'a@b@example.it'],
    ['RACCORDO_MAIL_NAME', 'Ambito\r\nBcc: b@example.it'],
    ['RACCORDO_MAIL_NAME', '"Ambito" <b@example.it>'],
    ['RACCORDO_MAIL_NAME', ' Ambito'],
  ])('refuses %s = %j', (name, value) => {
    expect(faultsOf({ [name]: value }).map((fault) => fault.split(' ')[0])).toEqual([name]);
  });
});
