import type { Meeting } from '../../../contracts/canonical/convocation.ts';
import type { Convocation } from '../../../contracts/canonical/convocation-state.ts';
import { functionsOfKind } from '../../../contracts/catalogue/team-functions.ts';
import { type Facts, memberOf, type OrganizationFacts } from '../../core/convocation/index.ts';
import { civilDate, daysAfter, startOfDay } from '../../core/rome/index.ts';
import type { NetworkView } from '../../ports.ts';
import type { ConvocationDeps } from './deps.ts';

type Ask = {
  readonly organizer: string;
  readonly purpose: string;
  readonly meeting: Meeting;
  /** The convocation itself, when it has been sent: it does not compete with itself for the day. */
  readonly self: { readonly starts_at: string } | null;
};

/** More than this is as good as full. */
const meetingsCountedMax = 60;

/** What the network and the store say that the checks of a convocation need to know. */
export async function networkFacts(deps: ConvocationDeps, network: NetworkView, ask: Ask): Promise<Facts> {
  const date = civilDate(ask.meeting.starts_at);
  const from = startOfDay(date);
  const until = startOfDay(daysAfter(date, 1));
  const meetings = await deps.store.countMeetings(ask.organizer, from, until, meetingsCountedMax);
  const mine = ask.self === null ? 0 : Number(isWithin(ask.self.starts_at, from, until));
  const meetingsMax = network.document.convocations?.meetings_per_day_max ?? null;
  return {
    organizations: new Map(network.document.organizations.map(({ id }) => [id, factsOf(network, ask, id, date)])),
    purpose: {
      code: ask.purpose,
      convening: network.purposes.filter((p) => p.operations.includes('convene')).map(({ code }) => code),
    },
    date,
    gateway: gatewayAddresses(deps),
    day: { meetings: meetings - mine, meetingsMax },
  };
}

function factsOf(network: NetworkView, { organizer, purpose }: Ask, id: string, date: string): OrganizationFacts {
  const body = network.organization(id);
  if (body === undefined) throw new Error('a body of the document is in its view');
  const binds = network
    .agreementsBetween(organizer, id)
    .some(
      (a) =>
        a.services === undefined &&
        a.purposes.some((code) => code === purpose) &&
        a.valid_from <= date &&
        (a.valid_until === undefined || a.valid_until >= date),
    );
  return {
    kind: body.kind,
    functions: body.team_functions ?? functionsOfKind[body.kind],
    agreement: id === organizer || binds,
  };
}

const isWithin = (instant: string, from: string, until: string): boolean => {
  const at = new Date(instant).toISOString();
  return at >= from && at < until;
};

export const gatewayAddresses = ({ mailIdentity }: ConvocationDeps): readonly string[] =>
  [mailIdentity?.address, mailIdentity?.pecAddress].flatMap((own) => own ?? []);

/** Of the body of a member: its head's. */
export function bodyAddresses(network: NetworkView, state: Convocation, memberId: string): readonly string[] {
  const body = memberOf(state, memberId)?.member.organization;
  const head = body === undefined ? undefined : network.organization(body)?.head;
  return head === undefined ? [] : [head.email];
}
