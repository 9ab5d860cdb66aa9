// What the `*.workerd.test.ts` files see of the runtime. The full Workers types declare globals that contradict Node's.
declare module 'cloudflare:workers' {
  export const env: {
    readonly DB: import('@cloudflare/workers-types').D1Database;
    readonly MIGRATIONS: import('cloudflare:test').D1Migration[];
  };
}

declare module 'cloudflare:test' {
  export interface D1Migration {
    name: string;
    queries: string[];
  }
  export function applyD1Migrations(
    db: import('@cloudflare/workers-types').D1Database,
    migrations: D1Migration[],
  ): Promise<void>;
  export function reset(): Promise<void>;
  export function createExecutionContext(): import('@cloudflare/workers-types').ExecutionContext;
  export function createScheduledController(): import('@cloudflare/workers-types').ScheduledController;
  export function waitOnExecutionContext(context: import('@cloudflare/workers-types').ExecutionContext): Promise<void>;
}

// The text of a file, put into the bundle: a Worker has no file system.
declare module '*?raw' {
  const text: string;
  export = text;
}
