import { describe, expect, it } from 'vitest';
import { networkOf, peerIn } from '../../src/entry/peer.ts';

describe('who proved nothing', () => {
  it.each([
    ['203.0.113.7', '203.0.113.7'],
    ['203.0.113.7:51234', '203.0.113.7'],
    ['::ffff:203.0.113.7', '203.0.113.7'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
    ['2001:DB8:1:2::1', '2001:db8:1:2::/64'],
    ['[2001:db8:1:2::1]:443', '2001:db8:1:2::/64'],
    ['2001:db8::1', '2001:db8:0:0::/64'],
    ['::1', '0:0:0:0::/64'],
    ['::FFFF:102:304', '1.2.3.4'],
    ['0:0:0:0:0:ffff:1.2.3.4', '1.2.3.4'],
    ['64:ff9b::1.2.3.4', '1.2.3.4'],
    ['for=203.0.113.7;proto=https', '203.0.113.7'],
    ['for="[2001:db8:1:2::1]:443"', '2001:db8:1:2::/64'],
    ['999.1.1.1', null],
    ['01.02.03.04', null],
    ['1.2.3.4.', null],
    ['', null],
    ['unknown', null],
    ['_hidden', null],
    ['203.0.113', null],
    ['2001:db8::1::2', null],
    ['x'.repeat(10_000), null],
  ])('is counted by network: %s is %s', (address, network) => {
    expect(networkOf(address)).toBe(network);
  });

  it.each([
    ['what the proxy saw', '203.0.113.7', '203.0.113.7'],
    ['not what the caller wrote before it', '198.51.100.1, 203.0.113.7', '203.0.113.7'],
    ['the proxy itself where its header says nothing', '', '192.0.2.1'],
    ['the proxy itself where its header says no address', '203.0.113.7, unknown', '192.0.2.1'],
    ['the proxy itself without the header', null, '192.0.2.1'],
  ])('is %s', (_, value, peer) => {
    const headers = new Headers(value === null ? {} : { 'x-forwarded-for': value });
    expect(peerIn(headers, 'x-forwarded-for', '192.0.2.1')).toBe(peer);
  });

  it('is who is connected where no header is named', () => {
    expect(peerIn(new Headers({ 'x-forwarded-for': '203.0.113.7' }), null, '::ffff:192.0.2.1')).toBe('192.0.2.1');
    expect(peerIn(new Headers(), null, undefined)).toBe('unknown');
  });
});
