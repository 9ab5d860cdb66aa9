import type { System } from '../../contracts/canonical/network.ts';
import type { WireAnswer, WireRequest } from './adapter.ts';

/** How a transport attempt ended. `at` tells whether the partner can have seen anything. */
export type SendResult =
  | { readonly answered: true; readonly answer: WireAnswer }
  /** connect: no byte of the request left (DNS, refused, TLS). exchange: it may have been taken. oversize: answered, too large. redirect: 3xx is not followed. */
  | {
      readonly answered: false;
      readonly at: 'connect' | 'exchange' | 'oversize' | 'redirect' | 'address_refused';
      readonly code: string;
    };

/** Sends one request to a system's address, with its credentials, within `timeoutMs` and `replyBytesMax`. Never throws for the partner's doing. */
export type Send = (
  request: WireRequest,
  system: System,
  limits: { readonly timeoutMs: number; readonly replyBytesMax: number },
) => Promise<SendResult>;

/** A secret of the deployment by its name, or undefined. */
export type SecretOf = (name: string) => string | undefined;
