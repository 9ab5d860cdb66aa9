import type { OrganizationKind } from '../../../contracts/canonical/codes.ts';
import type { TeamFunction } from '../../../contracts/canonical/convocation-codes.ts';

export type OrganizationFacts = {
  readonly kind: OrganizationKind;
  /** Functions that it may provide: those of its kind (`contracts/catalogue/team-functions.ts`), or fewer where the network says so. */
  readonly functions: readonly TeamFunction[];
  /** An agreement with the organizer for the purpose is in force on the date of the meeting. True for the organizer itself. */
  readonly agreement: boolean;
};

/** What the checks have to know of the network. */
export type Facts = {
  /** By id; a body that is missing here is not in the network. Every body that the convocation or the request names. */
  readonly organizations: ReadonlyMap<string, OrganizationFacts>;
  /** What is convened for, and the codes of the purposes that convene at all. */
  readonly purpose: { readonly code: string; readonly convening: readonly string[] };
  /** Of the meeting, in Rome: the date on which agreements have to be in force. */
  readonly date: string;
  /** Addresses under which the gateway itself writes; absent where it writes to nobody. */
  readonly gateway?: readonly string[] | undefined;
  /** Other meetings of the organizer on the day of the meeting, and how many the day holds; null: any number. */
  readonly day: { readonly meetings: number; readonly meetingsMax: number | null };
};
