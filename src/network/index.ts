/** Who takes part: the network document, checked whole, and its look-ups. */
export { type Checked, checkDeployed, checkNetwork, type Deployment, standingFaults } from './check-network.ts';
export { type CurrentNetwork, createCurrentNetwork } from './current-network.ts';
export { documentWarnings } from './document-warnings.ts';
export type { Fault } from './fault.ts';
export { networkBytesMax, type ReadDocument, readDocument } from './read-document.ts';
export type { AdapterSettings } from './system-faults.ts';
export { viewOf } from './view.ts';
