import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ComposedMail, MailResult } from '../ports.ts';

const nameCharactersMax = 200;

/** Puts the message into a folder as `<message id>.eml`, whole or not at all. Readable for the gateway's own user only. */
export async function writeMail(folder: string, { message_id, raw }: ComposedMail): Promise<MailResult> {
  const name = message_id.replaceAll(/[^A-Za-z0-9@._+-]/g, '_').slice(0, nameCharactersMax);
  // Begins with a dot and has another ending: whoever lists the mails never meets half of one.
  const draft = join(folder, `.${name}.${process.pid}.part`);
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    await writeFile(draft, raw, { mode: 0o600, flush: true });
    await rename(draft, join(folder, `${name}.eml`));
    return { answered: true, at: 'after_dot', reply: 250 };
  } catch (thrown) {
    await rm(draft, { force: true }).catch(() => {});
    return { answered: false, at: 'data', code: codeOf(thrown) };
  }
}

const codeOf = (thrown: unknown): string =>
  thrown instanceof Error && 'code' in thrown && typeof thrown.code === 'string' ? thrown.code : 'failed';
