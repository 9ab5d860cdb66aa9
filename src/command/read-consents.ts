import type { Consent } from '../../contracts/canonical/consent.ts';
import { refuse } from '../../contracts/canonical/refusal.ts';
import { accountOf, outsideVoucher, publish } from '../policy/index.ts';
import type { Call, Outcome, Page } from '../ports.ts';
import type { Deps } from './deps.ts';
import { isReadable } from './evidence-account.ts';
import { denial } from './gate.ts';
import { plainRecord, recorded } from './public-record.ts';
import { etagOf } from './receipt.ts';

/** The body that registered a piece of evidence reads it again: its own data. */
export const readConsent =
  (deps: Deps) =>
  async (call: Call, { consent_id }: { readonly consent_id: string }): Promise<Outcome<Consent>> => {
    const network = await deps.network();
    const consent = await deps.store.consent(consent_id);
    if (consent === null || consent.registered_by !== call.caller.organization) return refuse('consent/not-found');
    const facts = { operation: 'consent.read', direction: 'out', subject_id: consent.subject_id } as const;
    if (!isReadable(accountOf(call.caller), consent)) {
      const decision = outsideVoucher(consent.scope.purpose ?? null);
      const denied = plainRecord(deps, call, network.version, { ...facts, decision, outcome: 'denied' });
      return (await recorded(deps, denied)) ?? denial(decision);
    }
    const record = plainRecord(deps, call, network.version, { ...facts, rule: 'permit/own-data', outcome: 'read' });
    return (
      (await recorded(deps, record)) ?? {
        refused: false,
        status: 200,
        headers: { etag: etagOf(consent.version) },
        body: publish(consent),
      }
    );
  };

export type ListConsents = {
  readonly subject_id?: string | undefined;
  readonly cursor: string | null;
  readonly limit: number;
};

/** Under a voucher, what counts for its purposes. */
export const listConsents =
  (deps: Deps) =>
  async (call: Call, { subject_id, cursor, limit }: ListConsents): Promise<Outcome<Page<Consent>>> => {
    const network = await deps.network();
    const account = accountOf(call.caller);
    const shows = account.purposes === null ? undefined : (consent: Consent) => isReadable(account, consent);
    const wanted = { subject_id, registered_by: call.caller.organization };
    const page = await deps.store.listConsents(wanted, cursor, limit, shows);
    if (page === 'invalid_cursor') return refuse('request/invalid-cursor');
    const { items } = page;
    const record = plainRecord(deps, call, network.version, {
      operation: 'consent.read',
      direction: 'out',
      rule: 'permit/own-data',
      outcome: 'read',
      subject_id: subject_id !== undefined && items.length > 0 ? subject_id : null,
    });
    const body = publish({ items, next_cursor: page.next_cursor });
    return (await recorded(deps, record)) ?? { refused: false, status: 200, headers: {}, body };
  };
