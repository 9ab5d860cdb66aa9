import type { Statement } from '../../src/commit/engine.ts';
import * as analysis from '../../src/commit/statements/analysis.ts';
import * as circuit from '../../src/commit/statements/circuit.ts';
import * as claim from '../../src/commit/statements/claim.ts';
import * as consent from '../../src/commit/statements/consent.ts';
import * as convocation from '../../src/commit/statements/convocation.ts';
import * as delivery from '../../src/commit/statements/delivery.ts';
import * as event from '../../src/commit/statements/event.ts';
import * as exchange from '../../src/commit/statements/exchange.ts';
import * as guard from '../../src/commit/statements/guard.ts';
import * as kept from '../../src/commit/statements/kept.ts';
import * as link from '../../src/commit/statements/link.ts';
import * as network from '../../src/commit/statements/network.ts';
import * as referral from '../../src/commit/statements/referral.ts';
import * as reply from '../../src/commit/statements/reply.ts';
import * as subject from '../../src/commit/statements/subject.ts';
import * as tracing from '../../src/commit/statements/tracing.ts';

type Make = (args: never) => Statement;

/** Answers to every name, so that any statement can be made. */
const anything = new Proxy({}, { get: () => 0 }) as never;

/** Every statement of the store by its name, as production runs it. */
export const allStatements: readonly (readonly [name: string, statement: Statement])[] = [
  analysis,
  circuit,
  claim,
  consent,
  convocation,
  delivery,
  event,
  exchange,
  guard,
  kept,
  link,
  network,
  referral,
  reply,
  subject,
  tracing,
].flatMap((area) => Object.entries(area).flatMap(([name, value]) => made(name, value)));

function made(name: string, value: unknown): [string, Statement][] {
  if (typeof value === 'function') return [[name, (value as Make)(anything)]];
  const entries = value instanceof Map ? [...value] : Object.entries(value as object);
  return entries.flatMap(([key, each]) => made(`${name}.${key}`, each));
}

/** Those that walk a whole table because the table is what is asked for. */
export const wholeTable: ReadonlySet<string> = new Set(['allCircuits']);
