import type { Network } from '../../../contracts/canonical/network.ts';
import type { SigningKeyRef } from '../../../contracts/canonical/trust.ts';
import { foreignThumbprint, publicJwkOf } from '../../modi/index.ts';
import type { SecretOf } from '../../ports.ts';
import { keyFinding, kidFinding } from './pdnd-findings.ts';
import { nameOf, type Only } from './pdnd-targets.ts';

/** A key of ours that signs for partners, and belongs to no client that asks PDND for vouchers. */
export type Signer = { readonly name: string; readonly key: SigningKeyRef };

/** The keys of the replies, and of the systems that are called without a voucher, as far as `--system` or `--api` do not leave them out. */
export function signersOf({ trust, systems }: Network, { system, api }: Only): Signer[] {
  if (api) return [];
  const replies = system === undefined ? trust?.replies : undefined;
  return [
    ...(replies === undefined ? [] : [{ name: 'trust.replies', key: replies.key }]),
    ...systems.flatMap(({ id, modi }) =>
      modi === undefined || modi.voucher !== undefined || (system !== undefined && id !== system)
        ? []
        : [{ name: nameOf(id), key: modi.key }],
    ),
  ];
}

/** What stands against such a key. Its kid may be a name of one's own; one that looks like a thumbprint must be the key's. */
export async function signerFindings({ key }: Signer, secretOf: SecretOf): Promise<readonly string[]> {
  const text = secretOf(key.secret);
  const variable = `RACCORDO_SECRET_${key.secret}`;
  if (text === undefined) return [`${variable} is not set`];
  if (publicJwkOf(text, key.kid) === null) return [keyFinding(variable, text)];
  const thumbprint = await foreignThumbprint(text, key.kid);
  return thumbprint === null ? [] : kidFinding(key.kid, thumbprint);
}
