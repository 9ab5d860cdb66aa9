import { demoNetworkText, onSqlite } from '../world/on-node.ts';
import { journeySuite } from './journey-suite.ts';

journeySuite('Node with the embedded store', async () => onSqlite(), demoNetworkText);
