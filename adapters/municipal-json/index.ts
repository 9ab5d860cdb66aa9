import type { Adapter } from '../../src/ports.ts';
import { createAcknowledge } from './acknowledge.ts';
import { createCompile } from './compile.ts';
import { Options } from './config.ts';
import { createRead } from './read.ts';
import { createWrite } from './write.ts';

const compile = createCompile();

/** A municipal case system that speaks its vendor's own JSON, in and out through a mapping profile in the network document. */
export const municipalJson: Adapter<Options> = {
  kind: 'municipal-json',
  options: Options,
  deduplicates: (options) => options.deduplicates,
  write: createWrite(compile),
  read: createRead(compile),
  acknowledge: createAcknowledge(compile),
};
