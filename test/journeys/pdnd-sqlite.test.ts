import { demoNetworkText, onSqlite } from '../world/on-node.ts';
import { pdndSuite } from './pdnd-suite.ts';

pdndSuite('Node with the embedded store', async () => onSqlite(), demoNetworkText);
