import { refuse } from '../../../contracts/canonical/refusal.ts';
import { mailRelays } from '../../../contracts/catalogue/mail-relays.ts';
import { memberOf } from '../../core/convocation/index.ts';
import { accountOf, publish } from '../../policy/index.ts';
import type { Call, Outcome, WireReply } from '../../ports.ts';
import { recorded } from '../public-record.ts';
import { knownToLeaver } from './as-known.ts';
import { mailOf } from './compose-for.ts';
import type { ConvocationDeps } from './deps.ts';
import { judgedCases } from './judged-cases.ts';
import { judgedRecords } from './judged-records.ts';
import { addresseeOf } from './line-of.ts';
import { deniedByVoucher } from './outside-voucher.ts';

/** The calendar entry of one member, for the system of their body: the same object that their mail holds. */
export const readCalendar =
  (deps: ConvocationDeps) =>
  async (
    call: Call,
    { convocation_id, member_id }: { readonly convocation_id: string; readonly member_id: string },
  ): Promise<Outcome<WireReply>> => {
    const at = deps.clock();
    const network = await deps.network();
    const state = await deps.store.convocation(convocation_id);
    const line = state === null ? undefined : memberOf(state, member_id);
    if (state === null || line === undefined || line.member.organization !== call.caller.organization) {
      return refuse('convocation/not-found');
    }
    const denied = deniedByVoucher(deps, network, call, state, 'convocation.calendar', 'out');
    if (denied !== null) return (await recorded(deps, denied.record)) ?? denied.refusal;
    const to = addresseeOf(state, network, member_id);
    if (to === null) return refuse('convocation/not-found');
    const isOff = state.status === 'cancelled' || line.removed;
    const kind = isOff ? 'cancellation' : 'invitation';
    const known = await knownToLeaver(deps, state, line);
    if (line.removed && known === null) return refuse('convocation/not-found');
    const { before, asLeft: asTold } = known ?? { before: null, asLeft: state };
    const seen = before ?? state;
    const judged = await judgedCases(deps, network, {
      account: accountOf(call.caller),
      now: seen,
      asTold: seen,
      to,
      kind,
      at,
      isClosing: isOff,
    });
    const cases = judged.filter(({ decision }) => decision.permitted);
    const facts = {
      at,
      correlation_id: call.correlation_id,
      operation: 'convocation.calendar' as const,
      direction: 'out' as const,
      from: state.organizer,
      to: call.caller.organization,
      client: call.caller.client_id,
      acting_user: call.caller.acting_user,
      convocation_id: state.id,
    };
    const { exchanges, guards } = judgedRecords(deps, network, facts, judged);
    const [first, ...others] = exchanges;
    if (first === undefined) return refuse('convocation/not-found');
    const written = await deps.store.commit({ exchanges: [first, ...others], guards });
    if (!written.committed) return refuse('gateway/unavailable');
    if (cases.length === 0) return refuse('gate/denied');
    const delivery = {
      id: state.id,
      convocation_id: state.id,
      member: member_id,
      event: kind,
      system: mailRelays.mail,
      created_at: asTold.updated_at,
    } as const;
    const nothing = { before, changes: [], documents: { cases: [], byMail: false } };
    const ask = { delivery, asTold, to, cases, channel: 'mail' as const, at, ...nothing };
    const body = await deps.composeCalendar(await mailOf(deps, network, ask, {}));
    return {
      refused: false,
      status: 200,
      headers: {},
      body: publish({ status: 200, contentType: 'text/calendar; charset=utf-8', body }),
    };
  };
