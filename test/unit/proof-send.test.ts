import { provenSendSuite } from './proof-send-suite.ts';

provenSendSuite('Node');
