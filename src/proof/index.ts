/** Who we are to others: vouchers obtained, requests and replies signed, signed replies verified. */
export { createSignReply } from './sign-reply.ts';
