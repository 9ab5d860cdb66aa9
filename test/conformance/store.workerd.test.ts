import { applyD1Migrations } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { openD1 } from '../../src/commit/d1.ts';
import { createWebCrypto } from '../../src/commit/index.ts';
import { storeSuite } from './store-suite.ts';

storeSuite('D1, with WebCrypto', async () => {
  await applyD1Migrations(env.DB, env.MIGRATIONS);
  const engine = openD1(env.DB);
  return { engine, replica: engine, crypto: createWebCrypto() };
});
