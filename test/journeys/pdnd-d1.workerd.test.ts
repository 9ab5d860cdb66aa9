import { applyD1Migrations } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import demoNetwork from '../../contracts/catalogue/demo-network.yaml?raw';
import { openD1 } from '../../src/commit/d1.ts';
import { createWebCrypto } from '../../src/commit/index.ts';
import { pdndSuite } from './pdnd-suite.ts';

pdndSuite(
  'Workers with D1',
  async () => {
    await applyD1Migrations(env.DB, env.MIGRATIONS);
    return { engine: openD1(env.DB), crypto: createWebCrypto() };
  },
  demoNetwork,
);
