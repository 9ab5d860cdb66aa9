export { plainAddress, sameAddress } from './address.ts';
export { type Collected, type ForwardedMail, rawOfForwarded, rawOfRequest } from './collect-raw.ts';
export { intakeLimits } from './limits.ts';
export { matchMail } from './match.ts';
export { createReadMail, type IntakeSettings, readMail } from './read-mail.ts';
