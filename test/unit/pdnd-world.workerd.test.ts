import { pdndWorldSuite } from './pdnd-world-suite.ts';

pdndWorldSuite('workerd');
