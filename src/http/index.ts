/** The HTTP surface: every operation of contracts/api, and a problem for everything else. */
export { createApp } from './app.ts';
export { defaultHttpLimits, type HttpLimits, type HttpPorts } from './server.ts';
