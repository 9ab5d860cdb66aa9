import type { Consent } from '../../contracts/canonical/consent.ts';
import { type Account, coversPurpose } from '../policy/index.ts';

type Evidence = Pick<Consent, 'kind' | 'scope'>;

const restrains = ({ kind }: Evidence): boolean => kind === 'objection' || kind === 'refusal';

/** Evidence for every purpose counts for those of the voucher, too. */
export const isReadable = (account: Account, { scope }: Evidence): boolean =>
  scope.purpose === undefined || coversPurpose(account, scope.purpose);

/** What opens exchanges needs a voucher for the purpose that it opens; evidence for every purpose opens more than any voucher is for. A word that restrains is taken under each. */
export const isRegistrable = (account: Account, evidence: Evidence): boolean =>
  restrains(evidence) || coversPurpose(account, evidence.scope.purpose ?? null);

/** The other way round: a consent is taken back under each voucher; without an objection more is open than before. */
export const isWithdrawable = (account: Account, evidence: Evidence): boolean =>
  !restrains(evidence) || coversPurpose(account, evidence.scope.purpose ?? null);
