import type { Delivery } from '../../../contracts/canonical/delivery.ts';
import type { Exchange } from '../../../contracts/canonical/exchange.ts';
import { pdndIds } from '../../world/pdnd-network.ts';
import { taken } from '../../world/people.ts';
import type { Narrator } from '../narrator.ts';
import type { Stage } from '../stage.ts';
import type { Check } from '../steps.ts';
import type { Comune, Session } from './comune.ts';
import { others, type Surroundings } from './surroundings.ts';

/** What the acts of this story share. */
export type Scene = {
  readonly stage: Stage;
  readonly narrator: Narrator;
  readonly around: Surroundings;
  readonly comune: Comune;
  /** Sessions of the Comune's operators, by operator. */
  readonly sessions: Map<string, Session>;
  /** Referrals, by who is referred. */
  readonly referrals: Map<string, string>;
};

/** One act: it does something, tells it, and checks on the far side that it happened. Answers in a line what came of it. */
export type Act = (scene: Scene, check: Check) => Promise<string>;

/** What an earlier act left under a name. */
export const named = <T>(map: ReadonlyMap<string, T>, name: string): T => {
  const found = map.get(name);
  if (found === undefined) throw new Error(`nothing is known of ${name}`);
  return found;
};

/** The whole ledger, the newest first. */
export const ledgerOf = async ({ stage }: Scene): Promise<readonly Exchange[]> =>
  taken(await stage.as('ats-amministratore').get<{ items: Exchange[] }>('/v1/exchanges?limit=100')).items;

/** The record of the latest call that came with a voucher or proofs. */
export async function lastCall(scene: Scene): Promise<Exchange> {
  const found = (await ledgerOf(scene)).find(({ operation }) => operation === 'pdnd.call');
  if (found === undefined) throw new Error('the ledger has no call');
  return found;
}

/** The delivery of a referral to a system. */
export async function deliveryTo({ stage, referrals }: Scene, person: string, system: string): Promise<Delivery> {
  const path = `/v1/deliveries?referral_id=${named(referrals, person)}&system=${system}&limit=100`;
  const { items } = taken(await stage.as('ats-amministratore').get<{ items: Delivery[] }>(path));
  const found = items.find(({ task }) => task === 'deliver');
  if (found === undefined) throw new Error(`nothing was to be delivered to ${system}`);
  return found;
}

const purposeNames: Readonly<Record<string, string>> = {
  [pdndIds.healthPurpose]: 'health',
  [pdndIds.labourPurpose]: 'labour',
  [others.squattedPurpose]: "the squatter's",
};
/** A purpose of PDND in a word. */
export const purposeName = (id: string | undefined): string => purposeNames[id ?? ''] ?? String(id ?? '');

/** A token as a reader can bear it. */
export const short = (token: string): string =>
  token.length > 40 ? `${token.slice(0, 22)}…${token.slice(-8)}` : token;
