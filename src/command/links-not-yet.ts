import type { Gateway } from '../ports.ts';
import { refuse } from '../problem.ts';

const unknown = async () => refuse('convocation/link-unknown');

/** While no convocation can be made no link exists. */
export const linksNotYet: Pick<Gateway, 'readAnswer' | 'answerByLink' | 'readDocuments' | 'openDocuments'> = {
  readAnswer: unknown,
  answerByLink: unknown,
  readDocuments: unknown,
  openDocuments: unknown,
};
