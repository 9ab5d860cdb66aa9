import type { System } from '../../../contracts/canonical/network.ts';
import type { World } from '../../world/start-world.ts';
import { holds } from './holds.ts';
import { toward } from './leaks.ts';
import type { Life, Owned } from './live.ts';
import type { Conditions } from './permitted.ts';
import { initiator } from './route.ts';

/** What was permitted and did not arrive, in words: sending nothing is no protection. */
export function missing(world: World, life: Life, conditions: Conditions): string[] {
  const { read, route } = life;
  const forward = toward(route.recipient, life, conditions).sure;
  const back = toward(initiator, life, conditions).sure;
  const by = (body: string) => life.events.filter(({ origin }) => origin === body);
  const among = (marks: readonly Owned[], classes: ReadonlySet<string>) =>
    marks.filter((m) => classes.has(m.dataClass));
  return [
    ...notIn('the reading of the initiator', read.byInitiator, life.request),
    ...notIn('the reading of the recipient', read.byRecipient, among(life.request, forward)),
    ...notIn('the timeline of the initiator', read.timelineOfInitiator, [
      ...by(initiator),
      ...among(by(route.recipient), back),
    ]),
    ...notIn('the timeline of the recipient', read.timelineOfRecipient, [
      ...by(route.recipient),
      ...among(by(initiator), forward),
    ]),
    ...(pulls(world, route.recipient)
      ? notIn('the mailbox', life.mailbox[0] ?? null, among(life.request, forward))
      : []),
    ...notOnTheWire(world, life, among(life.request, forward)),
  ];
}

const pulls = ({ network }: World, body: string): boolean =>
  network.systems.some(({ organization, adapter }) => organization === body && adapter === 'mailbox');

const notIn = (place: string, text: string | null, marks: readonly Owned[]): string[] =>
  marks
    .filter((mark) => text === null || !holds(text, mark.text))
    .map(({ dataClass, pointer }) => `${dataClass} at ${pointer}: not in ${place}`);

/** A partner's language may have no place for something; then the delivery says so by pointer. */
function notOnTheWire(world: World, life: Life, marks: readonly Owned[]): string[] {
  const submission = life.deliveries.find(
    ({ task, event, state }) => task === 'deliver' && event === 'submit' && state === 'delivered',
  );
  const system = world.network.systems.find(({ id }) => id === submission?.system);
  if (submission === undefined || system === undefined || system.adapter === 'mailbox') return [];
  const wire = world.partners.sent.filter((sent) => sent.system === system.id).map(({ body }) => body);
  const excused = [...submission.findings.map(({ pointer }) => pointer), ...ignoredBy(system)];
  const isExcused = ({ pointer }: Owned) =>
    excused.some((place) => pointer === place || pointer.startsWith(`${place}/`));
  return notIn(
    `what ${system.id} got`,
    wire.join('\n'),
    marks.filter((mark) => !isExcused(mark)),
  );
}

function ignoredBy({ options }: System): string[] {
  const profile = options?.profile as { ignores?: { outbound?: string[] } } | undefined;
  return profile?.ignores?.outbound ?? [];
}
