import { demoNetworkText } from '../../world/on-node.ts';
import { networkIn, type World } from '../../world/start-world.ts';
import { holds, wordLengthMin } from './holds.ts';
import type { Life, Owned } from './live.ts';
import { type Conditions, permitted, returnOf } from './permitted.ts';
import { initiator } from './route.ts';

/** One piece of what left the gateway. `to` null: nobody may find anything in it. `own`: a body may be told its own words. */
type Piece = { readonly name: string; readonly text: string; readonly to: string | null; readonly own: boolean };

const { clients, systems } = networkIn(demoNetworkText);
const bodyOfClient = new Map<string, string>(clients.map(({ id, organization }) => [id, organization]));
const bodyOfSystem = new Map<string, string>(systems.map(({ id, organization }) => [id, organization]));

/** Replies that hold something about a person: whoever reads a referral or a message. All others hold codes and pseudonyms. */
const tells = /\/v1\/(referrals\/[^/]+(\/events)?(\?.*)?|mailbox\/[^/?]+)$/;

/** Every byte that left: to partners, to callers, to the log, and `more`, such as the database at rest. */
export function pieces(world: World, log: readonly string[], more: readonly Piece[] = []): Piece[] {
  return [
    ...world.partners.sent.flatMap(({ system, method, url, headers, body }) => [
      { name: `body of ${method} to ${system}`, text: body, to: bodyOfSystem.get(system) ?? null, own: false },
      { name: `head of ${method} to ${system}`, text: `${url}\n${headers}`, to: null, own: false },
    ]),
    ...world.heard.flatMap(({ client, method, url, status, headers, text }) => {
      const mayTell = method === 'GET' && status === 200 && tells.test(url);
      const to = mayTell ? (bodyOfClient.get(client) ?? null) : null;
      return [
        { name: `${status} to ${client} for ${method} ${url}`, text, to, own: url.includes('/referrals/') },
        {
          name: `head of ${status} to ${client} for ${method} ${url}`,
          text: `${url}\n${headers}`,
          to: null,
          own: false,
        },
      ];
    }),
    { name: 'the log', text: log.join('\n'), to: null, own: false },
    ...more,
  ];
}

/** Marks found where the catalogue does not permit them, in words. */
export function leaks(found: readonly Piece[], lives: readonly Life[], conditions: Conditions): string[] {
  return lives.flatMap((life) =>
    [...life.request, ...life.events].flatMap((mark) =>
      found
        .filter((piece) => holds(piece.text, mark.text) && !isPermitted(mark, piece, life, conditions))
        .map(({ name }) => `${mark.dataClass} of ${mark.origin} at ${mark.pointer}: in the ${name}`),
    ),
  );
}

function isPermitted(mark: Owned, { to, own }: Piece, life: Life, conditions: Conditions): boolean {
  if (to === null) return false;
  if (own && to === mark.origin) return true;
  return toward(to, life, conditions).most.has(mark.dataClass);
}

/** What a body may be told of a referral by the other side. */
export function toward(body: string, { route }: Life, conditions: Conditions) {
  if (body === route.recipient) return permitted(route.frame.purpose, route.recipientKind, conditions);
  if (body === initiator) return permitted(returnOf(route.frame.purpose), 'comune', conditions);
  return { sure: new Set<never>(), most: new Set<never>() };
}

export const isLong = ({ text }: Owned): boolean => text.length >= wordLengthMin;
