import { serveChecks } from '../conformance/trust-stand.ts';
import { trustSuite } from '../conformance/trust-suite.ts';

trustSuite('on workerd', serveChecks);
