import type { MailRead } from '../../ports.ts';
import { plainAddress } from './address.ts';
import { intakeLimits } from './limits.ts';
import { messageId, type OpenMail, textOf } from './open-mail.ts';

type Bounce = Extract<MailRead, { kind: 'bounce' }>;

const statusTypes = ['message/delivery-status', 'message/global-delivery-status'];
const returnedTypes = ['message/rfc822', 'text/rfc822-headers', 'message/global', 'message/global-headers'];
const actions = [
  'failed',
  'delayed',
  'delivered',
  'relayed',
  'expanded',
] as const satisfies readonly Bounce['action'][];

/** The delivery status notification that a mail is (RFC 3462, RFC 3464), or null. */
export function bounceOf(mail: OpenMail): Omit<Bounce, 'from' | 'to' | 'message_id' | 'dmarc'> | null {
  if (mail.type.essence !== 'multipart/report' || mail.type.parameter('report-type') !== 'delivery-status') return null;
  const [report, ...more] = mail.parts.filter(({ type }) => statusTypes.includes(type));
  if (report === undefined || more.length > 0 || report.bytes.byteLength > intakeLimits.reportBytesMax) return null;
  const recipients = groupsOf(textOf(report.bytes)).flatMap((group) => {
    const action = actions.find((word) => word === group.get('action')?.toLowerCase());
    return action === undefined ? [] : [{ action, group }];
  });
  const told = recipients.find(({ action }) => action === 'failed' || action === 'delayed') ?? recipients[0];
  if (told === undefined) return null;
  return {
    kind: 'bounce',
    action: told.action,
    status: /^[245]\.\d{1,3}\.\d{1,3}/.exec(told.group.get('status') ?? '')?.[0] ?? null,
    final_recipient: addressField(told.group.get('final-recipient') ?? ''),
    original_message_id: returnedId(mail),
  };
}

/** `address-type ; address` (RFC 3464 section 2.3.2); some add angle brackets. */
const addressField = (value: string) =>
  plainAddress(/^(?:rfc822|utf-8)\s*;\s*<?([^<>\s]{1,254})>?$/i.exec(value)?.[1] ?? '');

/** The Message-ID of the mail that came back, when exactly one came back and its header has exactly one. */
function returnedId({ parts }: OpenMail): string | null {
  const [returned, ...more] = parts.filter(({ type }) => returnedTypes.includes(type));
  if (returned === undefined || more.length > 0) return null;
  const [header] = groupsOf(textOf(returned.bytes.subarray(0, intakeLimits.headerBytesMax)), 1);
  return messageId(header?.get('message-id'));
}

/**
 * Groups of fields between empty lines, by name in lower case, unfolded, comments at the end taken off. A name that stands twice in
 * a group says nothing: the first and the last could be meant.
 */
function groupsOf(text: string, groupsMax = 100): readonly ReadonlyMap<string, string>[] {
  const groups: Map<string, string>[] = [];
  let lines: string[] = [];
  const close = () => {
    if (lines.length > 0) groups.push(fieldsOf(lines));
    lines = [];
  };
  for (const line of text.split(/\r\n|\r|\n/)) {
    if (groups.length >= groupsMax) break;
    if (line === '') close();
    else if (/^[ \t]/.test(line) && lines.length > 0) lines.push(`${lines.pop()} ${line.trim()}`);
    else lines.push(line);
  }
  if (groups.length < groupsMax) close();
  return groups;
}

function fieldsOf(lines: readonly string[]): Map<string, string> {
  const fields = new Map<string, string>();
  for (const line of lines) {
    const colon = line.indexOf(':');
    const name = line.slice(0, Math.max(0, colon)).trim().toLowerCase();
    if (name === '') continue;
    fields.set(name, fields.has(name) ? '' : withoutComment(line.slice(colon + 1).trim()));
  }
  return fields;
}

function withoutComment(value: string): string {
  const open = value.endsWith(')') ? value.lastIndexOf('(') : -1;
  return open > 0 ? value.slice(0, open).trim() : value;
}
