import { vouchersSuite } from './proof-vouchers-suite.ts';

vouchersSuite('workerd');
