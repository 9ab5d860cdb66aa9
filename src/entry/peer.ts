const charactersMax = 64;
const ipv4 = /^(?:(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)(?:\.(?!$)|$)){4}$/;
const ipv6 = /^[0-9a-f:]*:[0-9a-f:]*:[0-9a-f:.]*$/i;

/**
 * By what callers are counted who proved nothing: the network of an address. Of IPv6 that is its /64, which one subscriber has whole
 * (RFC 6177 section 2); of an IPv4 address inside one (mapped, RFC 4291, or of NAT64, RFC 6052) the IPv4 address. Null: the text is no
 * address. A port beside it is left out, and so are the words of Forwarded (RFC 7239) around it.
 */
export function networkOf(address: string): string | null {
  const written = address.slice(0, charactersMax).trim();
  const said = /^for="?([^";]*)/i.exec(written)?.[1] ?? written;
  const bare = /^\[([^\]]+)\](?::\d+)?$/.exec(said)?.[1] ?? said.replace(/^([\d.]+):\d+$/, '$1');
  if (ipv4.test(bare)) return bare;
  if (!ipv6.test(bare) || !URL.canParse(`http://[${bare}]`)) return null;
  const groups = groupsOf(new URL(`http://[${bare}]`).hostname.slice(1, -1));
  const first = groups.slice(0, 6).join(':');
  if (first === '0:0:0:0:0:ffff' || first === '64:ff9b:0:0:0:0') return dotted(groups.slice(6));
  return `${groups.slice(0, 4).join(':')}::/64`;
}

/** The eight groups of an address in its canonical form (RFC 5952). */
function groupsOf(canonical: string): readonly string[] {
  const [head = '', tail] = canonical.split('::');
  const split = (text = '') => (text === '' ? [] : text.split(':'));
  const [first, last] = [split(head), split(tail)];
  return tail === undefined ? first : [...first, ...Array(8 - first.length - last.length).fill('0'), ...last];
}

const dotted = (groups: readonly string[]): string =>
  groups
    .map((group) => Number.parseInt(group, 16))
    .flatMap((pair) => [pair >> 8, pair & 255])
    .join('.');

/**
 * Who called, where a reverse proxy stands before the gateway: the last address of its header, for that is the one that the proxy itself
 * saw; what stands before it came from outside. Without the header, who is connected.
 */
export function peerIn(headers: Headers, name: string | null, connected: string | undefined): string {
  const [, told = ''] = (name === null ? null : /(?:^|,)([^,]*)$/.exec(headers.get(name) ?? '')) ?? [];
  return networkOf(told) ?? networkOf(connected ?? '') ?? 'unknown';
}
