import type { MailDocument, Outcome } from '../ports.ts';
import type { Result } from './exit.ts';

/** A document as a file to keep. */
export function asFile(outcome: Outcome<Pick<MailDocument, 'content' | 'filename'>>): Result {
  if ('replayed' in outcome || outcome.refused || outcome.body === null) return outcome;
  const { content, filename } = outcome.body;
  return {
    raw: { status: 200, contentType: 'application/pdf', body: new Uint8Array(content) },
    headers: { 'content-disposition': `attachment; filename="${plain(filename)}"` },
  };
}

/** A name that cannot end the header it stands in. */
const plain = (filename: string): string => (/^[\w-]{1,60}\.pdf$/.test(filename) ? filename : 'documenti.pdf');
