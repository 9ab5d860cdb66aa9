import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { defineConfig } from 'vitest/config';

// The plugin reads the authorities that workerd trusts when it is loaded, and only from here: that of the test relay is one of them.
// Taken back at once, so that on Node it stays a stranger.
const extra = process.env.NODE_EXTRA_CA_CERTS;
process.env.NODE_EXTRA_CA_CERTS = join(import.meta.dirname, 'test/world/certificate/ca.pem');
const { cloudflareTest, readD1Migrations } = await import('@cloudflare/vitest-plugin');
if (extra === undefined) delete process.env.NODE_EXTRA_CA_CERTS;
else process.env.NODE_EXTRA_CA_CERTS = extra;

const migrations = 'src/commit/migrations';
const workerdTests = ['**/*.workerd.test.ts'];
const never = ['**/node_modules/**', 'dist/**', '.wrangler/**', ...workerdTests];

/**
 * What one project of the suite runs, on Node. Files share a process and its modules: loading them anew for each costs more than the
 * tests do. So no test may change a module, and what it changes in the process it puts back.
 */
const onNode = (name: string, include: string[], testTimeout: number) => ({
  test: {
    name,
    include,
    exclude: never,
    isolate: false,
    testTimeout,
    hookTimeout: 60_000,
    restoreMocks: true,
    unstubEnvs: true,
  },
});

/** The suites that must hold inside workerd: the product's own compatibility settings and a real D1, empty at each file. */
const inWorkerd = {
  plugins: [
    cloudflareTest(async () => ({
      miniflare: {
        compatibilityDate: '2026-11-01',
        compatibilityFlags: ['nodejs_compat'],
        d1Databases: ['DB'],
        bindings: { MIGRATIONS: existsSync(migrations) ? await readD1Migrations(migrations) : [] },
      },
    })),
  ],
  test: {
    name: 'workerd',
    include: ['test/**/*.workerd.test.ts'],
    globalSetup: ['test/world/relay-control.ts'],
    exclude: ['**/node_modules/**'],
    testTimeout: 30_000,
  },
};

export default defineConfig({
  test: {
    // One per core: the default leaves one core idle, which is half of a small machine.
    maxWorkers: availableParallelism(),
    projects: [
      onNode(
        'unit',
        [
          'test/unit/**/*.test.ts',
          'test/api/**/*.test.ts',
          'test/structure/**/*.test.ts',
          'contracts/**/*.test.ts',
          'adapters/**/*.test.ts',
        ],
        30_000,
      ),
      onNode('stores', ['test/conformance/**/*.test.ts'], 30_000),
      onNode('journeys', ['test/journeys/**/*.test.ts', 'test/faults/**/*.test.ts'], 60_000),
      onNode('browser', ['test/browser/**/*.test.ts'], 60_000),
      inWorkerd,
    ],
  },
});
