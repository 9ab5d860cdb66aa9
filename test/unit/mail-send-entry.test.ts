import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { MailConfig } from '../../src/config/mail.ts';
import { createSmtpSender } from '../../src/entry/send-mail.ts';
import { writeMail } from '../../src/entry/send-mail-file.ts';
import { startTestRelay, testAuthority } from '../world/smtp-relay.ts';
import { limits, mailOf, text } from './mail-send-stand.ts';

const configWith = (relays: Partial<MailConfig['relays']>): MailConfig => ({
  address: 'riunioni@raccordo.example.it',
  name: null,
  pecAddress: null,
  authservId: null,
  listen: null,
  heloName: 'raccordo.example.it',
  relays: { mail: null, pec: null, ...relays },
});

describe('the sender of mails', () => {
  it('keeps the channels apart', async () => {
    const mail = await startTestRelay();
    const pec = await startTestRelay({ tls: 'implicit', login: { user: 'pec', password: 'word' } });
    const sender = createSmtpSender(configWith({ mail: mail.relay, pec: pec.relay }), { ca: testAuthority() });
    expect(await sender.send(mailOf(), 'mail', limits)).toMatchObject({ reply: 250 });
    expect(await sender.send(mailOf(), 'pec', limits)).toMatchObject({ reply: 250 });
    expect([mail.taken().length, pec.taken().length]).toEqual([1, 1]);
    await sender.close();
    await Promise.all([mail.stop(), pec.stop()]);
  });

  it.each(['mail', 'pec'] as const)('sends nothing by %s where no relay is configured', async (channel) => {
    const sender = createSmtpSender(configWith({}));
    expect(await sender.send(mailOf(), channel, limits)).toEqual({
      answered: false,
      at: 'connect',
      code: 'not-configured',
    });
    await sender.close();
  });

  it('does not begin with a folder where there are no files', () => {
    expect(() => createSmtpSender(configWith({ mail: { kind: 'file', folder: 'data/mail' } }))).toThrow();
  });
});

describe('the folder for mails', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'raccordo-mail-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  it('gets one file for each message, byte for byte, for this user only', async () => {
    const into = join(folder, 'a', 'mail');
    const sender = createSmtpSender(configWith({ mail: { kind: 'file', folder: into } }), { writeFile: writeMail });
    expect(await sender.send(mailOf(), 'mail', limits)).toEqual({ answered: true, at: 'after_dot', reply: 250 });
    await sender.send({ ...mailOf(), message_id: '0190-2.abc@raccordo.example.it' }, 'mail', limits);
    expect((await readdir(into)).sort()).toEqual([
      '0190-1.abc@raccordo.example.it.eml',
      '0190-2.abc@raccordo.example.it.eml',
    ]);
    const path = join(into, '0190-1.abc@raccordo.example.it.eml');
    expect(await readFile(path, 'utf8')).toBe(text);
    expect((await stat(path)).mode & 0o777).toBe(0o600);
  });

  it('gets no half of a message, and nothing outside of it', async () => {
    expect(await writeMail(folder, { ...mailOf(), message_id: '../../out/x' })).toMatchObject({ reply: 250 });
    expect(await readdir(folder)).toEqual(['.._.._out_x.eml']);
    await writeFile(join(folder, 'file'), '');
    expect(await writeMail(join(folder, 'file', 'mail'), mailOf())).toMatchObject({ answered: false, at: 'data' });
    // A folder in the place of the mail: the last step fails, and the draft goes, too.
    await mkdir(join(folder, `${mailOf().message_id}.eml`, 'x'), { recursive: true });
    expect(await writeMail(folder, mailOf())).toMatchObject({ answered: false, at: 'data' });
    expect((await readdir(folder)).filter((name) => name.startsWith('.') && name.endsWith('.part'))).toEqual([]);
  });
});
