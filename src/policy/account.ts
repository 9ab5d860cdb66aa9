import type { DataClass } from '../../contracts/canonical/data-class.ts';
import { type Decision, denied } from './decision.ts';

/**
 * On whose account the gate is asked. A voucher is issued for one purpose (PDND, `purposeId`), so that what its bearer asks for another is no use
 * of it. `purposes`: those of the catalogue that the voucher stands for; null: no voucher limits the asker.
 */
export type Account = { readonly purposes: readonly string[] | null };

/** What the gateway does by itself: deliveries, mails, links, the clock. What was permitted when somebody asked for it is judged again, without them. */
export const gatewayAccount: Account = { purposes: null };

export const accountOf = ({
  voucher,
}: {
  readonly voucher: { readonly purposes: readonly string[] } | null;
}): Account => (voucher === null ? gatewayAccount : { purposes: voucher.purposes });

/** Null: the exchange is for no purpose in particular, and so for none that a voucher stands for. */
export const coversPurpose = ({ purposes }: Account, purpose: string | null): boolean =>
  purposes === null || (purpose !== null && purposes.includes(purpose));

export const outsideVoucher = (purpose: string | null): Decision => denied('deny/voucher-purpose', { purpose });

/** A permission that no other body has a part in, for a purpose: what a body supplied itself, or what the gateway says of its own. */
export const permittedFor = (
  account: Account,
  purpose: string | null,
  rule: 'permit/own-data' | 'permit/supplied' | 'permit/closing' | 'permit/open-referral',
  classes: Iterable<DataClass>,
): Decision =>
  coversPurpose(account, purpose)
    ? { permitted: true, rule, classes: new Set(classes), purpose, legal_basis: null, agreement: null, evidence: [] }
    : outsideVoucher(purpose);
