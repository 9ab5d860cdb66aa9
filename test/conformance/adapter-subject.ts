import type { PartialReferralMessage } from '../../contracts/canonical/message.ts';
import type { System } from '../../contracts/canonical/network.ts';
import type { Adapter, Verdict, WireAnswer, WireMessage } from '../../src/ports.ts';
import type { Partner, Task } from './adapter-converse.ts';

export type OutcomeTable = Readonly<Record<string, Pick<Verdict, 'outcome' | 'code' | 'detail'>>>;

/** How one row of the table is provoked. Without any member: the full message, written, to a fresh partner. */
export type Trial<P extends Partner> = {
  readonly task?: Task;
  readonly message?: (full: PartialReferralMessage) => PartialReferralMessage;
  /** In place of the system's. */
  readonly options?: Readonly<Record<string, unknown>>;
  readonly prepare?: (partner: P) => void;
  /** Where the simulator cannot be brought to it: what the partner answered, altered. */
  readonly answers?: (answer: WireAnswer, turn: number) => WireAnswer;
};

/** An adapter with all it takes to try it. The type asks for a trial of every row. */
export type Subject<O, P extends Partner, T extends OutcomeTable> = {
  readonly adapter: Adapter<O>;
  /** As in the network document: `options` are parsed by the suite. */
  readonly system: System;
  /** A full message toward this partner, that it takes. */
  readonly message: PartialReferralMessage;
  readonly outcomes: T;
  readonly trials: { readonly [Row in keyof T]: Trial<P> };
  /** A fresh partner. */
  readonly start: () => P;
  /** Folder of examples; see `adapters/README.md`. */
  readonly examples: URL;
  /** Where the adapter reads: messages it understands, and one for each code of those it does not. */
  readonly inbound?: { readonly good: readonly WireMessage[]; readonly refused: Readonly<Record<string, WireMessage>> };
};

/** The instant of every test. */
export const suiteNow = '2026-11-22T10:00:00.000Z';
