import { mailDisclosedSuite } from './mail-disclosed-suite.ts';
import { mailHostileSuite } from './mail-hostile-suite.ts';
import { mailSuite } from './mail-suite.ts';

mailSuite('Node');
mailHostileSuite('Node', 60);
mailDisclosedSuite('Node', 40);
