/** Where a request to a system goes: `path` appended to the system's address, unparsed. */
export function targetOf(address: string, path: string): string {
  const base = address.replace(/\/+$/, '');
  return path === '' || /^[/?]/.test(path) ? base + path : `${base}/${path}`;
}

/** The address as a DPoP proof names it: without query and fragment (RFC 9449 section 4.2). Null: it is none. */
export function htuOf(address: string): string | null {
  const url = URL.parse(address);
  return url === null ? null : `${url.origin}${url.pathname}`;
}
