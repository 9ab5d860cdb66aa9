import type { Delivery } from '../../contracts/canonical/delivery.ts';
import type { ClaimedDelivery, NewDelivery, Settlement, Store } from '../ports.ts';
import type { Context } from './context.ts';
import { guardStatement } from './guards.ts';
import { listed } from './page.ts';
import { present } from './present.ts';
import { read, write } from './statement.ts';
import { coveredArg } from './statements/covered.ts';
import {
  deliveryById,
  expiredLeases,
  insertDelivery,
  listDeliveriesBy,
  markSent,
  releaseLease,
  sentUnder,
  settleDelivery,
} from './statements/delivery.ts';
import { guardMaySend } from './statements/guard.ts';
import { insertLink } from './statements/link.ts';
import type { DeliveryTable } from './tables.ts';

type Area = Pick<Store, 'delivery' | 'listDeliveries' | 'wasSentUnder' | 'markSent' | 'release' | 'expiredLeases'>;
type Filter = Parameters<Store['listDeliveries']>[0];

export function deliveriesArea({ engine }: Context): Area {
  return {
    delivery: async (id) => {
      const [[row]] = await read(engine, deliveryById({ id }));
      return row === undefined ? null : toDelivery(row);
    },
    listDeliveries: async (filter, cursor, limit) => {
      // A delivery is of one or of the other.
      if (filter.convocation_id !== undefined && filter.referral_id !== undefined)
        return { items: [], next_cursor: null };
      return listed('deliveries', cursor, limit, toDelivery, (from) => {
        const { organization = null, member = null, system = null, state = null } = filter;
        const referral_id = filter.convocation_id ?? filter.referral_id ?? null;
        const purposes = coveredArg(filter.purposes);
        const args = { organization, referral_id, member, system, state, purposes, ...from };
        return read(engine, ...listsBy(filter).map((list) => list(args)));
      });
    },
    wasSentUnder: async (correlation_id, system) => {
      const [rows] = await read(engine, sentUnder({ correlation_id, system }));
      return rows.length > 0;
    },
    markSent: async (id, lease, step, at, guards = [], links = []) => {
      const unit = [
        guardMaySend({ id, lease }),
        ...guards.map(guardStatement),
        ...links.map((link) => insertLink({ ...link })),
        markSent({ id, step, at }),
      ];
      return (await engine.commit(unit)).committed;
    },
    release: async (held, due_at) => {
      await write(engine, ...held.map(({ id, lease }) => releaseLease({ id, lease, due_at })));
    },
    expiredLeases: async (now, limit) => {
      const [rows] = await read(engine, expiredLeases({ now, limit }));
      return rows.map(toClaimed);
    },
  };
}

/** The statements that walk the narrowest indexes the filter allows. */
function listsBy(filter: Filter) {
  if (filter.convocation_id !== undefined) return [listDeliveriesBy.convocation_id];
  if (filter.referral_id !== undefined) return [listDeliveriesBy.referral_id];
  if (filter.state === 'awaiting_pickup' && filter.system !== undefined) return [listDeliveriesBy.mailbox];
  const inState = filter.state === 'delivered' ? undefined : filter.state && listDeliveriesBy.state.get(filter.state);
  if (inState !== undefined) return [inState];
  if (filter.system !== undefined) return [listDeliveriesBy.system];
  if (filter.organization === undefined) return [listDeliveriesBy.id];
  return [listDeliveriesBy.recipient, listDeliveriesBy.initiator];
}

/** `referral_id` holds the stream that is delivered: with a member, a convocation. */
export function deliveryStatement({
  convocation_id,
  referral_id,
  member,
  acting_user = null,
  client = null,
  ...delivery
}: NewDelivery) {
  const stream = referral_id ?? convocation_id;
  if (stream === undefined) throw new Error(`delivery ${delivery.id} names nothing to deliver`);
  return insertDelivery({ ...delivery, referral_id: stream, member: member ?? null, acting_user, client });
}

/** Not ended yet: more will happen to the delivery, by itself or by somebody's decision on an unknown outcome. */
const goesOn = new Set(['queued', 'leased', 'awaiting_pickup', 'unknown']);

export function settlementStatement(settlement: Settlement) {
  return settleDelivery({
    id: settlement.delivery_id,
    state: settlement.state,
    code: settlement.code,
    detail: settlement.detail,
    findings: JSON.stringify(settlement.findings),
    due_at: settlement.due_at,
    sent_step: settlement.uncertain ? 'effect' : 'none',
    settled_at: goesOn.has(settlement.state) ? null : settlement.at,
  });
}

/** Who asked is for the partner, and not for who reads what became of it. Identifiers and codes are branded by the contract; these were, when they were written. */
function toDelivery({
  lane: _lane,
  lease: _lease,
  lease_until: _until,
  sent_step: _step,
  acting_user: _user,
  client: _client,
  referral_id: stream,
  ...row
}: DeliveryTable): Delivery {
  const about = row.member === null ? { referral_id: stream } : { convocation_id: stream };
  return present({ ...row, ...about, findings: JSON.parse(row.findings) }) as unknown as Delivery;
}

export function toClaimed(row: DeliveryTable): ClaimedDelivery {
  const { acting_user, client } = row;
  const sentStep = row.sent_step === 'lookup' || row.sent_step === 'effect' ? row.sent_step : 'none';
  return { ...toDelivery(row), lane: row.lane, lease: row.lease ?? '', sent_step: sentStep, acting_user, client };
}
