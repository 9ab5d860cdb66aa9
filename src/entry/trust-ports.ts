import { createPatternSend } from '../dispatch/index.ts';
import { createSigningKeyOf } from '../modi/index.ts';
import { createPdnd } from '../pdnd/index.ts';
import type { NetworkView, Send } from '../ports.ts';
import { createProvenSend, createVouchers } from '../proof/index.ts';
import type { Runtime } from './compose.ts';
import { createRefreshTrust } from './refresh-trust.ts';

/** Keys, vouchers and what PDND says, wired: who calls is verified with them, and partners are shown who we are. */
export function trustPorts(runtime: Runtime, network: () => Promise<NetworkView | null>) {
  const { config, store, askUrl, now, newId, log } = runtime;
  const signingKeyOf = createSigningKeyOf(config.secretOf);
  const vouchers = createVouchers({ askUrl, signingKeyOf, now, newId, log });
  const pdnd = createPdnd({
    askUrl,
    store,
    now,
    log,
    voucherOf: (ask, refused) => {
      if (refused !== undefined) vouchers.drop(ask, refused);
      return vouchers.voucherOf(ask);
    },
  });
  // Partners publish e-services, and their keys with them: not among those of the members that call.
  const keys = { publishedKeyOf: pdnd.producerKeyOf, keyAt: pdnd.keyAt };
  const proven = createProvenSend({ send: runtime.send, vouchers, signingKeyOf, ...keys, network, now, newId });
  const send: Send = createPatternSend({ send: proven, store, now, publicUrl: config.publicUrl });
  return { signingKeyOf, pdnd, send, refresh: createRefreshTrust(network, pdnd.refresh, log) };
}
