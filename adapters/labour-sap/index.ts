import type { Adapter } from '../../src/ports.ts';
import { followEveryMs, LabourSapOptions } from './config.ts';
import { follow } from './follow.ts';
import { write } from './write.ts';

/** The labour network's SOAP dialect (SPCoop heritage): find the person's SAP, notify its holder, follow the service pact. */
export const labourSap: Adapter<LabourSapOptions> = {
  kind: 'labour-sap',
  options: LabourSapOptions,
  // notificaSAP has no place for a message id that the partner would look at.
  deduplicates: false,
  write,
  // Half a year of asking: the CPI has 60 days to call the person, and a pact runs for months.
  follow: { everyMs: followEveryMs, timesMax: 730, write: follow },
};
