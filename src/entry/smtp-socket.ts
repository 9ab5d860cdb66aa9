import { connect as connectTcp } from 'node:net';
import { connect as connectTls } from 'node:tls';
import type { OpenSocket } from '../mail/smtp/open.ts';

export type SocketOptions = {
  /** For the connection, and for TLS where it is implicit. */
  readonly connectMsMax: number;
  /** Authorities beside those of the runtime, PEM. */
  readonly ca?: string | undefined;
};

type Opened = Awaited<ReturnType<OpenSocket>>;

/** Opens sockets over node:net and node:tls, which both runtimes have. By name, not by address: a certificate is checked against the name. */
export const createOpenSocket =
  ({ connectMsMax, ca }: SocketOptions): OpenSocket =>
  ({ host, port, tls }, signal) =>
    new Promise<Opened>((resolve) => {
      let at: 'connect' | 'tls' = 'connect';
      const socket =
        tls === 'implicit'
          ? connectTls({
              host,
              port,
              minVersion: 'TLSv1.2',
              rejectUnauthorized: true,
              ...(ca === undefined ? {} : { ca }),
            })
          : connectTcp({ host, port });
      const end = (opened: Opened) => {
        clearTimeout(timer);
        signal.removeEventListener('abort', late);
        resolve(opened);
        if (!('socket' in opened)) socket.destroy();
      };
      const late = () => end({ at, code: 'timeout' });
      const timer = setTimeout(late, connectMsMax);
      signal.addEventListener('abort', late);
      // It stays: an error that nobody listens to would end the process.
      socket.on('error', (error) => end({ at, code: codeOf(error) }));
      socket.once('connect', () => {
        if (tls === 'implicit') at = 'tls';
        else end({ socket });
      });
      socket.once('secureConnect', () => end({ socket }));
      if (signal.aborted) late();
    });

/** The system's code for an error, which names no address. Workers has none. */
const codeOf = (error: Error & { readonly code?: unknown }): string =>
  typeof error.code === 'string' && /^[A-Z0-9_]{1,60}$/.test(error.code) ? error.code : 'failed';
