const unreserved = /[A-Za-z0-9._~-]/;

/**
 * An address without query and fragment, in the one form in which two that are the same look the same: case, escapes, dot segments
 * (RFC 3986 section 6.2.2), default port and empty path (6.2.3). Null: no web address.
 */
export function comparableUrl(address: string): string | null {
  const url = URL.parse(address);
  if (url === null || !/^https?:$/.test(url.protocol) || url.username !== '' || url.password !== '') return null;
  const path = url.pathname.replaceAll(/%[0-9A-Fa-f]{2}/g, (triplet) => {
    const sign = String.fromCharCode(Number.parseInt(triplet.slice(1), 16));
    return unreserved.test(sign) ? sign : triplet.toUpperCase();
  });
  return `${url.origin}${path}`;
}

/** The address under which callers know what was asked: behind a proxy, host and scheme of a request are not those of its sender. */
export function publicAddress(publicUrl: string, requestUrl: string): string | null {
  const path = URL.parse(requestUrl)?.pathname;
  return path === undefined ? null : comparableUrl(`${publicUrl}${path}`);
}
