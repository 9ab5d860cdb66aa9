import type { MailKind } from '../../../contracts/canonical/convocation-message.ts';
import type { Convocation } from '../../../contracts/canonical/convocation-state.ts';
import { refuse } from '../../../contracts/canonical/refusal.ts';
import { mailRelays } from '../../../contracts/catalogue/mail-relays.ts';
import { accountOf, publish } from '../../policy/index.ts';
import type { Call, MailDocument, NetworkView, Outcome } from '../../ports.ts';
import { recorded } from '../public-record.ts';
import { knownToLeaver } from './as-known.ts';
import { mailOf } from './compose-for.ts';
import type { ConvocationDeps } from './deps.ts';
import { type Judged, judgedCases } from './judged-cases.ts';
import { judgedRecords } from './judged-records.ts';
import { type Addressee, addresseeOnPaper } from './line-of.ts';
import { deniedByVoucher } from './outside-voucher.ts';

/** The letter to one beneficiary as a page for the post, as of now; for the body that convened. Says that the meeting is off once it is. */
export const readLetter =
  (deps: ConvocationDeps) =>
  async (
    call: Call,
    { convocation_id, member_id }: { readonly convocation_id: string; readonly member_id: string },
  ): Promise<Outcome<Pick<MailDocument, 'content' | 'filename'>>> => {
    const at = deps.clock();
    const network = await deps.network();
    const state = await deps.store.convocation(convocation_id);
    if (state === null || state.organizer !== call.caller.organization) return refuse('convocation/not-found');
    const denied = deniedByVoucher(deps, network, call, state, 'convocation.letter', 'out');
    if (denied !== null) return (await recorded(deps, denied.record)) ?? denied.refusal;
    const to = addresseeOnPaper(state, member_id);
    if (to === null) {
      return refuse('convocation/member-unknown', { detail: 'No beneficiary of the convocation has this member_id.' });
    }
    const left = state.beneficiaries.find((b) => b.member_id === member_id && b.removed);
    const isOff = state.status === 'cancelled' || left !== undefined;
    const kind = isOff ? 'letter_cancellation' : 'letter';
    const known = left === undefined ? state : (await knownToLeaver(deps, state, left))?.before;
    if (known === undefined) return refuse('convocation/member-unknown');
    const judged = await judgedCases(deps, network, {
      account: accountOf(call.caller),
      now: known,
      asTold: known,
      to,
      kind,
      at,
      isClosing: isOff,
    });
    const facts = {
      at,
      correlation_id: call.correlation_id,
      operation: 'convocation.letter' as const,
      direction: 'out' as const,
      from: state.organizer,
      to: state.organizer,
      client: call.caller.client_id,
      acting_user: call.caller.acting_user,
      convocation_id: state.id,
    };
    const { exchanges, guards } = judgedRecords(deps, network, facts, judged);
    const [first, ...others] = exchanges;
    if (first === undefined) return refuse('gate/denied', { detail: 'The case of the beneficiary left the agenda.' });
    const written = await deps.store.commit({ exchanges: [first, ...others], guards });
    if (!written.committed) return refuse('gateway/unavailable');
    const cases = judged.filter(({ decision }) => decision.permitted);
    if (cases.length === 0) return refuse('gate/denied');
    const { content, filename } = await composed(deps, network, { state: known, to, kind, cases, at });
    return { refused: false, status: 200, headers: {}, body: publish({ content, filename }) };
  };

type Letter = {
  readonly state: Convocation;
  readonly to: Addressee;
  readonly kind: MailKind;
  readonly cases: readonly Judged[];
  readonly at: string;
};

async function composed(deps: ConvocationDeps, network: NetworkView, { state, to, kind, cases, at }: Letter) {
  const delivery = {
    id: state.id,
    convocation_id: state.id,
    member: to.member_id,
    event: kind,
    system: mailRelays.mail,
    created_at: at,
  } as const;
  const nothing = { before: null, changes: [], documents: { cases: [], byMail: false } };
  const ask = { delivery, asTold: state, to, cases, channel: 'mail' as const, at, ...nothing };
  return deps.composeLetter(await mailOf(deps, network, ask, {}));
}
