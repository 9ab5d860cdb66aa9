import { serveChecks } from '../conformance/trust-stand.ts';
import { trustSuite, trustTableSuite } from '../conformance/trust-suite.ts';

trustSuite('on Node', serveChecks);
trustTableSuite();
