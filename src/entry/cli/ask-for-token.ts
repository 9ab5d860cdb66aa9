import type { SendResult } from '../../ports.ts';
import { voucherLimits } from '../../proof/index.ts';
import { readReply } from '../read-reply.ts';
import { causeOf } from './client-token.ts';
import type { Io } from './verb.ts';

const answerMsMax = 10_000;

/** Asks a token endpoint, and reads no more of its answer than the gateway does. `code` of a failure is words that follow the address. */
export async function askForToken(
  url: string,
  form: Readonly<Record<string, string>>,
  headers: Readonly<Record<string, string>>,
  io: Io,
): Promise<SendResult> {
  try {
    const reply = await io.fetch(url, {
      method: 'POST',
      body: new URLSearchParams(form),
      headers,
      redirect: 'error',
      signal: AbortSignal.timeout(answerMsMax),
    });
    const answer = { status: reply.status, headers: Object.fromEntries(reply.headers) };
    const read = await readReply(
      { ...answer, body: reply.body ?? nothing, discard: async () => reply.body?.cancel() },
      voucherLimits.replyBytesMax,
    );
    if (read === null) {
      const size = `${answer.status} with more than ${voucherLimits.replyBytesMax} bytes, of which the gateway reads none`;
      return failed('oversize', `answered ${size}: is token_url that of PDND's token endpoint?`);
    }
    return { answered: true, answer: { ...answer, body: read.text }, bytes: read.bytes };
  } catch (thrown) {
    return failed('exchange', `does not answer: ${causeOf(thrown)}`);
  }
}

const nothing: AsyncIterable<Uint8Array> = { async *[Symbol.asyncIterator]() {} };

const failed = (at: 'exchange' | 'oversize', code: string): SendResult => ({ answered: false, at, code });
