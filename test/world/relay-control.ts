import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { TestProject } from 'vitest/node';
import { startTestRelay, type TestRelay, type TestRelayOptions } from './smtp-relay.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Address at which tests that cannot listen themselves have relays started for them. */
    relayControl: string;
  }
}

/** What the tests inside workerd see of a relay. */
export type RelayReport = {
  readonly taken: readonly (Pick<ReturnType<TestRelay['taken']>[number], 'from' | 'to' | 'secure' | 'user'> & {
    readonly raw: string;
  })[];
  readonly steps: readonly string[];
};

/** Starts relays on loopback at the wish of tests that run inside workerd: POST a relay, GET what it took, by its number. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const relays: TestRelay[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    if (request.method === 'POST') {
      const options: TestRelayOptions = JSON.parse(Buffer.concat(chunks).toString());
      const started = await startTestRelay(options);
      response.end(JSON.stringify({ number: relays.push(started) - 1, relay: started.relay }));
      return;
    }
    const relay = relays[Number(request.url?.slice(1))];
    const taken = relay?.taken().map(({ from, to, secure, user, raw }) => ({ from, to, secure, user, raw: `${raw}` }));
    response.end(JSON.stringify({ taken, steps: relay?.steps().map(({ step }) => step) }));
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  project.provide('relayControl', `http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  return async () => {
    await Promise.all(relays.map((relay) => relay.stop()));
    server.closeAllConnections();
    await new Promise((stopped) => server.close(stopped));
  };
}
