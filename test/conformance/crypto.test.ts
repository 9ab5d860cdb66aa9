import { createWebCrypto } from '../../src/commit/index.ts';
import { createNodeCrypto } from '../../src/entry/crypto-node.ts';
import { cryptoSuite } from './crypto-suite.ts';

cryptoSuite('node:crypto', createNodeCrypto(), createWebCrypto());
cryptoSuite('WebCrypto on Node', createWebCrypto(), createNodeCrypto());
