import { repliesSuite } from './proof-replies-suite.ts';

repliesSuite('Node');
