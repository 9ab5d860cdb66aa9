import { demoNetworkText, onSqlite } from '../world/on-node.ts';
import { convocationSuite } from './convocation-suite.ts';

convocationSuite('Node with the embedded store', async () => onSqlite(), demoNetworkText);
