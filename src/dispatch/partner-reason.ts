import { z } from 'zod';
import { problems } from '../../contracts/catalogue/problems.ts';
import type { Finding, WireAnswer } from '../ports.ts';

const Problem = z.looseObject({
  type: z.unknown().optional(),
  code: z.unknown().optional(),
  errors: z
    .array(z.looseObject({ code: z.unknown().optional() }))
    .optional()
    .catch(undefined),
});

/** The page of GovWay's manual that an error of its own refers to, such as https://govway.org/handling-errors/403/AuthorizationDeny.html. */
const ofGovWay = /^https:\/\/govway\.org\/handling-errors\/\d{3}\/([A-Za-z]{1,60})\.html$/;
/** As PDND numbers its errors: 015-0008. */
const ofPdnd = /^\d{3}-\d{4}$/;

/**
 * Why a partner says no, as far as its problem details (RFC 9457) say it in a code that is known to be one: the gateway's own, GovWay's or
 * PDND's. Any other word may be about somebody, as may `title` and `detail`, and goes no further.
 */
export function partnerReason({ status, headers, body }: WireAnswer): readonly Finding[] {
  if (status < 400 || !/^application\/problem\+json\s*(;|$)/i.test(headers['content-type'] ?? '')) return [];
  const found = [`partner-status-${status}`, ...codeIn(body).map((code) => `partner-code-${code}`)];
  return found.map((code) => ({ pointer: '', code }));
}

function codeIn(body: string): readonly string[] {
  const { data } = Problem.safeParse(parsed(body));
  if (data === undefined) return [];
  const { code, type, errors } = data;
  const [, page] = ofGovWay.exec(typeof type === 'string' ? type : '') ?? [];
  const first = errors?.[0]?.code;
  const known = [
    typeof code === 'string' && Object.hasOwn(problems, code) ? code : undefined,
    page,
    typeof first === 'string' && ofPdnd.test(first) ? first : undefined,
  ];
  return known.filter((each) => each !== undefined).slice(0, 1);
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return null;
  }
}
