import { z } from 'zod';
import type { Finding, WireAnswer } from '../ports.ts';

const Problem = z.looseObject({
  type: z.unknown().optional(),
  code: z.unknown().optional(),
  errors: z
    .array(z.looseObject({ code: z.unknown().optional() }))
    .optional()
    .catch(undefined),
});

const tokenCharactersMax = 40;

/**
 * Words of letters with four digits at most behind each, joined by - _ / and with one more number at the end; a number of four digits;
 * or PDND's form, `015-0008`. No sentence, no address, no tax code, date or telephone number has this shape.
 */
const tokenShape = /^(?:[A-Za-z]{2,24}\d{0,4}(?:[-_/][A-Za-z]{1,24}\d{0,4})*(?:[-_/]\d{1,4})?|\d{1,4}|\d{3}-\d{4})$/;

const isToken = (value: unknown): value is string =>
  typeof value === 'string' && value.length <= tokenCharactersMax && tokenShape.test(value);

/** The sender of a code that is somebody's name had it from what was sent: there names begin with a capital letter. */
const namesIn = (token: string, sent: string): boolean =>
  token
    .split(/[^A-Za-z]+/)
    .filter(({ length }) => length > 2)
    .some((word) => {
      const name = word.charAt(0).toUpperCase() + word.slice(1).toLowerCase();
      return new RegExp(`\\b(?:${name}|${word.toUpperCase()})\\b`).test(sent);
    });

/**
 * Why a partner says no, as far as its problem details (RFC 9457) say it in a code: the status, and `code`, the name in `type` or the
 * code of the first of `errors`. Its `title`, `detail` and whatever else is free text may speak of somebody, and goes no further; nor does a code with a name of the request, `sent`.
 */
export function partnerReason({ status, headers, body }: WireAnswer, sent: string): readonly Finding[] {
  if (status < 400 || !/^application\/problem\+json\s*(;|$)/i.test(headers['content-type'] ?? '')) return [];
  const found = [`partner-status-${status}`, ...tokenIn(body, sent).map((token) => `partner-code-${token}`)];
  return found.map((code) => ({ pointer: '', code }));
}

function tokenIn(body: string, sent: string): readonly string[] {
  const problem = Problem.safeParse(parsed(body)).data;
  if (problem === undefined) return [];
  const { code, type, errors } = problem;
  return [code, nameIn(type), errors?.[0]?.code]
    .filter(isToken)
    .filter((token) => !namesIn(token, sent))
    .slice(0, 1);
}

/** What follows the last colon of a URN; the fragment of an address, or the last part of its path. `about:blank` says nothing. */
function nameIn(type: unknown): string | undefined {
  if (typeof type !== 'string' || type === 'about:blank') return undefined;
  const url = URL.parse(type);
  if (url?.protocol === 'urn:') return type.slice(type.lastIndexOf(':') + 1);
  return url === null ? type : url.hash.slice(1) || url.pathname.split('/').at(-1);
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return null;
  }
}
