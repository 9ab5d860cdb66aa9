import { readFileSync } from 'node:fs';
import { openSqlite } from '../../src/commit/sqlite.ts';
import { createNodeCrypto } from '../../src/entry/crypto-node.ts';
import { demoNetworkPath } from '../../src/entry/demo-network.ts';
import type { Ground } from './start-world.ts';

export const demoNetworkText = readFileSync(demoNetworkPath, 'utf8');

/** An embedded store; without a path, in memory. */
export const onSqlite = (path = ':memory:'): Ground => ({ engine: openSqlite({ path }), crypto: createNodeCrypto() });
