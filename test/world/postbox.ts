import { simpleParser } from 'mailparser';
import { notBegun } from '../../src/mail/smtp/index.ts';
import type { ComposedMail, MailResult, SendMail } from '../../src/ports.ts';

export type Posted = { readonly channel: 'mail' | 'pec'; readonly mail: ComposedMail };

const relayed: MailResult = { answered: true, reply: 250, at: 'after_dot' };

/** Stands where the relay is: keeps every message that was handed over, and answers as it was told to. */
export function createPostbox() {
  const posted: Posted[] = [];
  let answering: (posted: Posted) => MailResult = () => relayed;
  const send: SendMail = async (mail, channel, { ready }) => {
    if (ready !== undefined && !(await ready())) return notBegun;
    const one = { mail, channel };
    const result = answering(one);
    if (result.at === 'after_dot') posted.push(one);
    return result;
  };
  return {
    send,
    posted: posted as readonly Posted[],
    answerWith: (next: (posted: Posted) => MailResult) => {
      answering = next;
    },
    /** The messages to one address, parsed by somebody else's parser, oldest first. */
    to: (address: string) =>
      Promise.all(
        posted
          .filter(({ mail }) => mail.envelope.to === address)
          .map(({ mail }) => simpleParser(Buffer.from(mail.raw))),
      ),
    /** The link of one kind in the latest message to an address: its token. */
    async tokenFor(address: string, kind: 'answers' | 'documents'): Promise<string> {
      const latest = (await this.to(address)).findLast(({ text }) => text?.includes(`/v1/${kind}/`));
      const token = new RegExp(`/v1/${kind}/([A-Za-z0-9_-]{43})`).exec(latest?.text ?? '')?.[1];
      if (token === undefined) throw new Error(`no link of kind ${kind} went to ${address}`);
      return token;
    },
  };
}
