import { describe, expect, it } from 'vitest';
import { mailAddresses } from '../../src/command/index.ts';

const id = '019aa3c0-7d52-7a10-8f00-000000000011';
const handle = 'abcdefghijklmnopqrstuvwx';
const pecAddress = 'ambito@pec.example.it';
const keyed = (text: string) => `keyed ${text}`;
const ours = mailAddresses({ address: 'riunioni@raccordo.example.it', pecAddress }, keyed);

describe('the addresses of a mail', () => {
  it('lead back to the line and to the delivery', async () => {
    expect(ours.handleIn(ours.replyAddress(handle, 'mail'))).toBe(handle);
    expect(await ours.deliveryOf(await ours.returnPath(id, 'mail'))).toBe(id);
    expect(await ours.deliveryOf(await ours.messageId(id))).toBe(id);
  });

  // RFC 6109: certified mail is taken only where From and reverse path are the mailbox of its sender.
  it('are the certified mailbox itself in certified mail', async () => {
    expect([ours.replyAddress(handle, 'pec'), await ours.returnPath(id, 'pec')]).toEqual([pecAddress, pecAddress]);
  });
});
