import { mailDisclosedSuite } from './mail-disclosed-suite.ts';
import { mailHostileSuite } from './mail-hostile-suite.ts';
import { mailSuite } from './mail-suite.ts';

mailSuite('workerd');
mailHostileSuite('workerd', 15);
mailDisclosedSuite('workerd', 10);
