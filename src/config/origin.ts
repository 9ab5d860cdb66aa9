/** This machine itself. */
export const isLoopback = (host: string) => /^(localhost|127(\.\d{1,3}){3}|\[?::1\]?)$/.test(host);

/** The origin of an address that is one: https, or http on this machine. */
export function originOf(value: string): string | undefined {
  const url = URL.parse(value);
  if (url === null || url.href !== `${url.origin}/`) return undefined;
  return url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url.hostname)) ? url.origin : undefined;
}
