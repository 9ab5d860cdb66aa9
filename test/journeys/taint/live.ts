import type { Delivery } from '../../../contracts/canonical/delivery.ts';
import { evidence, type Receipt } from '../../world/people.ts';
import type { World } from '../../world/start-world.ts';
import { type Mark, type Numbers, plantEvent, plantRequest } from './plant.ts';
import { initiator, type Route, type ScriptName, scriptFor } from './route.ts';

/** A mark with the body that supplied it. */
export type Owned = Mark & { readonly origin: string };

/** What one referral left behind: its marks, and what either side read of it. */
export type Life = {
  readonly route: Route;
  readonly id: string | null;
  readonly request: readonly Owned[];
  readonly events: readonly Owned[];
  readonly deliveries: readonly Delivery[];
  /** Whole texts of the canonical replies, for what must be in them; null where the reading was denied. */
  readonly read: Readonly<
    Record<'byInitiator' | 'byRecipient' | 'timelineOfInitiator' | 'timelineOfRecipient', string | null>
  >;
  readonly mailbox: readonly string[];
};

export type Evidence = {
  readonly kind: 'statutory_authorisation' | 'consent' | 'objection' | 'refusal';
  readonly purpose: boolean;
  readonly recipient: boolean;
  /** Before the referral is sent, or while it waits. */
  readonly given: 'before' | 'after';
  readonly withdrawn: 'never' | 'before' | 'after';
};

export type Plan = {
  readonly route: Route;
  readonly script: ScriptName;
  readonly protectedAddress: boolean;
  readonly evidence: readonly Evidence[];
};

/** A referral's whole life through HTTP, with a mark in every member of everything that is said, and everything read that can be read. */
export async function live(world: World, plan: Plan, next: Numbers): Promise<Life> {
  const { route } = plan;
  const comune = world.as('comune-sportello');
  const body = world.as(route.client);
  const request = plantRequest({ initiator, ...route.frame }, plan.protectedAddress, next);
  const events: Owned[] = [];
  const register = async (when: 'before' | 'after') => {
    for (const each of plan.evidence) await attestOne(world, route, request.value.subject.tax_code ?? '', each, when);
  };

  await register('before');
  const submitted = await comune.post<Receipt>('/v1/referrals', request.value);
  await register('after');
  const id = submitted.status === 201 ? submitted.body.id : null;
  await world.tick();
  let version = 1;
  for (const [side, type] of id === null ? [] : scriptFor(route, plan.script)) {
    const said = plantEvent(type, next);
    const speaker = side === 'initiator' ? comune : body;
    const reply = await speaker.post<Receipt>(`/v1/referrals/${id}/events`, said.value, { version });
    if (reply.status === 200) version = reply.body.version;
    events.push(...said.marks.map((mark) => ({ ...mark, origin: side === 'initiator' ? initiator : route.recipient })));
    await world.tick();
  }
  const page = await world
    .as('ats-amministratore')
    .get<{ items: Delivery[] }>(`/v1/deliveries?referral_id=${id}&limit=100`);
  for (const client of [comune, body]) {
    for (const path of ['/v1/referrals', '/v1/deliveries', '/v1/exchanges', '/v1/consents']) await client.get(path);
  }
  const textOf = async (client: typeof comune, path: string) => {
    const { status, text } = await client.get(path);
    return status === 200 ? text : null;
  };
  const place = `/v1/referrals/${id}`;
  return {
    route,
    id,
    request: request.marks.map((mark) => ({ ...mark, origin: initiator })),
    events,
    deliveries: id === null ? [] : page.body.items,
    read: {
      byInitiator: await textOf(comune, place),
      byRecipient: await textOf(body, place),
      timelineOfInitiator: await textOf(comune, `${place}/events`),
      timelineOfRecipient: await textOf(body, `${place}/events`),
    },
    mailbox: await fetched(world, route),
  };
}

async function attestOne(world: World, route: Route, taxCode: string, each: Evidence, when: 'before' | 'after') {
  const comune = world.as('comune-sportello');
  if (each.given === when) {
    const scope = {
      ...(each.purpose ? { purpose: route.frame.purpose } : {}),
      ...(each.recipient ? { recipient: route.recipient } : {}),
    };
    await comune.post('/v1/consents', evidence(taxCode, { kind: each.kind, scope, document_reference: 'Segno-PAD-1' }));
  }
  if (each.withdrawn !== when || (each.given === 'after' && when === 'before')) return;
  const { items } = (await comune.get<{ items: { id: string; kind: string; status: string }[] }>('/v1/consents')).body;
  const mine = items.find(({ kind, status }) => kind === each.kind && status === 'active');
  if (mine !== undefined) await comune.post(`/v1/consents/${mine.id}/withdrawal`, { withdrawn_at: world.clock.now() });
}

/** Everything that waits in the body's mailbox, fetched and acknowledged. */
async function fetched(world: World, { client }: Route): Promise<string[]> {
  const body = world.as(client);
  const texts: string[] = [];
  const page = await body.get<{ items?: { message_id: string }[] }>('/v1/mailbox?limit=100');
  for (const { message_id } of page.body.items ?? []) {
    const { status, text } = await body.get(`/v1/mailbox/${message_id}`);
    if (status === 200) texts.push(text);
    await body.delete(`/v1/mailbox/${message_id}`);
  }
  return texts;
}
