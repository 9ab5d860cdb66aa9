import { createVerifyProofs, voucher } from '../auth/index.ts';
import type { LedgerDigest } from '../commit/index.ts';
import { createPatternSend } from '../dispatch/index.ts';
import { createSigningKeyOf } from '../modi/index.ts';
import type { CurrentNetwork } from '../network/index.ts';
import { createPdnd } from '../pdnd/index.ts';
import type { Send } from '../ports.ts';
import { createProvenSend, createSignReply, createVouchers } from '../proof/index.ts';
import type { Runtime } from './compose.ts';
import { createRefreshTrust } from './refresh-trust.ts';

const verifiedTokensMax = 10_000;

/** Keys, vouchers and what PDND says, wired: who calls is verified with them, and partners are shown who we are. */
export function trustPorts(runtime: Runtime, current: CurrentNetwork, ledgerDigest: LedgerDigest) {
  const { config, store, askUrl, now, newId, log } = runtime;
  const { publicUrl } = config;
  const { digest } = runtime.crypto;
  const network = current.get;
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
  return {
    voucher: voucher({ ...pdnd, ownIssuer: publicUrl, useOnce: store.useOnce, now, verifiedTokensMax }),
    verifyProofs: createVerifyProofs({
      publishedKeyOf: pdnd.publishedKeyOf,
      useOnce: store.useOnce,
      now,
      network,
      digest,
      pseudonymOf: (text) => ledgerDigest(new TextEncoder().encode(`user ${text}`)),
    }),
    signReply: createSignReply({ network: current.known, signingKeyOf, now, newId, publicUrl, digest }),
    send: createPatternSend({ send: proven, store, now, publicUrl }) satisfies Send,
    refresh: createRefreshTrust(network, pdnd.refresh, log, now),
  };
}
