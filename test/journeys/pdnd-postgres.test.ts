import { afterAll } from 'vitest';
import { openPostgres } from '../../src/commit/postgres.ts';
import { createNodeCrypto } from '../../src/entry/crypto-node.ts';
import { startPostgres } from '../conformance/start-postgres.ts';
import { demoNetworkText } from '../world/on-node.ts';
import { pdndSuite } from './pdnd-suite.ts';

const server = await startPostgres();
afterAll(() => server.stop());

pdndSuite(
  'Node with PostgreSQL',
  async () => ({ engine: await openPostgres({ url: await server.newDatabase() }), crypto: createNodeCrypto() }),
  demoNetworkText,
);
