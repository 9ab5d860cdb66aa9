import type { Adapter } from '../../src/ports.ts';
import { acknowledge } from './acknowledge.ts';
import { Options } from './config.ts';
import { followTask } from './follow.ts';
import { readMessage } from './read.ts';
import { writeMessage } from './write.ts';

const hourMs = 60 * 60 * 1000;

/** HL7 FHIR R4 on the Italian base guide: ServiceRequest and Task to a health body, Task and Appointment back. */
export const fhirR4: Adapter<Options> = {
  kind: 'fhir-r4',
  options: Options,
  // Every entry of the transaction is a conditional create; every change looks first whether it was made.
  deduplicates: true,
  write: writeMessage,
  follow: { everyMs: hourMs, timesMax: 90 * 24, write: followTask },
  read: readMessage,
  acknowledge,
};
