import { serveApp } from '../conformance/trust-over-http.ts';
import { trustSuite } from '../conformance/trust-suite.ts';

trustSuite('over HTTP, on Node', serveApp);
