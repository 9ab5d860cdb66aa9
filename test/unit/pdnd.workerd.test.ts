import { keySetsSuite } from './pdnd-key-sets-suite.ts';
import { publishedSuite } from './pdnd-published-suite.ts';
import { purposesSuite } from './pdnd-purposes-suite.ts';

keySetsSuite('workerd');
publishedSuite('workerd');
purposesSuite('workerd');
