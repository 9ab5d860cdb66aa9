import { writeFileSync } from 'node:fs';
import { openapiDocument } from './document.ts';

// Writes the document that the gateway serves. Commit it: a change of the contract must be seen in review.
const file = new URL('openapi.json', import.meta.url);
writeFileSync(file, `${JSON.stringify(openapiDocument(), null, 2)}\n`);
