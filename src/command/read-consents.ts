import type { Consent } from '../../contracts/canonical/consent.ts';
import { refuse } from '../../contracts/canonical/refusal.ts';
import { publish } from '../policy/index.ts';
import type { Call, Outcome, Page } from '../ports.ts';
import type { Deps } from './deps.ts';
import { plainRecord, recorded } from './public-record.ts';
import { etagOf } from './receipt.ts';

/** The body that registered a piece of evidence reads it again: its own data. */
export const readConsent =
  (deps: Deps) =>
  async (call: Call, { consent_id }: { readonly consent_id: string }): Promise<Outcome<Consent>> => {
    const network = await deps.network();
    const consent = await deps.store.consent(consent_id);
    if (consent === null || consent.registered_by !== call.caller.organization) return refuse('consent/not-found');
    const record = plainRecord(deps, call, network.version, {
      operation: 'consent.read',
      direction: 'out',
      rule: 'permit/own-data',
      outcome: 'read',
      subject_id: consent.subject_id,
    });
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

export const listConsents =
  (deps: Deps) =>
  async (call: Call, { subject_id, cursor, limit }: ListConsents): Promise<Outcome<Page<Consent>>> => {
    const network = await deps.network();
    const page = await deps.store.listConsents({ subject_id, registered_by: call.caller.organization }, cursor, limit);
    if (page === 'invalid_cursor') return refuse('request/invalid-cursor');
    const record = plainRecord(deps, call, network.version, {
      operation: 'consent.read',
      direction: 'out',
      rule: 'permit/own-data',
      outcome: 'read',
      subject_id: subject_id !== undefined && page.items.length > 0 ? subject_id : null,
    });
    return (await recorded(deps, record)) ?? { refused: false, status: 200, headers: {}, body: publish(page) };
  };
