/** What may be wrong with a header or a claim. */
export const trustFaults = {
  missing: ['is missing', 'Send it.'],
  malformed: ['is malformed', 'Send it in the form that the rule gives.'],
  wrong: ['is not the expected one', 'Send the one that the rule gives.'],
  repeated: ['is there more than once', 'Send it once.'],
  'too-large': ['exceeds the size limit', 'Send a shorter one: the limit stands in the documentation.'],
  past: ['is past', 'Obtain or make a new token; compare the clock of the sender with UTC.'],
  old: ['is too long ago', 'Make a new token for the call; compare the clock of the sender with UTC.'],
  early: ['lies in the future', 'Compare the clock of the sender with UTC.'],
  unknown: ['is not known here', 'Check that it is published, and that the network document names it.'],
  suspended: ['is suspended', 'Ask the body that administers it on PDND.'],
  stale: ['could not be confirmed for too long', 'Repeat later: the source does not answer.'],
  unavailable: ['cannot be looked up now', 'Repeat later: the source does not answer.'],
  foreign: ['belongs to somebody else', 'Use one of the body that the voucher names.'],
  used: ['was used before', 'Make a new token for each request.'],
  unsigned: ['is not covered by the signature', 'Name it in signed_headers.'],
} as const;
export type Fault = keyof typeof trustFaults;

export type Part<F extends Fault = Fault> = {
  /** As it is written in the token, or the name of a header. */
  readonly is: string;
  readonly rule: string;
  readonly can: readonly F[];
  /** What titles call it, where that is not `is` with the name of the proof. */
  readonly named?: string;
  /** What is wrong, where the word for the fault does not say it of this part. */
  readonly says?: { readonly [K in F]?: string };
  /** How to mend it, where it takes more than the fault tells. */
  readonly cures?: { readonly [K in F]?: string };
};
/** A part by its name, what can be wrong with it, and the rule that it has to keep. */
export const part = <const F extends Fault>(
  is: string,
  can: readonly F[],
  rule: string,
  more: Pick<Part<F>, 'named' | 'says' | 'cures'> = {},
): Part<F> => ({ is, rule, can, ...more });
