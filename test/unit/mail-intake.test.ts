import { mailIntakeSuite } from './mail-intake-suite.ts';

mailIntakeSuite('Node');
