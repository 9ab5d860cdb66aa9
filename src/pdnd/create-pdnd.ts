import type { Trust } from '../../contracts/canonical/trust.ts';
import type { AskUrl, Clock, IssuerKeyOf, KeyAt, Log, PublishedKeyOf, PurposeStateOf, Store } from '../ports.ts';
import { createAskApi, type VoucherFor } from './api-client.ts';
import { createKeySets } from './key-sets.ts';
import { jwksCacheSecondsDefault } from './limits.ts';
import { createPublishedKeys } from './published-keys.ts';
import { createPurposes } from './purposes.ts';
import { createRefresh, type Refresh } from './refresh.ts';
import { createShelf } from './shelf.ts';

export type PdndDeps = {
  readonly askUrl: AskUrl;
  readonly store: Pick<Store, 'keep' | 'kept'>;
  readonly now: Clock;
  readonly voucherOf: VoucherFor;
  readonly log: Log;
};

export type Pdnd = {
  readonly issuerKeyOf: IssuerKeyOf;
  readonly publishedKeyOf: PublishedKeyOf;
  /** As `publishedKeyOf`, of bodies that publish e-services: they sign replies. `client_id` is null. */
  readonly producerKeyOf: PublishedKeyOf;
  readonly keyAt: KeyAt;
  readonly purposeStateOf: PurposeStateOf;
  readonly refresh: Refresh;
};

/** Sources of keys and what PDND's API says. Nothing here throws for what another side does or does not do. */
export function createPdnd({ askUrl, store, now, voucherOf, log }: PdndDeps): Pdnd {
  const nowMs = () => Date.parse(now());
  const shelf = createShelf(store, now, log);
  const { keyInSet, renewAhead } = createKeySets({ askUrl, shelf, nowMs, log });
  const askApi = createAskApi({ askUrl, voucherOf, nowMs, log });
  const purposes = createPurposes({ askApi, shelf, nowMs });
  const refreshPurposes = createRefresh({ askApi, shelf, nowMs, purposes, log });
  return {
    issuerKeyOf: (trust, kid) => keyInSet(trust.jwks_url, kid, cacheMsOf(trust)),
    publishedKeyOf: createPublishedKeys({ askApi, shelf, nowMs }, 'keys'),
    producerKeyOf: createPublishedKeys({ askApi, shelf, nowMs }, 'producerKeys'),
    keyAt: (url, kid) => keyInSet(url, kid, jwksCacheSecondsDefault * 1000),
    purposeStateOf: purposes.stateOf,
    refresh: async (trust, purposeIds) => {
      await Promise.all([renewAhead(trust.jwks_url, cacheMsOf(trust)), refreshPurposes(trust, purposeIds)]);
    },
  };
}

const cacheMsOf = (trust: Trust): number => (trust.jwks_cache_seconds ?? jwksCacheSecondsDefault) * 1000;
