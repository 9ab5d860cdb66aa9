import { causeOf, obtainToken, refusalOf } from './client-token.ts';
import type { Io } from './verb.ts';

const answerMsMax = 120_000;

type Options = { readonly [K in 'url' | 'client' | 'key']: string | undefined };

/** The tracing of a day from a running gateway, asked for as its administrator's client. Null: there is none, which was told. */
export async function tracingOfGateway(options: Options, date: string, io: Io): Promise<string | null> {
  const token = await obtainToken({ ...options, scope: 'network:write' }, io);
  if (token === null) return null;
  const address = `${token.origin}/v1/tracing`;
  let reply: Response;
  let text: string;
  try {
    reply = await io.fetch(`${address}?date=${date}`, {
      headers: { authorization: `Bearer ${token.accessToken}`, accept: 'text/csv' },
      redirect: 'error',
      signal: AbortSignal.timeout(answerMsMax),
    });
    text = await reply.text();
  } catch (thrown) {
    io.err(`${address} does not answer as a gateway does: ${causeOf(thrown)}`);
    return null;
  }
  if (reply.status === 200 && reply.headers.get('content-type')?.startsWith('text/csv')) return text;
  io.err(refusalOf(address, reply.status, parsed(text)));
  return null;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
