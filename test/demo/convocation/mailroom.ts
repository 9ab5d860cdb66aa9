import { type ParsedMail, simpleParser } from 'mailparser';
import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs';
import type { Delivery } from '../../../contracts/canonical/delivery.ts';
import { taken } from '../../world/people.ts';
import type { TestRelay } from '../../world/smtp-relay.ts';
import type { Stage } from '../stage.ts';

export type Channel = 'mail' | 'pec';

/** A message as it came over SMTP, read by a parser that is not the gateway's, with the delivery that it was. */
export type Letter = {
  readonly channel: Channel;
  readonly returnPath: string;
  readonly to: string;
  readonly raw: Buffer;
  readonly parsed: ParsedMail;
  readonly kind: string;
  readonly member: string;
  /** The body that it was for. */
  readonly recipient: string;
  /** All of it that a person could read: text, HTML, calendar and the text of its documents. */
  readonly readable: string;
};

export type Mailroom = ReturnType<typeof createMailroom>;

/** Stands where the two relays are: hands on what came since somebody asked last. */
export function createMailroom(relays: Readonly<Record<Channel, TestRelay>>) {
  const letters: Letter[] = [];
  const read = { mail: 0, pec: 0 };
  return {
    letters: letters as readonly Letter[],
    async collect(stage: Stage): Promise<readonly Letter[]> {
      const fresh: Letter[] = [];
      for (const channel of ['mail', 'pec'] as const) {
        const arrived = relays[channel].taken().slice(read[channel]);
        read[channel] += arrived.length;
        for (const { from, to, raw } of arrived) fresh.push(await letterOf(stage, channel, from, to, raw));
      }
      letters.push(...fresh);
      return fresh;
    },
  };
}

async function letterOf(
  stage: Stage,
  channel: Channel,
  returnPath: string,
  to: readonly string[],
  raw: Buffer,
): Promise<Letter> {
  const parsed = await simpleParser(raw);
  const [address] = to;
  if (address === undefined || to.length > 1) throw new Error(`a message went to ${to.length} mailboxes`);
  const id = /^<([0-9a-f-]{36})\./.exec(parsed.messageId ?? '')?.[1] ?? '';
  const delivery = taken(await stage.as('ats-amministratore').get<Delivery>(`/v1/deliveries/${id}`));
  const attached = await Promise.all(
    parsed.attachments.map(({ contentType, content }) =>
      contentType === 'application/pdf' ? pdfText(content) : content.toString('utf8').replaceAll(/\r\n[ \t]/g, ''),
    ),
  );
  const headers = parsed.headerLines.map(({ line }) => line);
  return {
    channel,
    returnPath,
    to: address,
    raw,
    parsed,
    kind: delivery.event,
    member: delivery.member ?? '',
    recipient: delivery.recipient,
    readable: [...headers, parsed.subject ?? '', parsed.text ?? '', parsed.html || '', ...attached].join('\n'),
  };
}

/** The token of the link of one kind in a message. */
export function linkIn({ parsed, to }: Letter, kind: 'answers' | 'documents'): string {
  const found = new RegExp(`http://\\S+/v1/${kind}/[A-Za-z0-9_-]{43}`).exec(parsed.text ?? '')?.[0];
  if (found === undefined) throw new Error(`the message to ${to} has no link to ${kind}`);
  return found;
}

/** What a PDF shows, as pdf.js reads it. */
export async function pdfText(content: Uint8Array): Promise<string> {
  const task = getDocument({ data: new Uint8Array(content), verbosity: 0 });
  const file = await task.promise;
  const pages = [];
  for (let number = 1; number <= file.numPages; number += 1) {
    const { items } = await (await file.getPage(number)).getTextContent();
    pages.push(items.map((item) => ('str' in item ? item.str : '')).join(' '));
  }
  await task.destroy();
  return pages.join('\n');
}

/** Lines of text are broken where there is no room, so spaces do not count. */
export const holds = (text: string, words: string): boolean => bare(text).includes(bare(words));
const bare = (text: string) => text.replaceAll(/\s+/g, '');
