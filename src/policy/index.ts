export { ageYears } from './age.ts';
export { birthDateThatCounts } from './birth-date.ts';
export { type Decision, decide, denied, type GateRule, gateRules, type Question } from './decide.ts';
export { type Disclosure, discloser } from './disclose.ts';
export { discloseMessage, type MessageDisclosure } from './disclose-message.ts';
export type { Disclosed } from './disclosed.ts';
export { combineEvidence, type EvidenceAsk, type EvidenceReference, objectionTo } from './evidence.ts';
export { assemble, assembleForMember, publish } from './publish.ts';
