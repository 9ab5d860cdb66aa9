import { describe, expect, expectTypeOf, it } from 'vitest';
import type { adapterOf } from '../../adapters/registry.ts';
import type { PartialReferralMessage, ReferralMessage } from '../../contracts/canonical/message.ts';
import type { Prepared } from '../../src/dispatch/ports.ts';
import { type Disclosed, type discloseMessage, publish } from '../../src/policy/index.ts';
import type { Adapter, Answer, Outcome } from '../../src/ports.ts';
import { codeOnly } from '../structure/code-only.ts';
import { typescriptUnder } from '../structure/sources.ts';

type Given<A> = A extends { write(message: infer Message, ...rest: never[]): unknown } ? Message : never;
type Registered = NonNullable<ReturnType<typeof adapterOf>>;

// The type checker runs these (`npm run verify`): a path that skips the gate does not compile.
describe('an adapter', () => {
  it('is given a disclosed message, and nothing else', () => {
    expectTypeOf<Given<Adapter>>().toEqualTypeOf<Disclosed<PartialReferralMessage>>();
    expectTypeOf<Given<Registered>>().toEqualTypeOf<Disclosed<PartialReferralMessage>>();
    expectTypeOf<Given<NonNullable<Registered['follow']>>>().toEqualTypeOf<Disclosed<PartialReferralMessage>>();
    expectTypeOf<PartialReferralMessage>().not.toExtend<Given<Adapter>>();
    expectTypeOf<ReferralMessage>().not.toExtend<Given<Adapter>>();
    expectTypeOf<Disclosed<{ readonly status: 'up' }>>().not.toExtend<Given<Adapter>>();
  });

  it('gets it from the gate, through what was prepared for the delivery', () => {
    expectTypeOf<ReturnType<typeof discloseMessage>['message']>().toExtend<Given<Adapter>>();
    expectTypeOf<Extract<Prepared, { permitted: true }>['message']>().toEqualTypeOf<Given<Adapter>>();
    expectTypeOf<Extract<Prepared, { permitted: false }>>().not.toHaveProperty('message');
  });
});

describe('a reply', () => {
  it('carries a disclosed body, and nothing else', () => {
    type Body = NonNullable<Answer<{ readonly id: string }>['body']>;
    expectTypeOf<{ readonly id: string }>().not.toExtend<Body>();
    expectTypeOf(publish({ id: 'a' })).toExtend<Body>();
    type Unbranded = Omit<Answer<{ id: string }>, 'body'> & { readonly body: { readonly id: string } };
    expectTypeOf<Unbranded>().not.toExtend<Outcome<{ id: string }>>();
  });
});

describe('the brand', () => {
  const sources = typescriptUnder('src', 'adapters', 'contracts').filter(({ path }) => !path.endsWith('.test.ts'));

  it('is put on by the policy only', () => {
    const casting = sources.filter(({ text }) => /\bas\s+(unknown\s+as\s+)?Disclosed\b/.test(codeOnly(text)));
    expect(casting.map(({ path }) => path).toSorted()).toEqual([
      'src/policy/disclose-message.ts',
      'src/policy/disclose.ts',
      'src/policy/publish.ts',
    ]);
  });

  it('is put on a message by the gate, never by `publish`', () => {
    const feeding = sources.filter(
      ({ path }) => path.startsWith('src/dispatch/') || path === 'src/command/prepare-delivery.ts',
    );
    expect(feeding.length).toBeGreaterThan(10);
    expect(feeding.filter(({ text }) => /\bpublish\b/.test(codeOnly(text)))).toEqual([]);
    const gates = sources.filter(
      ({ path, text }) => path.startsWith('src/command/') && /\bdiscloseMessage\b/.test(codeOnly(text)),
    );
    expect(gates.map(({ path }) => path)).toEqual(['src/command/prepare-delivery.ts']);
  });
});
