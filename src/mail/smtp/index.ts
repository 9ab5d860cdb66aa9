export type { OpenOptions, OpenSocket } from './open.ts';
export type { PoolLimits } from './pool.ts';
export { createSmtpSender, notBegun, type SmtpSender } from './sender.ts';
