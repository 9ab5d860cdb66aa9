import type { SendResult, WireRequest } from '../../src/ports.ts';

export const address = 'https://sil.example.it/api';
export const modi = (pattern: 'push' | 'pull') => ({
  audience: address,
  key: { secret: 'SIGNING_KEY', kid: 'k' },
  signature: false,
  pattern,
});

/** A system as the network document has it, that answers later. */
export const pullSystem = { id: 'lento', organization: 'cpi-borgoverde', adapter: 'fake', address, modi: modi('pull') };

const replied = (status: number, headers: Record<string, string> = {}): SendResult => ({
  answered: true,
  answer: { status, headers, body: '' },
  bytes: new Uint8Array(),
});
const seeOther = (location: string): SendResult => ({ answered: false, at: 'redirect', code: '303', location });

/** A partner that takes every request with 202, works on it, and has its result at a place of its own. */
export function createPullPartner() {
  const asked: string[] = [];
  let taken = 0;
  let location = '/api/stati/1';
  let retryAfter: string | undefined = '120';
  let status: SendResult | null = null;
  let result: SendResult = replied(200);
  return {
    /** Every request, in order. */
    asked,
    taken: () => taken,
    finish: (at = '/api/esiti/1', answer: SendResult = replied(200)) => {
      status = seeOther(at);
      result = answer;
    },
    answerStatus: (next: SendResult | null) => {
      status = next;
    },
    tellLocation: (next: string) => {
      location = next;
    },
    tellRetryAfter: (next: string | undefined) => {
      retryAfter = next;
    },
    answer: ({ method, path }: WireRequest): SendResult => {
      asked.push(`${method} ${path.replace(/[0-9a-f-]{36}/, 'id')}`);
      const wait: Record<string, string> = retryAfter === undefined ? {} : { 'retry-after': retryAfter };
      if (method === 'POST') {
        taken += 1;
        return replied(202, { location, ...wait });
      }
      return path.startsWith('/stati') ? (status ?? replied(200, wait)) : result;
    },
  };
}

export { replied, seeOther };
