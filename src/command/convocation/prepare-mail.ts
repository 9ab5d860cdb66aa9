import type { MailChange } from '../../../contracts/canonical/convocation-message.ts';
import type { Convocation } from '../../../contracts/canonical/convocation-state.ts';
import type { DataClass } from '../../../contracts/canonical/data-class.ts';
import type { MailDelivery } from '../../../contracts/canonical/delivery.ts';
import type { Exchange } from '../../../contracts/canonical/exchange.ts';
import { minutesFor, recipients } from '../../core/convocation/index.ts';
import type { PreparedMail, PrepareMail } from '../../dispatch/index.ts';
import { gatewayAccount } from '../../policy/index.ts';
import type { NetworkView, StoredConvocationEvent } from '../../ports.ts';
import { ruleInWords } from '../gate.ts';
import { plainly } from '../public-record.ts';
import { caseRecord } from './case-record.ts';
import { composeFor } from './compose-for.ts';
import type { ConvocationDeps } from './deps.ts';
import { type CaseDocument, documentsFor } from './documents-for.ts';
import { type Judged, judgedCases } from './judged-cases.ts';
import { type Addressee, addresseeOf } from './line-of.ts';
import { isRefusedByRelay } from './mail-fate.ts';
import { overtaken } from './overtaken.ts';
import { channelOf } from './queue-mails.ts';
import { tellableChanges } from './tellable-changes.ts';

/**
 * Makes a due mail ready to leave: folds the convocation as it was told, asks the gate again for each of the recipient's cases with the facts of
 * now, and discloses. A case that left the agenda since is left out; a mail of which no case is left is withheld.
 */
export const prepareMail =
  (deps: ConvocationDeps): PrepareMail =>
  async (delivery) => {
    const at = deps.clock();
    const network = await deps.network();
    const told = await toldAt(deps, delivery);
    const record = recorder(deps, network, delivery, at);
    if (told === null)
      return withheld(record, 'gone', 'The convocation cannot be read any more: its key was destroyed.');
    const { before, now, asTold } = told;
    const to = addresseeOf(asTold, network, delivery.member);
    if (to === null) return withheld(record, 'no-address', 'Nobody can be written to under this line: no address.');
    const late = overtaken(now, asTold, delivery.event, delivery.member, at);
    if (late !== null) return withheld(record, late.reason, late.detail);
    const isClosing = delivery.event === 'cancellation' || delivery.event === 'letter_cancellation';
    if (isClosing && !(await wasTold(deps, delivery))) {
      return withheld(record, 'never-told', 'Who never got the invitation is not told that it is off.');
    }
    const channel = channelOf(delivery.system);
    // Who leaves is told of what they knew: a case that is withdrawn takes its members along.
    const known = isClosing && before !== null ? before : asTold;
    const ask = { account: gatewayAccount, now, asTold: known, to, kind: delivery.event, at, isClosing };
    const judged = await judgedCases(deps, network, ask);
    const allowed = judged.filter(({ decision }) => decision.permitted);
    const { member_id } = to;
    const minuted = new Set(minutesFor(asTold, member_id).map(({ item }) => String(item.case_ref)));
    const documents = await documentsFor(deps, network, {
      state: asTold,
      member_id,
      cases: allowed,
      kind: delivery.event,
      minuted,
    });
    const { changes, gone } = await tellableChanges(deps, network, { before, to, at, changes: told.changes, allowed });
    if (told.changes.length > 0 && changes.length === 0)
      return withheld(record, 'no-case', 'What changed is of cases that the recipient may not be told of any more.');
    const enclosed = documents.byMail && channel === 'mail' ? documents.cases : [];
    const records = [...judged, ...gone].map((each) => record(each.decision, accountOf(each, enclosed)));
    const own = record({ ...plainly('permit/own-data'), purpose: asTold.purpose }, { outcome: 'prepared' });
    const [exchange, ...alongside] = needsNoCase(to) ? [own, ...records] : records;
    if (exchange === undefined || (!needsNoCase(to) && allowed.length === 0)) {
      const denial = judged[0]?.decision;
      const why =
        denial === undefined ? "None of the recipient's cases is on the agenda any more." : ruleInWords(denial);
      const nothing = withheld(record, denial?.rule ?? 'no-case', `Nothing was sent. ${why}`);
      return exchange === undefined ? nothing : { ...nothing, exchange, alongside };
    }
    return {
      permitted: true,
      channel,
      refused_before: isRefusedByRelay(now, member_id, channel),
      exchange,
      alongside,
      guards: [
        { holds: 'network_version', version: network.version },
        ...[...judged, ...gone].map(({ subject_id, version }) => ({
          holds: 'evidence_version' as const,
          subject_id,
          version,
        })),
      ],
      compose: () =>
        composeFor(deps, network, { delivery, before, asTold, to, changes, cases: allowed, documents, channel, at }),
    };
  };

/** What the ledger says of one case: of the mail, and of a document that goes with it. */
function accountOf({ case_ref, subject_id, digest, decision, ...mail }: Judged, enclosed: readonly CaseDocument[]) {
  const document = enclosed.find((each) => each.case_ref === case_ref);
  const union = (a: readonly DataClass[], b: readonly DataClass[] = []) => [...new Set([...a, ...b])];
  return {
    subject_id,
    digest,
    asked: union(mail.asked, document?.asked),
    disclosed: union(mail.disclosed, document?.disclosed),
    outcome: decision.permitted ? 'prepared' : 'withheld',
  };
}

/** The organizer and the heads of bodies are told of the meeting, not of a case. */
const needsNoCase = ({ is }: Addressee): boolean => is === 'organizer' || is === 'head';

export type Told = {
  readonly before: Convocation | null;
  readonly now: Convocation;
  /** As of the event that the mail tells. */
  readonly asTold: Convocation;
  readonly changes: readonly MailChange[];
};

async function toldAt(
  deps: ConvocationDeps,
  { convocation_id: id, version, member, event }: MailDelivery,
): Promise<Told | null> {
  const now = await deps.store.convocation(id);
  const asTold = now?.version === version ? now : await deps.store.convocationAt(id, version);
  const before = version > 1 ? await deps.store.convocationAt(id, version - 1) : null;
  const [stored] = await deps.store.convocationEvents(id, version - 1, 1);
  if (now === null || asTold === null || stored === undefined || (version > 1 && before === null)) return null;
  return { before, now, asTold, changes: changesOf(before, asTold, stored, member, event) };
}

/** What changed for this person: computed again from the event, since a delivery holds no payload. */
function changesOf(
  before: Convocation | null,
  asTold: Convocation,
  stored: StoredConvocationEvent,
  member: string,
  kind: MailDelivery['event'],
): readonly MailChange[] {
  const told = recipients(before, asTold, stored);
  return told.find((each) => each.member_id === member && each.kind === kind)?.changes ?? [];
}

const mayHaveArrived = new Set(['delivered', 'unknown']);
/** To one person about one meeting. */
const mailsReadMax = 100;

async function wasTold(deps: ConvocationDeps, { id, convocation_id, system, member }: MailDelivery): Promise<boolean> {
  const page = await deps.store.listDeliveries({ referral_id: convocation_id, system, member }, null, mailsReadMax);
  if (page === 'invalid_cursor') return false;
  return page.items.some((mail) => mail.id !== id && mayHaveArrived.has(mail.state));
}

type Record = ReturnType<typeof recorder>;

function recorder(deps: ConvocationDeps, network: NetworkView, delivery: MailDelivery, at: string) {
  return (
    decision: Judged['decision'],
    more: Pick<Parameters<typeof caseRecord>[2], 'subject_id' | 'asked' | 'disclosed' | 'digest' | 'outcome'>,
  ): Exchange =>
    caseRecord(deps, network, {
      at,
      correlation_id: delivery.correlation_id,
      operation: 'convocation.mail',
      direction: 'out',
      decision,
      from: delivery.initiator,
      to: delivery.recipient,
      system: delivery.system,
      delivery_id: delivery.id,
      convocation_id: delivery.convocation_id,
      ...more,
    });
}

function withheld(record: Record, reason: string, detail: string): Extract<PreparedMail, { permitted: false }> {
  const exchange = record({ ...plainly('permit/own-data'), permitted: false }, { outcome: 'withheld' });
  return { permitted: false, exchange, alongside: [], code: `mail/${reason}`, detail };
}
