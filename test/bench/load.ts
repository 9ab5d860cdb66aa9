import { Pool } from 'undici';

export type Load = {
  readonly origin: string;
  readonly path: string;
  readonly clients: number;
  readonly requests: number;
  readonly headers: (n: number) => Record<string, string>;
  readonly body: (n: number) => string;
};

export type Measured = {
  readonly per_second: number;
  readonly p50_ms: number;
  readonly p95_ms: number;
  readonly failed: number;
};

/** Sends `requests` requests from `clients` connections, each the next as soon as it has its answer. Closed loop, bounded. */
export async function run(load: Load, first: number): Promise<Measured> {
  const pool = new Pool(load.origin, { connections: load.clients, pipelining: 1 });
  const took: number[] = [];
  let next = first;
  let failed = 0;
  const end = first + load.requests;
  const client = async (): Promise<void> => {
    while (next < end) {
      const n = next++;
      const body = load.body(n);
      const startedMs = performance.now();
      const reply = await pool.request({ path: load.path, method: 'POST', headers: load.headers(n), body });
      await reply.body.dump();
      took.push(performance.now() - startedMs);
      if (reply.statusCode !== 201) failed += 1;
    }
  };
  const startedMs = performance.now();
  await Promise.all(Array.from({ length: load.clients }, client));
  const seconds = (performance.now() - startedMs) / 1000;
  await pool.close();
  took.sort((a, b) => a - b);
  const at = (share: number): number => took[Math.min(took.length - 1, Math.floor(took.length * share))] ?? 0;
  return { per_second: load.requests / seconds, p50_ms: at(0.5), p95_ms: at(0.95), failed };
}
