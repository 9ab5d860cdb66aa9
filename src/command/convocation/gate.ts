import type { DataClass } from '../../../contracts/canonical/data-class.ts';
import type { Organization } from '../../../contracts/canonical/organization.ts';
import { minorOwnRecordAgeYears } from '../../../contracts/catalogue/purposes.ts';
import { type Account, type Decision, decide, permittedFor, type Question } from '../../policy/index.ts';
import type { EvidenceSet, NetworkView } from '../../ports.ts';

export type CaseAsk = {
  readonly account: Account;
  readonly network: NetworkView;
  readonly organizer: string;
  readonly to: string;
  readonly purpose: string;
  readonly operation: Extract<Question['operation'], 'convene' | 'read'>;
  readonly evidence: EvidenceSet;
  /** What the convocation itself says of the person's birth, where the file says nothing. */
  readonly birth_date: string | null;
  readonly today: string;
  /** The meeting, or the recipient's part in it, is off. */
  readonly closing?: boolean;
};

/** Asks the gate about one case of a convocation and one body. */
export function askAboutCase(ask: CaseAsk): Decision {
  const { network, organizer, to, evidence } = ask;
  const purpose = network.purpose(ask.purpose);
  const body = network.organization(to);
  if (to === organizer && body !== undefined && purpose !== undefined) return withinTheBody(ask, body);
  const decision = decide({
    account: ask.account,
    from: network.organization(organizer),
    to: body,
    operation: ask.operation,
    purpose,
    // A convocation is for no service in particular: an agreement that is for some does not carry it.
    service: '',
    today: ask.today,
    birth_date: evidence.birth_date ?? ask.birth_date,
    activable: false,
    protected_address: evidence.protected_address,
    closing: ask.closing === true,
    agreements: network.agreementsBetween(organizer, to),
    evidence: evidence.records,
    minorOwnRecordAgeYears,
  });
  return decision.rule === 'permit/closing' ? { ...decision, classes: ofAnEnd } : decision;
}

/** The calendar knows by its UID what is off. The case stays unnamed: the recipient may never have been told of it. */
const ofAnEnd: ReadonlySet<DataClass> = new Set(['public', 'service_status']);

/** A body tells its own people: no agreement is needed with itself, and the cell of its kind still says how much. */
function withinTheBody({ account, network, purpose: code, evidence }: CaseAsk, body: Organization): Decision {
  const cell = network.purpose(code)?.matrix.find(({ recipient_kind }) => recipient_kind === body.kind);
  const classes = new Set<DataClass>(cell?.classes ?? ['public', 'case_reference', 'service_status']);
  if (evidence.protected_address) classes.delete('residence');
  return permittedFor(account, code, 'permit/own-data', classes);
}
