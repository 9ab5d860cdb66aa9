import { describe, expect, it } from 'vitest';
import { mailAddresses } from '../../src/command/convocation/index.ts';
import { createLedgerDigest } from '../../src/commit/index.ts';
import { createNodeCrypto } from '../../src/entry/crypto-node.ts';
import { keyring } from '../conformance/store-keyring.ts';

const digest = createLedgerDigest(createNodeCrypto(), keyring);
const keyed = (text: string) => digest(new TextEncoder().encode(text));
const identity = { address: 'riunioni@raccordo.example.it', pecAddress: 'ambito@pec.example.it' };
const addresses = mailAddresses(identity, keyed);
const meeting = '019aa3c0-0009-7000-8000-000000000001';
const delivery = '019aa3c0-0009-7000-8000-000000000002';

describe('the addresses of mails', () => {
  it('lead back to the line of the meeting, and to the delivery', async () => {
    const handle = await addresses.handleOf(meeting, 'operatore');
    expect(addresses.handleIn(addresses.replyAddress(handle, 'mail').toUpperCase())).toBe(handle);
    expect(await addresses.deliveryOf(await addresses.returnPath(delivery, 'mail'))).toBe(delivery);
    expect(await addresses.deliveryOf(await addresses.messageId(delivery))).toBe(delivery);
  });

  it('of the certified mailbox are its own: its provider takes no other, and its receipts name the Message-ID', async () => {
    const handle = await addresses.handleOf(meeting, 'operatore');
    expect(addresses.replyAddress(handle, 'pec')).toBe(identity.pecAddress);
    expect(await addresses.returnPath(delivery, 'pec')).toBe(identity.pecAddress);
  });

  it('cannot be made up, nor be of another gateway', async () => {
    const path = await addresses.returnPath(delivery, 'mail');
    expect(
      await addresses.deliveryOf(
        path.replace(/-([a-z2-7])(?=[a-z2-7]{15}@)/, (_, first) => `-${first === 'a' ? 'b' : 'a'}`),
      ),
    ).toBeNull();
    expect(await addresses.deliveryOf(path.replace('raccordo', 'altrove'))).toBeNull();
    expect(addresses.handleIn('riunioni+r-aaaaaaaaaaaaaaaaaaaaaaaa@altrove.example.it')).toBeNull();
    expect(addresses.handleIn('altro+r-aaaaaaaaaaaaaaaaaaaaaaaa@raccordo.example.it')).toBeNull();
    const other = mailAddresses(identity, (text) => keyed(`${text} of another secret`));
    expect(await other.deliveryOf(path)).toBeNull();
  });

  it('of two lines of one meeting have nothing in common', async () => {
    const lines = ['operatore', 'scuola'];
    for (const of of [addresses.handleOf, addresses.uidOf]) {
      const [one, two] = await Promise.all(lines.map((member) => of(meeting, member)));
      expect(one).not.toBe(two);
      expect(one?.slice(0, 8)).not.toBe(two?.slice(0, 8));
      expect(one).not.toContain(meeting.slice(-12));
    }
  });
});
