export {
  type Account,
  accountOf,
  coversPurpose,
  gatewayAccount,
  outsideVoucher,
  permittedFor,
} from './account.ts';
export { ageYears } from './age.ts';
export { birthDateThatCounts } from './birth-date.ts';
export { decide, type Question } from './decide.ts';
export { type Decision, denied, type GateRule, gateRules } from './decision.ts';
export { type Disclosure, discloser } from './disclose.ts';
export { discloseMessage, type MessageDisclosure } from './disclose-message.ts';
export type { Disclosed } from './disclosed.ts';
export { combineEvidence, type EvidenceAsk, type EvidenceReference, objectionTo } from './evidence.ts';
export { assemble, assembleForMember, publish } from './publish.ts';
