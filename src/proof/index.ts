/** Who we are to others: vouchers obtained, requests and replies signed, signed replies verified. */
export { clientAssertion, formOf } from './assertion.ts';
export { createProvenSend, type ProvenSendPorts } from './proven-send.ts';
export { createSignReply } from './sign-reply.ts';
export { targetOf } from './target.ts';
export { type ReplyFault, readTokenReply, type TokenReply } from './token-reply.ts';
export { createVerifyReply, type VerifyReply } from './verify-reply.ts';
export { createVouchers, holderOf, type Vouchers, voucherLimits } from './vouchers.ts';
