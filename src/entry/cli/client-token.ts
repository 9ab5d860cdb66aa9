import { importJWK, type JWK, SignJWT } from 'jose';
import { z } from 'zod';
import { assertionType } from '../../auth/index.ts';
import { readNamedFile } from './read-file.ts';
import { type Io, need, read, UsageError, type Verb } from './verb.ts';

const assertionSeconds = 60;
const answerMsMax = 10_000;

const PrivateKey = z.looseObject({ kty: z.enum(['RSA', 'EC']), d: z.string(), kid: z.string().optional() });
const Token = z.looseObject({ access_token: z.string() });
const Problem = z.looseObject({ code: z.string(), detail: z.string() });

/** An access token for a client, obtained as its program will: to see that key, network document and clock agree. */
export const clientToken: Verb = {
  usage: '--client ID --key FILE --url URL [--scope "A B"]',
  about: 'sign a client assertion and obtain an access token with it',
  run: async (args, io) => {
    const { options } = read(args, ['client', 'key', 'url', 'scope'], 0);
    const token = await obtainToken(options, io);
    if (token === null) return 1;
    io.out(JSON.stringify(token.body));
    return 0;
  },
};

type Options = { readonly [K in 'client' | 'key' | 'url' | 'scope']?: string | undefined };
type Obtained = { readonly origin: string; readonly accessToken: string; readonly body: unknown };

/** A token for the client that `--client`, `--key` and `--url` name. Null: there was none, which was told. */
export async function obtainToken(options: Options, io: Io): Promise<Obtained | null> {
  const clientId = need(options.client, '--client');
  const origin = originOf(need(options.url, '--url'));
  const key = privateKey(readNamedFile(need(options.key, '--key')));
  const endpoint = `${origin}/oauth/token`;
  const form = new URLSearchParams({
    grant_type: 'client_credentials',
    client_assertion_type: assertionType,
    client_assertion: await sign(clientId, key, endpoint, io.now()),
    ...(options.scope === undefined ? {} : { scope: options.scope }),
  });
  const body = await ask(endpoint, form, io);
  return body === null ? null : { origin, accessToken: Token.parse(body).access_token, body };
}

async function sign(clientId: string, key: z.infer<typeof PrivateKey>, audience: string, now: Date): Promise<string> {
  const alg = key.kty === 'RSA' ? 'RS256' : 'ES256';
  const iat = Math.floor(now.getTime() / 1000);
  return new SignJWT({
    iss: clientId,
    sub: clientId,
    aud: audience,
    jti: crypto.randomUUID(),
    iat,
    exp: iat + assertionSeconds,
  })
    .setProtectedHeader({ alg, ...(key.kid === undefined ? {} : { kid: key.kid }) })
    .sign(await importJWK(key as JWK, alg));
}

async function ask(endpoint: string, form: URLSearchParams, io: Io): Promise<unknown> {
  let reply: Response;
  let body: unknown;
  try {
    reply = await io.fetch(endpoint, {
      method: 'POST',
      body: form,
      redirect: 'error',
      signal: AbortSignal.timeout(answerMsMax),
    });
    body = await reply.json();
  } catch (thrown) {
    io.err(`${endpoint} does not answer as a gateway does: ${causeOf(thrown)}`);
    return null;
  }
  if (reply.ok && Token.safeParse(body).success) return body;
  io.err(refusalOf(endpoint, reply.status, body));
  return null;
}

/** What a gateway answered in place of what was asked for, as a line. */
export function refusalOf(address: string, status: number, body: unknown): string {
  const problem = Problem.safeParse(body);
  return problem.success ? `${status} ${problem.data.code}: ${problem.data.detail}` : `${address} answered ${status}`;
}

/** Why a request came to nothing: fetch hides the code of the operating system in its error's cause. */
export function causeOf(thrown: unknown): string {
  if (thrown instanceof SyntaxError) return 'the reply is not JSON';
  const cause = thrown instanceof Error ? (thrown.cause ?? thrown) : thrown;
  if (!(cause instanceof Error)) return 'unknown failure';
  return 'code' in cause && typeof cause.code === 'string' ? cause.code : cause.message;
}

function privateKey(text: string): z.infer<typeof PrivateKey> {
  try {
    return PrivateKey.parse(JSON.parse(text));
  } catch {
    throw new UsageError('--key must be a file with one private key as JWK, RSA or EC P-256');
  }
}

function originOf(text: string): string {
  const url = URL.parse(text);
  const local = url !== null && /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/.test(url.hostname);
  if (url?.protocol === 'https:' || (url?.protocol === 'http:' && local)) return url.origin;
  throw new UsageError('--url must be https://host (http only for this machine itself)');
}
