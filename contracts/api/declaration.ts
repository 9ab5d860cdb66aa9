import { z } from 'zod';
import { classed } from '../canonical/data-class.ts';
import type { Scope } from '../canonical/network.ts';
import type { ProblemCode } from '../catalogue/problems.ts';

/** What an operation reads from the body of a request. */
export type BodyDeclaration =
  | { readonly kind: 'json'; readonly schema: z.ZodType; readonly example: unknown }
  /** JSON or YAML, as it is: who applies it checks it whole. */
  | { readonly kind: 'document'; readonly schema: z.ZodType; readonly example: unknown }
  | { readonly kind: 'form'; readonly schema: z.ZodObject; readonly example: unknown }
  /** JSON, or the form of a page that says the same; `ofForm` puts the filled fields of the form into the shape of the JSON. */
  | {
      readonly kind: 'json_or_form';
      readonly schema: z.ZodType;
      readonly example: unknown;
      readonly form: z.ZodObject;
      readonly formExample: Readonly<Record<string, string>>;
      readonly ofForm: (fields: Readonly<Record<string, string>>) => unknown;
    }
  /** A partner's own message, in any of these types. */
  | { readonly kind: 'message'; readonly types: readonly string[]; readonly example: unknown }
  /** A mail as its bytes came (RFC 5322): its own headers say what they mean. */
  | { readonly kind: 'mail'; readonly types: readonly string[]; readonly example: unknown };

/** What an operation answers when it did its work. `schema` null: no body. */
export type ReplyDeclaration = {
  readonly status: 200 | 201 | 202 | 204;
  readonly description: string;
  readonly schema: z.ZodType | null;
  readonly example?: unknown;
  /** Absent: application/json. */
  readonly types?: readonly string[];
  readonly headers?: readonly ('ETag' | 'Location' | 'Retry-After' | 'Preference-Applied')[];
  readonly cached?: true;
  /** Other ways in which it did its work. 202 has the same body; 303 has none. */
  readonly also?: readonly {
    readonly status: 202 | 303;
    readonly description: string;
    readonly headers: readonly ('ETag' | 'Location' | 'Preference-Applied')[];
  }[];
};

/**
 * One operation of the HTTP surface: what the document publishes and what the server enforces, said once.
 * `problems` are the codes beyond those that follow from the other members (see problems-of.ts).
 */
export type Declaration = {
  readonly id: string;
  readonly method: 'get' | 'post' | 'put' | 'delete';
  readonly path: string;
  readonly tag: string;
  /** Null: public. */
  readonly scope: Scope | null;
  readonly summary: { readonly en: string; readonly it: string };
  readonly description: string;
  readonly params?: z.ZodObject;
  readonly query?: z.ZodObject;
  readonly idempotency?: 'required' | 'optional';
  readonly ifMatch?: true;
  /** The caller may ask to be answered later: X-ReplyTo (NONBLOCK_PUSH_REST), or Prefer: respond-async (NONBLOCK_PULL_REST). */
  readonly later?: true;
  readonly body?: BodyDeclaration;
  /** For people too: a reply in JSON, and every refusal, is a page to whom prefers one. */
  readonly page?: true;
  /** Answered even when all places of work are taken. It reads no body. */
  readonly always?: true;
  readonly reply: ReplyDeclaration;
  readonly problems: readonly ProblemCode[];
};

/** Keeps the precise type of a declaration, from which the types of its handler follow. */
export const declare = <const D extends Declaration>(declaration: D): D => declaration;

/** The body of a request in JSON, with the example of its schema. */
export const json = <const S extends z.ZodType>(schema: S) =>
  ({ kind: 'json', schema, example: exampleOf(schema) }) as const;

/** A reply in JSON, with the example of its schema. */
export const answers = <const Status extends 200 | 201 | 202, const S extends z.ZodType>(
  status: Status,
  description: string,
  schema: S,
  more: Pick<ReplyDeclaration, 'headers' | 'example' | 'cached' | 'also'> = {},
) => ({ status, description, schema, example: exampleOf(schema), ...more });

export const answersNothing = (description: string) => ({ status: 204, description, schema: null }) as const;

export const exampleOf = (schema: z.ZodType): unknown => schema.meta()?.example;

/** Says nothing about a person. */
export const pub = <S extends z.ZodType>(schema: S): S => classed('public', schema);

/** An identifier in a path or a filter, of the form that every id of the gateway has. */
export const uuid = (description: string) =>
  pub(z.uuid().max(36).meta({ description, example: '019aa3c0-7d52-7a10-8f00-000000000006' }));

/** A code of the network document in a path or a filter. */
export const networkCode = (description: string, example: string) =>
  pub(
    z
      .string()
      .min(2)
      .max(64)
      .regex(/^[a-z0-9][a-z0-9-]*[a-z0-9]$/)
      .meta({ description, example }),
  );

/** The content types that an operation reads. */
export function bodyTypes(body: BodyDeclaration): readonly string[] {
  if (body.kind === 'message' || body.kind === 'mail') return body.types;
  return {
    json: ['application/json'],
    document: ['application/json', 'application/yaml'],
    form: ['application/x-www-form-urlencoded'],
    json_or_form: ['application/json', 'application/x-www-form-urlencoded'],
  }[body.kind];
}

/** The content types that an operation answers when it did its work, the one first that is meant where nobody asks for another. */
export function replyTypes({ page, reply }: Declaration): readonly string[] {
  return reply.types ?? (page ? ['text/html', 'application/json'] : ['application/json']);
}
