import { vouchersSuite } from './proof-vouchers-suite.ts';

vouchersSuite('Node');
