import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Network } from '../../contracts/canonical/network.ts';
import { createRefreshTrust } from '../../src/entry/refresh-trust.ts';
import { viewOf } from '../../src/network/index.ts';
import { network as plain } from '../conformance/store-sample.ts';
import { ids, trustWith } from './pdnd-stand.ts';

const client = (id: string, ...purposes: string[]) => ({
  id,
  organization: 'comune-borgoverde',
  scopes: ['referrals:read'],
  pdnd: {
    client_id: ids.client,
    consumer_id: ids.other,
    purposes: purposes.map((purpose_id) => ({ purpose_id, purposes: ['LAV-INV'] })),
  },
});
const view = viewOf(
  Network.parse({
    ...plain,
    trust: trustWith(),
    clients: [client('one', ids.purpose, ids.other), client('two', ids.purpose)],
  }),
  1,
);

describe('what changed on PDND', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());
  const created = (refresh: Parameters<typeof createRefreshTrust>[1], network: unknown = view) => {
    const log: string[] = [];
    const run = createRefreshTrust(
      async () => network as typeof view,
      refresh,
      (level, event) => log.push(`${level} ${event}`),
      () => new Date().toISOString(),
    );
    return { run, log };
  };

  it('is learned for the purposes of the clients of the network, each once', async () => {
    const asked: unknown[] = [];
    const { run } = created(async (trust, purposes) => void asked.push(trust.issuer, purposes));
    await run();
    expect(asked).toEqual(['interop.example.it', [ids.purpose, ids.other]]);
  });

  it.each([[null], [viewOf(plain, 1)]])('is not asked for without a trust section', async (network) => {
    const refresh = vi.fn(async () => {});
    await created(refresh, network).run();
    expect(refresh).not.toHaveBeenCalled();
  });

  it('stops nothing else when it cannot be learned', async () => {
    const { run, log } = created(() => Promise.reject(new Error('broken')));
    await run();
    await run();
    expect(log).toEqual(['error pdnd.refresh_failed', 'error pdnd.refresh_failed']);
  });

  it('is waited for two seconds at most, and asked for once at a time', async () => {
    let finish = () => {};
    const refresh = vi.fn(
      () =>
        new Promise<void>((resolve) => {
          finish = resolve;
        }),
    );
    const { run } = created(refresh);
    const waits = [run(), run()];
    await vi.advanceTimersByTimeAsync(2_000);
    await Promise.all(waits);
    expect(refresh).toHaveBeenCalledTimes(1);
    finish();
    await vi.advanceTimersByTimeAsync(0);
    const again = run();
    await vi.advanceTimersByTimeAsync(0);
    expect(refresh).toHaveBeenCalledTimes(2);
    finish();
    await again;
  });

  it('is begun anew where what was begun never ends, as in a cancelled event of a Worker', async () => {
    const refresh = vi.fn(() => new Promise<void>(() => {}));
    const { run } = created(refresh);
    for (const passMs of [2_000, 177_999, 2_000]) {
      void run();
      await vi.advanceTimersByTimeAsync(passMs);
    }
    expect(refresh).toHaveBeenCalledTimes(1);
    void run();
    await vi.advanceTimersByTimeAsync(2_000);
    expect(refresh).toHaveBeenCalledTimes(2);
  });
});
