const charactersMax = 64;
const ipv4 = /^(?:::ffff:)?(\d{1,3}(?:\.\d{1,3}){3})$/i;
const ipv6 = /^[0-9a-f:]*:[0-9a-f:]*:[0-9a-f:.]*$/i;

/**
 * By what callers are counted who proved nothing: the network of an address. Of IPv6 that is its /64, which one subscriber has whole
 * (RFC 6177 section 2). Null: the text is no address; a port beside it is left out.
 */
export function networkOf(address: string): string | null {
  const written = address.slice(0, charactersMax).trim();
  const bare = /^\[([^\]]+)\](?::\d+)?$/.exec(written)?.[1] ?? written.replace(/^([\d.]+):\d+$/, '$1');
  const [, plain] = ipv4.exec(bare) ?? [];
  if (plain !== undefined) return plain;
  if (!ipv6.test(bare) || !URL.canParse(`http://[${bare}]`)) return null;
  const canonical = new URL(`http://[${bare}]`).hostname.slice(1, -1);
  const [head = '', tail] = canonical.split('::');
  const groups = (text: string | undefined) => (text ? text.split(':') : []);
  const [first, last] = [groups(head), groups(tail)];
  const whole = tail === undefined ? first : [...first, ...Array(8 - first.length - last.length).fill('0'), ...last];
  return `${whole.slice(0, 4).join(':')}::/64`;
}

/**
 * Who called, where a reverse proxy stands before the gateway: the last address of its header, for that is the one that the proxy itself
 * saw; what stands before it came from outside. Without the header, who is connected.
 */
export function peerIn(headers: Headers, name: string | null, connected: string | undefined): string {
  const [, told = ''] = (name === null ? null : /(?:^|,)([^,]*)$/.exec(headers.get(name) ?? '')) ?? [];
  return networkOf(told) ?? networkOf(connected ?? '') ?? 'unknown';
}
