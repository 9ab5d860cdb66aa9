import { createWebCrypto } from '../../src/commit/index.ts';
import { createNodeCrypto } from '../../src/entry/crypto-node.ts';
import { cryptoSuite } from './crypto-suite.ts';

// workerd has node:crypto too: what a Node deployment sealed is opened there as it would be after a move.
cryptoSuite('WebCrypto in workerd', createWebCrypto(), createNodeCrypto());
